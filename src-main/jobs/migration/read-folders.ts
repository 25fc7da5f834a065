import type { ApiClient, CallOptions } from '../../api/client'
import { listFolders } from '../../api/resources/folders'
import type { LegacyRole, Project } from '../../contract/access'
import { AppError } from '../../contract/errors'
import type { FolderId, ProjectId } from '../../contract/ids'
import type { MigrationSnapshot } from '../../domain/migration/snapshot'
import { whole } from '../read-admin'

/** At most so many lists of folders are asked for of one customer: each is a request. */
const MOST_LISTS = 40

/**
 * In which projects the folders of custom roles lie that are no project's own folder. The API tells no way up from a folder, only what lies below one
 * (contract 11): the projects are gone down level by level until all are found. What is not found, or may not be listed, is left out. Throws AppError.
 */
export async function foldersInside(client: ApiClient, roles: readonly LegacyRole[], projects: readonly Project[], options: CallOptions): Promise<MigrationSnapshot['folders']> {
  const own = new Set(projects.map(({ folderId }) => folderId))
  const wanted = new Set(roles.flatMap(({ folderIds }) => folderIds).filter((id) => !own.has(id)))
  const found: Record<FolderId, ProjectId> = {}
  const queue = projects.flatMap(({ id, folderId, environment }) => (folderId === null ? [] : [{ project: id, environment: environment.id, folder: folderId }]))
  const listed = new Set<FolderId>()
  for (let next = queue.shift(); next !== undefined && wanted.size > 0 && listed.size < MOST_LISTS; next = queue.shift()) {
    const { project, environment, folder } = next
    if (listed.has(folder)) continue
    listed.add(folder)
    for (const { id } of await unlessRefused(async () => whole(await listFolders(client, environment, folder, options)))) {
      if (wanted.delete(id)) found[id] = project
      queue.push({ project, environment, folder: id })
    }
  }
  return found
}

async function unlessRefused<T>(read: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof AppError && ['FORBIDDEN', 'NOT_FOUND', 'REJECTED'].includes(error.json.code)) return []
    throw error
  }
}
