import { z } from 'zod'
import type { Recipe } from '../../contract/access'
import { folderId, projectId, recipeId, type CustomerId } from '../../contract/ids'
import type { ApiClient, CallOptions } from '../client'
import { endpoints } from '../endpoints'
import { readList, type List } from '../pages'
import { count, label, opaque, text, time } from '../wire'

const wireRecipe = z.object({
  id: opaque(recipeId), name: label, running: z.boolean(), folder_id: opaque(folderId).nullish().catch(null), project_id: opaque(projectId).nullish().catch(null),
  job_succeeded_count: count, job_failed_count: count, lifetime_task_count: count, last_run_at: time, stopped_at: time, stop_cause: text, version_no: count,
}).transform((wire): Recipe => ({
  id: wire.id, name: wire.name, running: wire.running, folderId: wire.folder_id ?? null, projectId: wire.project_id ?? null,
  succeededJobs: wire.job_succeeded_count, failedJobs: wire.job_failed_count, lifetimeTasks: wire.lifetime_task_count,
  lastRunAt: wire.last_run_at, stoppedAt: wire.stopped_at, stopCause: wire.stop_cause, version: wire.version_no,
}))

/** Recipes of a customer, without their code; class `recipes`, 2,000/min; `{result}` or `{items}` [contract 11]. Throws AppError. */
export function listRecipes(client: ApiClient, customer: CustomerId, options: CallOptions): Promise<List<Recipe>> {
  return readList(client, endpoints.listRecipes(customer), wireRecipe, 'flat', options, [['exclude_code', 'true']])
}
