import { z } from 'zod'
import { environmentType, type MemberPrivileges, type ProjectPrivileges } from '../../contract/access'
import { folderId, projectId, projectRoleId, type CustomerId, type MemberId } from '../../contract/ids'
import type { ApiClient, CallOptions } from '../client'
import { endpoints } from '../endpoints'
import { parsePage } from '../pages'
import { environmentRef, exactRole, label, opaque, privileges } from '../wire'
import { heldRole } from './member-wire'

const wirePrivileges = z.object({
  environment_type: environmentType, name: heldRole, role_type: z.enum(['environment', 'privilege_group']).nullish().catch(null),
  privileges, folder_ids: z.array(opaque(folderId)).nullish().catch(null),
}).transform((wire): MemberPrivileges => ({
  environment: wire.environment_type, roleName: wire.name, roleType: wire.role_type ?? null, privileges: wire.privileges, folderIds: wire.folder_ids ?? null,
}))

const wireProject = z.object({
  project: z.object({ id: opaque(projectId), name: label, environment: environmentRef.nullish().catch(null) }),
  project_role: z.object({ id: opaque(projectRoleId), name: exactRole }),
  source: z.string().nullish().catch(null), privileges,
}).transform((wire): ProjectPrivileges => ({
  project: { ...wire.project, environment: wire.project.environment ?? null }, projectRole: wire.project_role,
  source: wire.source === 'user' ? 'user' : wire.source === 'group' || wire.source === 'user_group' ? 'group' : 'unknown', privileges: wire.privileges,
}))

/** What was understood of an answer, and the number of rows that were not. */
export interface PrivilegesAnswer<T> {
  readonly items: readonly T[]
  readonly skipped: number
}

/** What a person may do, by environment, possibly nothing at all; class `members`, 60/min [contract 3.8, 1.10, 1.11]. Throws AppError. */
export async function memberPrivileges(client: ApiClient, customer: CustomerId, id: MemberId, options: CallOptions): Promise<PrivilegesAnswer<MemberPrivileges>> {
  const { items, skipped } = parsePage(await client.call(endpoints.memberPrivileges(customer, id), options), wirePrivileges)
  return { items, skipped }
}

/** What a person may do, by project; class `members`, 60/min; item shape [assumed, contract 3.8]. Throws AppError. */
export async function memberProjectsPrivileges(client: ApiClient, customer: CustomerId, id: MemberId, options: CallOptions): Promise<PrivilegesAnswer<ProjectPrivileges>> {
  const { items, skipped } = parsePage(await client.call(endpoints.memberProjectsPrivileges(customer, id), options), wireProject)
  return { items, skipped }
}
