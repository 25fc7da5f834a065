import type { IntentValue } from '../contract/intents'
import type { JournalRow } from '../store/repos/journal'
import type { Step } from '../store/step-row'
import type { Names } from './names'

/** Columns of a job's evidence. */
export const EVIDENCE_HEADER = [
  'account', 'customer id', 'customer', 'person', 'kind', 'target', 'author', 'edited at', 'base', 'seen before write', 'wish', 'read back', 'outcome', 'reason', 'tries', 'updated at',
] as const
/** Columns of the journal. */
export const JOURNAL_HEADER = ['n', 'at', 'account', 'customer id', 'customer', 'job', 'event', 'data'] as const

/** A step as a line of a table. */
export function evidenceRow({ intent, outcome, state, tries, updatedAt }: Step, names: Names): string[] {
  const { accountId, customerId, kind, target, author, at, base, wish } = intent
  const person = names.person(intent)
  return [
    names.account(accountId), String(customerId), names.customer(accountId, customerId), person === null ? '' : `${person.name} <${person.email}>`, kind, JSON.stringify(target), author, iso(at),
    spell(base), outcome.seen === undefined ? '' : spell(outcome.seen), spell(wish), outcome.readBack === undefined ? '' : spell(outcome.readBack), state,
    outcome.reason?.kind ?? outcome.error?.code ?? '', String(tries), iso(updatedAt),
  ]
}

/** A line of the journal as a line of a table. */
export function journalRow({ n, at, accountId, customerId, jobId, event, data }: JournalRow, names: Names): string[] {
  return [String(n), iso(at), names.account(accountId), String(customerId), names.customer(accountId, customerId), jobId, event, JSON.stringify(data)]
}

function spell(value: IntentValue): string {
  if (value === null) return 'none'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
