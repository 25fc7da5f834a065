import { z } from 'zod'
import { count, exactRole, kindOfRole, opaque, time } from '../wire'

/** Privileges of a role: JSON that is handed on as it is (contract 5). */
export type RoleConfig = Readonly<Record<string, unknown>>

/** A role to be made or its new state; name and config are needed each time (contract 5). At most 200 characters of name. */
export interface RoleFields {
  readonly name: string
  readonly config: RoleConfig
}

/** The schema of an environment role or a project role, which differ in their id only (contract 5, 6). */
export const wireRole = <Id extends z.ZodType>(id: Id) =>
  z.object({ id: opaque(id), name: exactRole, type: kindOfRole, members_count: count, created_at: time, updated_at: time, config: z.record(z.string(), z.unknown()).optional().catch(undefined) })
    .transform(({ id: roleId, name, type, members_count, created_at, updated_at, config }) => ({
      id: roleId, name, kind: type, membersCount: members_count, createdAt: created_at, updatedAt: updated_at, ...(config === undefined ? {} : { config }),
    }))

/** The body of a role; `inheritable` is for partner workspaces only and stays false (contract 5). */
export const roleBody = ({ name, config }: RoleFields) => ({ name, config, inheritable: false })
