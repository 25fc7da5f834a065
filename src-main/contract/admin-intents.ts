/** Values of the intents that administer roles, groups, customers and customer managers; what is wrong with one in words stands in `draft-rules.ts`. */
import { z } from 'zod'
import { authSettings, environmentType } from './access'
import { customerId, groupId, legacyRoleId, memberId, partnerLevel, projectRoleId, roleId } from './ids'

/** Longer than anything that is entered; the rules say which length is right, beside the field. */
const text = z.string().max(20_000)

/** Environment roles and project roles differ in where they are assigned only (contract 5, 6). */
export const roleScope = z.enum(['environment', 'project'])
export type RoleScope = z.infer<typeof roleScope>

/** Privileges of a role, JSON that is handed on as it is: unknown keys are kept (contract 5). */
const config = z.record(z.string(), z.unknown())
/** What a role is: the API wants both each time (contract 5). */
const roleFields = z.object({ name: text, config })
const roleTarget = z.discriminatedUnion('scope', [z.object({ scope: z.literal('environment'), id: roleId }), z.object({ scope: z.literal('project'), id: projectRoleId })])

/** What a collaborator group is called (contract 4). */
const groupFields = z.object({ name: text, description: text.nullable() })

/** A customer to be added; null: the API's default (contract 2.2). */
export const newCustomer = z.object({
  notificationEmail: text, planId: text.nullable(), timeZone: text.nullable(),
  /** Cannot be undone (seed 000). */
  provisionEnvironments: z.boolean(),
})

/** Settings that can be written and read back (contract 2.2, 2.3, seed 003). `externalId` also of TEST and PROD. */
export const customerField = z.enum([
  'name', 'planId', 'inTrial', 'whitelistedApps', 'externalId', 'originUrl', 'frameAncestors', 'fullEmbedding', 'notificationEmail', 'adminNotificationEmails', 'errorNotificationEmails',
  'timeZone', 'authSettings',
])
export type CustomerField = z.infer<typeof customerField>
const settingValue = z.union([text, z.boolean(), z.null(), z.array(z.string().max(200)).max(5000), authSettings])

/** Settings that no answer for one customer tells (contract 2.3, 2.4): they are sent once and taken for done when the API says yes. */
export const unreadField = z.enum(['customTaskLimit', 'taskLimitAdjustment', 'errorNotificationEmails'])
export type UnreadField = z.infer<typeof unreadField>

/** A setting is that of the customer (null), or of TEST or PROD alone, where the API has it so (contract 2.3). */
const inEnvironment = environmentType.exclude(['dev']).nullable()
/** The name as it was typed or seen: nothing irreversible happens to a customer of another name. */
const named = z.object({ name: text })

/** Role and reach of a customer manager, the same in every environment (contract 9, seed 000). Never an empty list, which means all to the API. */
const managerFields = z.object({ roleId: legacyRoleId, roleName: text, workspaces: z.union([z.literal('all'), z.array(customerId).max(50_000)]) })

/** Shape of each kind without what it is sealed with: target, and the values before and after. */
export const adminShapes = {
  'role.create': { target: z.object({ scope: roleScope, name: text }), base: z.null(), wish: z.object({ config }) },
  'role.update': { target: roleTarget, base: roleFields, wish: roleFields },
  'role.delete': { target: roleTarget, base: roleFields, wish: z.null() },
  'group.create': { target: named, base: z.null(), wish: z.object({ description: text.nullable() }) },
  'group.update': { target: z.object({ groupId }), base: groupFields, wish: groupFields },
  'group.delete': { target: z.object({ groupId }), base: groupFields, wish: z.null() },
  'customer.setting': { target: z.object({ field: customerField, environment: inEnvironment }), base: settingValue, wish: settingValue },
  'customer.unread': { target: z.object({ field: unreadField, environment: inEnvironment }), base: z.null(), wish: z.union([text, z.number()]) },
  'customer.provision': { target: named, base: z.literal(false), wish: z.literal(true) },
  'customer.delete': { target: named, base: z.literal(true), wish: z.literal(false) },
  'customer.create': { customerId: partnerLevel, target: z.object({ name: text, externalId: text.nullable() }), base: z.null(), wish: newCustomer },
  'manager.set': { customerId: partnerLevel, target: z.object({ userId: memberId, name: text }), base: managerFields.nullable(), wish: managerFields.nullable() },
} as const
