import type { Handlers } from '../contract'
import type { FeatureDeps } from './deps'

/** What was sent and what came back, for reading only. */
export function journalHandlers({ store: { journal, journalAlteredAt } }: FeatureDeps): Handlers<'journal.page'> {
  return { 'journal.page': (window) => ({ ...journal.page(window), alteredAt: journalAlteredAt }) }
}
