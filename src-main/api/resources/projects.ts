import { z } from 'zod'
import type { Project } from '../../contract/access'
import { folderId, projectId, type CustomerId } from '../../contract/ids'
import type { ApiClient, CallOptions } from '../client'
import { endpoints } from '../endpoints'
import { readList, type List } from '../pages'
import { opaque, text } from '../wire'

const wireProject = z.object({ id: opaque(projectId), name: z.string(), folder_id: opaque(folderId).nullish().catch(null), description: text })
  .transform((wire): Project => ({ id: wire.id, name: wire.name, folderId: wire.folder_id ?? null, description: wire.description }))

/** Projects of a customer; class `members`, 60/min [class assumed; contract 11]. Throws AppError. */
export function listProjects(client: ApiClient, customer: CustomerId, options: CallOptions): Promise<List<Project>> {
  return readList(client, endpoints.listProjects(customer), wireProject, 'flat', options)
}
