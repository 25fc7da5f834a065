import { z } from 'zod'
import { environmentType, grantAssignee } from '../access'
import { accountId, customerId, projectId } from '../ids'
import { grantedRole, intentId } from '../intents'
import { defineMethod } from '../method'

const count = z.number().int()
const role = grantedRole.nullable()

/** Why no role can be given to somebody: a customer manager, who or what is to be removed, a customer of the legacy access model. */
export const grantLock = z.enum(['manager', 'leaving', 'group-leaving', 'legacy'])
export type GrantLock = z.infer<typeof grantLock>

/** What somebody has on one project: of their own, and through groups; now, and when what is staged is applied. `covers`: the staged edits of the grant of their own. */
const grantCell = z.object({
  projectId, now: role, after: role, covers: z.array(intentId), through: z.array(z.object({ role: z.string(), group: z.string(), now: z.boolean(), after: z.boolean() })),
})
export type GrantCell = z.infer<typeof grantCell>

/** A group or a person with the projects on which anything is. `key` is `group-pf-1` or `user-9`; `people`: members of the group after what is staged, null for a person or where it was not read. */
export const grantRow = z.object({ key: z.string(), assignee: grantAssignee, system: z.boolean(), people: count.nullable(), lock: grantLock.nullable(), cells: z.array(grantCell) })
export type GrantRow = z.infer<typeof grantRow>

/** Project grants of a customer as a sheet of people and groups by projects, from the local store. */
export const grantMethods = {
  /** A window of its rows on the projects of one environment: groups first, then people, each by name. `unread` tells what was not read, so that cells may lack something. */
  'grants.page': defineMethod({
    kind: 'query', home: 'engine',
    input: z.strictObject({ accountId, customerId, environment: environmentType, search: z.string().max(200), offset: count.min(0), limit: count.min(1).max(200) }),
    output: z.object({ rows: z.array(grantRow), matched: count, total: count, unread: z.array(z.enum(['groups', 'grants'])) }),
  }),
}
