import { z } from 'zod'
import type { Project, ProjectEnvironment } from '../../contract/access'
import { AppError } from '../../contract/errors'
import { folderId, projectId } from '../../contract/ids'
import type { ApiClient, CallOptions } from '../client'
import { endpoints } from '../endpoints'
import { readList, type List } from '../pages'
import { opaque, text } from '../wire'

const wireProject = (environment: ProjectEnvironment) => z.object({ id: opaque(projectId), name: z.string(), folder_id: opaque(folderId).nullish().catch(null), description: text })
  .transform((wire): Project => ({ id: wire.id, name: wire.name, folderId: wire.folder_id ?? null, description: wire.description, environment }))

/** Projects of one environment of a customer, addressed by the environment's own id; class `members`, 60/min [class assumed; contract 1.4, 11]. Throws AppError. */
export function listProjects(client: ApiClient, environment: ProjectEnvironment, options: CallOptions): Promise<List<Project>> {
  return readList(client, endpoints.listProjects(environment.id), wireProject(environment), 'flat', options)
}

/**
 * Projects of several environments. An environment that the API client does not reach (contract 1.2) keeps what is known of it; only where it
 * reaches none the refusal is thrown. Throws AppError.
 */
export async function listProjectsOfAll(client: ApiClient, environments: readonly ProjectEnvironment[], known: readonly Project[], options: CallOptions): Promise<Pick<List<Project>, 'items' | 'complete'>> {
  const projects = new Map<string, Project>()
  const refused: AppError[] = []
  let complete = true
  for (const environment of environments) {
    try {
      const list = await listProjects(client, environment, options)
      complete &&= list.complete
      for (const one of list.items) projects.set(one.id, one)
    } catch (error) {
      if (!(error instanceof AppError) || error.json.code !== 'FORBIDDEN') throw error
      refused.push(error)
      for (const one of known) if (one.environment.type === environment.type) projects.set(one.id, one)
    }
  }
  const [first] = refused
  if (first !== undefined && refused.length === environments.length) throw first
  return { items: [...projects.values()], complete }
}
