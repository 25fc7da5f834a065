import type { Fields } from './answer'
import { DATA_NOW } from './model'
import type { Recipe } from './workspace'

const PAGE = 25

/** Jobs of a recipe, newest first, read on from `offset_job_id`, or back from it with `prev` (contract 1.5, cursor). */
export function recipeJobs(recipe: Recipe, query: URLSearchParams): Fields {
  const total = recipe.job_succeeded_count + recipe.job_failed_count
  const failedEvery = recipe.job_failed_count === 0 ? Infinity : Math.floor(total / recipe.job_failed_count)
  const all = Array.from({ length: Math.min(total, 200) }, (_, i) => {
    const status = (i + 1) % failedEvery === 0 ? 'failed' : 'succeeded'
    const at = new Date(DATA_NOW - i * 600_000).toISOString()
    return { id: `j-${String(recipe.id)}-${String(200 - i).padStart(3, '0')}`, recipe_id: recipe.id, status, started_at: at, completed_at: at, is_poll_error: false, is_test: false, is_repeat: i % 40 === 39, error: status === 'failed' ? 'The app refused the record' : null }
  })
  const matching = all.filter((job) => (query.get('status') === null || job.status === query.get('status')) && (query.get('rerun_only') !== 'true' || job.is_repeat))
  const at = matching.findIndex(({ id }) => id === query.get('offset_job_id'))
  const from = at < 0 ? 0 : query.get('prev') === 'true' ? Math.max(0, at - PAGE) : at + 1
  const to = at >= 0 && query.get('prev') === 'true' ? at : from + PAGE
  return { job_succeeded_count: recipe.job_succeeded_count, job_failed_count: recipe.job_failed_count, job_count: total, items: matching.slice(from, to) }
}
