import { z } from 'zod'
import type { Folder } from '../../contract/access'
import { folderId, projectId, type CustomerId, type EnvironmentId, type FolderId } from '../../contract/ids'
import type { ApiClient, CallOptions } from '../client'
import { endpoints } from '../endpoints'
import { readList, type List } from '../pages'
import { flag, opaque, time } from '../wire'

const wireFolder = z.object({
  id: opaque(folderId), name: z.string(), parent_id: opaque(folderId).nullish().catch(null), is_project: flag, project_id: opaque(projectId).nullish().catch(null), created_at: time, updated_at: time,
}).transform((wire): Folder => ({
  id: wire.id, name: wire.name, parentId: wire.parent_id ?? null, isProject: wire.is_project === true, projectId: wire.project_id ?? null, createdAt: wire.created_at, updatedAt: wire.updated_at,
}))

/** Folders of a customer, or of an environment of it by that one's own id (contract 1.4), below `parent` or at the top; class `members`, 60/min [class assumed; contract 11]. Throws AppError. */
export function listFolders(client: ApiClient, customer: CustomerId | EnvironmentId, parent: FolderId | null, options: CallOptions): Promise<List<Folder>> {
  return readList(client, endpoints.listFolders(customer), wireFolder, 'flat', options, parent === null ? [] : [['parent_id', parent]])
}
