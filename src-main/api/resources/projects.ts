import { z } from 'zod'
import type { Project, ProjectEnvironment } from '../../contract/access'
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
