import type { PlanId } from '../../contract/jobs'
import type { Plan } from '../../contract/plan'
import type { Db } from '../db'

/** The plan that was made last, kept as it was reviewed; `at` is UTC ms. */
export interface SavedPlan<Extra> { readonly id: PlanId; readonly at: number; readonly plan: Plan; readonly extra: Extra }

/** Plans: only the last one is kept, since a job carries everything that it needs itself. `Extra` is what was found besides. */
export function plansRepo<Extra>(db: Db) {
  // A plan of 25,000 targets is read once, not for every window of it.
  let last: SavedPlan<Extra> | null = null
  return {
    save: (saved: SavedPlan<Extra>): void => {
      db.transaction(() => {
        db.run('DELETE FROM plans')
        db.run('INSERT INTO plans (id, at, fingerprint, data) VALUES (?, ?, ?, ?)', [saved.id, saved.at, saved.plan.fingerprint, JSON.stringify({ plan: saved.plan, extra: saved.extra })])
      })
      last = saved
    },
    /** Null: another plan has been made since. */
    get: (id: PlanId): SavedPlan<Extra> | null => {
      if (last?.id === id) return last
      const row = db.get<{ at: number; data: string }>('SELECT at, data FROM plans WHERE id = ?', [id])
      last = row === undefined ? last : { id, at: row.at, ...(JSON.parse(row.data) as Pick<SavedPlan<Extra>, 'plan' | 'extra'>) }
      return row === undefined ? null : last
    },
  }
}
