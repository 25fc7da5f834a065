import { z } from 'zod'
import { environmentType, roleKind, roleName } from '../access'
import { roleScope } from '../admin-intents'
import { accountId, customerId } from '../ids'
import { defineMethod } from '../method'
import { oneRole } from './role-edits'

const count = z.number().int()
/** Where roles are looked for; no accounts: in all. `tags`: only in customers that have one of them. */
const among = { accounts: z.array(accountId).max(50), tags: z.array(z.string().max(60)).max(50), scope: roleScope }
const window = { offset: count.min(0), limit: count.min(1).max(200) }

/** All roles of one name. */
const sameName = z.object({
  name: roleName,
  /** Customers that have it, and people who hold it by the counts of Workato (contract 5). */
  customers: count, holders: count,
  kinds: z.array(roleKind),
  /** Different sets of privileges among those that are read, and how many are not read yet. */
  variants: count, unread: count,
})
const column = z.object({ ...oneRole.shape, customer: z.string(), name: roleName, kind: roleKind, read: z.boolean() })

/** Roles over customers, from the local store. */
export const roleMethods = {
  /** A window of the names that roles have; by `differing` only those whose privileges are not the same everywhere, by `kinds` only of these, none: of all. */
  'roles.list': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ ...among, search: z.string().max(200), kinds: z.array(roleKind).max(5), differing: z.boolean(), ...window }), output: z.object({ rows: z.array(sameName), matched: count }),
  }),
  /**
   * Privileges side by side: of the roles that are named, or of all of one name (at most 200), one column each. A path is
   * that of a value in the JSON, as `team.privileges`; null: the role does not have it. Up to 20 that are not read are asked of the API now; one that is gone there stays unread.
   */
  'roles.compare': defineMethod({
    kind: 'query', home: 'engine',
    input: z.strictObject({ scope: roleScope, roles: z.union([z.array(oneRole).min(1).max(200), z.strictObject({ name: roleName, accounts: among.accounts, tags: among.tags })]) }),
    output: z.object({ columns: z.array(column), rows: z.array(z.object({ path: z.string(), values: z.array(z.string().nullable()), same: z.boolean() })), more: count }),
  }),
  /** A window of who holds a role of this name, in which customer and environment; `project` for project roles. */
  'roles.holders': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ ...among, name: roleName, ...window }),
    output: z.object({
      rows: z.array(z.object({ accountId, customerId, customer: z.string(), kind: z.enum(['member', 'group']), id: z.string(), name: z.string(), email: z.string().nullable(), environment: environmentType, project: z.string().nullable() })), matched: count,
    }),
  }),
}
