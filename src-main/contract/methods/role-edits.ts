import { z } from 'zod'
import { roleKind, roleName } from '../access'
import { roleScope } from '../admin-intents'
import { accountId, customerId } from '../ids'
import { intentDraft } from '../intents'
import { defineMethod } from '../method'
import { blockReason } from '../plan-schema'

const count = z.number().int()
const window = { offset: count.min(0), limit: count.min(1).max(200) }
const among = { accounts: z.array(accountId).max(50), tags: z.array(z.string().max(60)).max(50), scope: roleScope }
const place = z.strictObject({ accountId, customerId })
const MOST_PLACES = 5000
const config = z.record(z.string(), z.unknown())

/** One role of one customer. */
export const oneRole = z.strictObject({ accountId, customerId, id: z.string().min(1).max(200) })
export type OneRole = z.infer<typeof oneRole>

/** One act on a role in many customers. Names are longer than allowed here, so that the rule of the field can say it. */
export const roleEdit = z.discriminatedUnion('kind', [
  /** A new role, wherever there is none of that name yet. */
  z.strictObject({ kind: z.literal('create'), scope: roleScope, name: z.string().max(20_000), config, customers: z.array(place).min(1).max(MOST_PLACES) }),
  /** Another name or other privileges; null: they stay what they are in each customer. */
  z.strictObject({ kind: z.literal('update'), scope: roleScope, roles: z.array(oneRole).min(1).max(MOST_PLACES), name: z.string().max(20_000).nullable(), config: config.nullable() }),
  /** `instead`: the role, by name, that whoever holds it is given before; null: nobody is, so that a role that is held stays. */
  z.strictObject({ kind: z.literal('delete'), scope: roleScope, roles: z.array(oneRole).min(1).max(MOST_PLACES), instead: roleName.nullable() }),
])
export type RoleEdit = z.infer<typeof roleEdit>

/** What becomes of one customer: `left` with the reason; `unread`: the privileges that are there are not read yet. */
const outcome = z.object({
  ...place.shape, customer: z.string(), what: z.enum(['create', 'update', 'delete', 'same', 'left', 'unread']), reason: blockReason.nullable(),
  /** People and groups that get another role first, and whether anything touches PROD. */
  moved: count, prod: z.boolean(),
})
export type RoleOutcome = z.infer<typeof outcome>

/** Acts on roles over customers, told before anything is staged. */
export const roleEditMethods = {
  /** Customers that have a role of this name, a window of them by name. `variant` numbers the different privileges, 1 the most frequent; null: not read. */
  'roles.customers': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ ...among, name: roleName, search: z.string().max(200), ...window }),
    output: z.object({ rows: z.array(z.object({ ...oneRole.shape, customer: z.string(), kind: roleKind, members: count.nullable(), variant: count.nullable() })), matched: count }),
  }),
  /** Customers to choose from, a window of them by name. */
  'roles.places': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ accounts: among.accounts, tags: among.tags, search: z.string().max(200), ...window }),
    output: z.object({ rows: z.array(z.object({ ...place.shape, customer: z.string() })), matched: count }),
  }),
  /** Reads one role of each name that is read nowhere, at most 20, as far as the API can be asked. Areas of privileges that occur in roles of the accounts, with the words that occur in them; `all`: the whole area is given somewhere. By name. */
  'roles.areas': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ accounts: among.accounts, scope: roleScope }),
    output: z.object({ areas: z.array(z.object({ area: z.string(), words: z.array(z.string()), all: z.boolean() })) }),
  }),
  /**
   * What an act would do, by the planner and on top of what is staged: drafts of the customers in which all of it can be done. Up to 20 roles whose
   * privileges are not read are asked of the API now; `unread` tells how many are still missing, so that the question can be asked again.
   */
  'roles.propose': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ edits: z.array(roleEdit).min(1).max(2) }),
    output: z.object({ drafts: z.array(intentDraft), outcomes: z.array(outcome), errors: z.array(z.object({ field: z.string(), message: z.string() })), unread: count }),
  }),
}
