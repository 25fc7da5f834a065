import { createHash } from 'node:crypto'
import { PARTNER_LEVEL, type AccountId, type CustomerId } from '../../contract/ids'
import type { JobId } from '../../contract/jobs'
import type { Db } from '../db'
import { journalRepo } from './journal'

/** What is sealed of a migration: of an account, which is its own customer then, or of one customer. */
export type SealedPart = 'custom-roles' | 'proof' | 'system-roles' | 'waves' | 'root' | 'dry-run' | 'answers' | 'acknowledged' | 'verified' | 'job'
/** What would open something if it were forgotten: its line in the journal holds all of it, so that it can be had from there. */
const WHOLE: ReadonlySet<SealedPart> = new Set(['waves', 'job'])
/** In the place of a job in the lines that seal. */
export const KEPT_JOB = 'migration' as JobId

interface Seal { readonly sealed: string; readonly text: string | null; readonly n: number }

/**
 * What a migration rests on lies in a file that others can write to. Each change of it is a line of the journal with the hash of the text, as a part of a
 * job has one: what is not as its last line says, or has none, was altered, copied or forged and is not to be believed.
 */
export function migrationSeals(db: Db) {
  const journal = journalRepo(db)
  const last = new Map<string, Seal>()
  let seen = { n: 0, hash: '' }

  /** Takes up what was written since. */
  const refresh = (): void => {
    const end = journal.end()
    if (end.n === seen.n && end.hash === seen.hash) return
    // A transaction that was rolled back took its lines along.
    const grown = end.n >= seen.n && journal.hashOf(seen.n) === seen.hash
    if (!grown) last.clear()
    for (const { n, accountId, customerId, data } of journal.linesOf(KEPT_JOB, grown ? seen.n : 0)) {
      const seal = toSeal(data, n)
      // An altered line may have been about anything: nothing before it counts.
      if (seal === null) last.clear()
      else last.set(keyOf(accountId, customerId, seal.part), seal)
    }
    seen = end
  }

  return {
    /** Takes up what was written since, then tells of any part whether its text is what was kept last. */
    checker: () => {
      refresh()
      return {
        holds: (account: AccountId, customer: CustomerId, part: SealedPart, text: string | null): boolean => {
          const seal = last.get(keyOf(account, customer, part))
          return seal === undefined ? text === null : seal.sealed === hashOf(account, customer, part, text)
        },
        /** The text that was kept last of a part that its line holds whole; null: none, or it is not known. */
        kept: (account: AccountId, customer: CustomerId, part: 'waves' | 'job'): string | null => last.get(keyOf(account, customer, part))?.text ?? null,
        /** Another one when anything of these parts was kept anew. */
        place: (account: AccountId, customer: CustomerId, parts: readonly SealedPart[]): number => Math.max(0, ...parts.map((part) => last.get(keyOf(account, customer, part))?.n ?? 0)),
      }
    },
    /** Seals the text of a part; null: nothing is kept any more. To be called in the transaction in which it is written. `at`: UTC ms. */
    put: (accountId: AccountId, customerId: CustomerId, part: SealedPart, text: string | null, at: number): void =>
      journal.append({ at, accountId, customerId, jobId: KEPT_JOB, event: 'kept', data: { part, sealed: hashOf(accountId, customerId, part, text), ...(WHOLE.has(part) ? { text } : {}) } }),
  }
}

export type MigrationSeals = ReturnType<typeof migrationSeals>
export type SealChecker = ReturnType<MigrationSeals['checker']>

/** The place of what is kept of an account. */
export const OF_ACCOUNT = PARTNER_LEVEL

function keyOf(account: AccountId, customer: CustomerId, part: string): string {
  return `${account}|${String(customer)}|${part}`
}

function hashOf(account: AccountId, customer: CustomerId, part: SealedPart, text: string | null): string {
  return createHash('sha256').update(JSON.stringify([account, customer, part, text])).digest('hex')
}

function toSeal(data: unknown, n: number): (Seal & { readonly part: string }) | null {
  if (typeof data !== 'object' || data === null || !('part' in data) || !('sealed' in data)) return null
  const { part, sealed } = data
  return typeof part === 'string' && typeof sealed === 'string' ? { part, sealed, n, text: 'text' in data && typeof data.text === 'string' ? data.text : null } : null
}
