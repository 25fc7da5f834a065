import type { Handlers } from '../contract'
import { JOURNAL_HEADER, journalRow } from '../jobs/evidence'
import { namesFrom } from '../jobs/names'
import type { FeatureDeps } from './deps'

/** What was sent and what came back, for reading only. */
export function journalHandlers({ store }: FeatureDeps): Handlers<'journal.page' | 'journal.export'> {
  return {
    'journal.page': (window) => ({ ...store.journal.page(window, 'newest'), alteredAt: store.journalAlteredAt }),
    'journal.export': (window) => {
      const { rows, matched } = store.journal.page(window, 'oldest')
      const names = namesFrom(store)
      return { header: [...JOURNAL_HEADER], rows: rows.map((row) => journalRow(row, names)), matched }
    },
  }
}
