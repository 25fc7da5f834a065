import type { Handlers } from '../contract'
import type { FeatureDeps } from './deps'

/** What was sent and what came back, for reading only. */
export function journalHandlers({ store }: FeatureDeps): Handlers<'journal.page'> {
  return { 'journal.page': (window) => ({ ...store.journal.page(window, 'newest'), alteredAt: store.journalAlteredAt }) }
}
