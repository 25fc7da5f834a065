import type { Handlers } from '../contract'
import type { FeatureDeps } from './deps'

/** What was sent and what came back, for reading only. */
export function journalHandlers({ store }: FeatureDeps): Handlers<'journal.page'> {
  return {
    'journal.page': (window) => {
      const { rows, matched } = store.journal.page(window, 'newest')
      const names = new Map([...new Set(rows.map(({ jobId }) => jobId))].map((id) => [id, store.jobs.get(id)?.name ?? null]))
      return { rows: rows.map((row) => ({ ...row, job: names.get(row.jobId) ?? null })), matched, alteredAt: store.journalAlteredAt }
    },
  }
}
