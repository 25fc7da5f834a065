import type { JournalLine } from '../../stores/history'

/** What a line tells in one sentence: the name of the sentence, its values, and the number that it counts. */
export interface EntrySummary { readonly key: 'started' | 'sending' | 'answered' | 'refused' | 'noAnswer' | 'recovered' | 'resolved' | 'read-back' | 'kept' | null; readonly values: Readonly<Record<string, string>>; readonly count: number }

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null
const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** The data of a line are open: what is missing is left out, never guessed. */
export function summaryOf({ event, data }: Pick<JournalLine, 'event' | 'data'>): EntrySummary {
  const facts = isRecord(data) ? data : {}
  const steps = Array.isArray(facts['steps']) ? facts['steps'].length : 0
  const none = { values: {}, count: steps }
  switch (event) {
    case 'started': return { key: 'started', values: { name: text(facts['name']) }, count: Number(text(facts['steps'])) || 0 }
    case 'sending': return { key: 'sending', values: { call: isRecord(facts['call']) ? text(facts['call']['kind']) : '' }, count: steps }
    case 'answered': {
      if (facts['status'] == null) return { key: 'noAnswer', values: { cause: text(facts['error']) }, count: 1 }
      return { key: facts['error'] === undefined ? 'answered' : 'refused', values: { status: text(facts['status']), cause: text(facts['error']) }, count: 1 }
    }
    case 'recovered': return { key: 'recovered', ...none }
    case 'resolved': return { key: 'resolved', ...none }
    case 'read-back': return { key: 'read-back', ...none }
    case 'kept': return { key: 'kept', values: { part: text(facts['part']) }, count: 1 }
    default: return { key: null, ...none }
  }
}
