/**
 * What a person wishes to be different: each intent is sealed to its target when it is made and never changes afterwards (promise G2 of the
 * design). One schema for each kind; how a kind is read, checked and sent stands in `domain/intents`.
 */
import { z } from 'zod'
import { environmentType, roleName } from './access'
import { adminShapes } from './admin-intents'
import { accountId, customerId, groupId, legacyRoleId, memberId, projectId, projectRoleId } from './ids'
import { plainText } from './plain-text'

const localId = z.string().min(1).max(64).regex(/^[A-Za-z0-9-]+$/)

/** Local id of an intent (a UUID). */
export const intentId = localId.brand<'IntentId'>()
export type IntentId = z.infer<typeof intentId>

/** Local id of one act of a person: a paste of 300 cells is one batch. */
export const batchId = localId.brand<'BatchId'>()
export type BatchId = z.infer<typeof batchId>

const sealed = {
  id: intentId, accountId, customerId, batchId,
  /** Who made the edit, as this computer knows the person. */
  author: z.string().min(1).max(200),
  /** UTC ms. */
  at: z.number().int(),
  /** Place in the order of all edits; per target edits are applied in this order (G3). */
  seq: z.number().int().min(0),
}

/** Environment roles by environment; null is "No access", a missing environment was not seen. */
export const rolesByEnvironment = z.partialRecord(environmentType, roleName.nullable())

/** Roles of somebody who is not a member yet; at least one is required by the API (contract 1.10), which the planner says. */
const wishedRoles = z.partialRecord(environmentType, roleName)

/** Text that reads as what it is: it is shown before it is sent, and a file may bring it. */
const plain = z.string().max(200).refine((text) => text === plainText(text, 200))

/** Who is to become a member, and with what. */
export const newPerson = z.object({ name: plain, roles: wishedRoles, groupIds: z.array(groupId).max(100) })

/** A project role as a value: by id, which is sealed to the customer, with its name for people. */
export const grantedRole = z.object({ id: projectRoleId, name: roleName })

const email = z.email().max(320)

/** Schema of each kind of intent. A later kind is one more row here and one in `domain/intents/kinds.ts`. */
export const intentSchemas = {
  /** One cell of the matrix: the role of a person in an environment, null for "No access" (contract 3.6, 1.10). */
  'member.role': z.object({
    kind: z.literal('member.role'), ...sealed, target: z.object({ memberId, environment: environmentType }),
    base: roleName.nullable(), wish: roleName.nullable(),
    /** The person's other environments as they were seen when the edit was made; tells a merge from a plain change. */
    seen: rolesByEnvironment,
  }),
  /** Invitation by e-mail (contract 3.3). */
  'member.invite': z.object({ kind: z.literal('member.invite'), ...sealed, target: z.object({ email }), base: z.null(), wish: newPerson }),
  /** Adding somebody who is a Workato user already (contract 3.5, 1.10). */
  'member.add': z.object({
    kind: z.literal('member.add'), ...sealed,
    target: z.discriminatedUnion('by', [z.object({ by: z.literal('email'), email }), z.object({ by: z.literal('oauth'), oauthId: plain.min(1) })]),
    // The API takes no groups of somebody who is a user already (contract 3.5): they are joined by edits of their own.
    base: z.null(), wish: newPerson.extend({ groupIds: z.array(groupId).max(0) }),
  }),
  /** Removal from the customer; the values are "is a member". What the person had is read again before it is lost, and kept with the plan (contract 3.7). */
  'member.remove': z.object({ kind: z.literal('member.remove'), ...sealed, target: z.object({ memberId }), base: z.literal(true), wish: z.literal(false) }),
  /** Membership of a collaborator group (contract 4). */
  'group.member': z.object({ kind: z.literal('group.member'), ...sealed, target: z.object({ groupId, memberId }), base: z.boolean(), wish: z.boolean() }),
  /** Role of a person or a group on a project, null for none (contract 7). A project belongs to one environment. */
  'project.grant': z.object({
    kind: z.literal('project.grant'), ...sealed,
    target: z.object({
      projectId, environment: environmentType,
      assignee: z.discriminatedUnion('kind', [z.object({ kind: z.literal('user'), id: memberId }), z.object({ kind: z.literal('group'), id: groupId })]),
    }),
    base: grantedRole.nullable(), wish: grantedRole.nullable(),
  }),
  /** A role of environments or of projects; not idempotent, found again by its name (contract 5, 6). */
  'role.create': z.object({ kind: z.literal('role.create'), ...sealed, ...adminShapes['role.create'] }),
  /** Name and privileges of a role, which always go together. */
  'role.update': z.object({ kind: z.literal('role.update'), ...sealed, ...adminShapes['role.update'] }),
  /** A role that nobody holds; the base is what is lost, so that it can be made again (seed 001). */
  'role.delete': z.object({ kind: z.literal('role.delete'), ...sealed, ...adminShapes['role.delete'] }),
  /** A collaborator group without anybody in it; not idempotent, found again by its name (contract 4). */
  'group.create': z.object({ kind: z.literal('group.create'), ...sealed, ...adminShapes['group.create'] }),
  'group.update': z.object({ kind: z.literal('group.update'), ...sealed, ...adminShapes['group.update'] }),
  /** The group with its memberships and grants, for good. */
  'group.delete': z.object({ kind: z.literal('group.delete'), ...sealed, ...adminShapes['group.delete'] }),
  /** One setting of a customer; all that change go out together, the others are not sent (contract 2.3). */
  'customer.setting': z.object({ kind: z.literal('customer.setting'), ...sealed, ...adminShapes['customer.setting'] }),
  /** A setting that cannot be read back: it is never sent a second time. */
  'customer.unread': z.object({ kind: z.literal('customer.unread'), ...sealed, ...adminShapes['customer.unread'] }),
  /** DEV, TEST and PROD instead of one workspace: irreversible (seed 000). */
  'customer.provision': z.object({ kind: z.literal('customer.provision'), ...sealed, ...adminShapes['customer.provision'] }),
  /** The customer with all its data and recipes: permanent (seed 003). */
  'customer.delete': z.object({ kind: z.literal('customer.delete'), ...sealed, ...adminShapes['customer.delete'] }),
  /** A new customer; not idempotent, found again by external id or name (contract 2.2). */
  'customer.create': z.object({ kind: z.literal('customer.create'), ...sealed, ...adminShapes['customer.create'] }),
  /** A customer manager with role and reach, null for none (contract 9). */
  'manager.set': z.object({ kind: z.literal('manager.set'), ...sealed, ...adminShapes['manager.set'] }),
  /**
   * The built-in legacy roles of a customer, by the names that its dry run converts; `base` is a fingerprint of who held them then, so that a customer
   * that has changed since is a conflict (contract 10.1). For good.
   */
  'migrate.system': z.object({ kind: z.literal('migrate.system'), ...sealed, target: z.object({ name: z.string().max(1000), legacy: z.array(roleName).max(1000) }), base: z.string().max(100), wish: z.literal('migrated') }),
  /** One custom legacy role, in the same way (contract 10.2). */
  'migrate.role': z.object({ kind: z.literal('migrate.role'), ...sealed, target: z.object({ roleId: legacyRoleId, name: roleName }), base: z.string().max(100), wish: z.literal('migrated') }),
} as const

/** Any intent, as it is kept and as it crosses a process boundary. */
export const intent = z.discriminatedUnion('kind', [
  intentSchemas['member.role'], intentSchemas['member.invite'], intentSchemas['member.add'], intentSchemas['member.remove'],
  intentSchemas['group.member'], intentSchemas['project.grant'], intentSchemas['role.create'], intentSchemas['role.update'],
  intentSchemas['role.delete'], intentSchemas['group.create'], intentSchemas['group.update'], intentSchemas['group.delete'],
  intentSchemas['customer.setting'], intentSchemas['customer.unread'], intentSchemas['customer.provision'], intentSchemas['customer.delete'],
  intentSchemas['customer.create'], intentSchemas['manager.set'], intentSchemas['migrate.system'], intentSchemas['migrate.role'],
])

const added = { id: true, batchId: true, author: true, at: true, seq: true } as const

/** What a person asks for, before the engine seals it with id, batch, author, time and place in the order. A migration is not among it: it begins in `migration.migrate` alone. */
export const intentDraft = z.discriminatedUnion('kind', [
  intentSchemas['member.role'].omit(added), intentSchemas['member.invite'].omit(added), intentSchemas['member.add'].omit(added), intentSchemas['member.remove'].omit(added),
  intentSchemas['group.member'].omit(added), intentSchemas['project.grant'].omit(added), intentSchemas['role.create'].omit(added), intentSchemas['role.update'].omit(added),
  intentSchemas['role.delete'].omit(added), intentSchemas['group.create'].omit(added), intentSchemas['group.update'].omit(added), intentSchemas['group.delete'].omit(added),
  intentSchemas['customer.setting'].omit(added), intentSchemas['customer.unread'].omit(added), intentSchemas['customer.provision'].omit(added), intentSchemas['customer.delete'].omit(added),
  intentSchemas['customer.create'].omit(added), intentSchemas['manager.set'].omit(added),
])

type Immutable<T> = unknown extends T ? T : T extends string | number | boolean | null | undefined ? T : { readonly [K in keyof T]: Immutable<T[K]> }

export type IntentKindName = keyof typeof intentSchemas
/** Each kind's own type, by its name. */
export type IntentMap = { readonly [K in IntentKindName]: Immutable<z.infer<(typeof intentSchemas)[K]>> }
export type IntentOf<K extends IntentKindName> = IntentMap[K]
export type Intent = IntentMap[IntentKindName]
/** Each kind's draft. */
export type IntentDraft = { [K in IntentKindName]: Omit<IntentMap[K], keyof typeof added> }[IntentKindName]
/** What a kind's base, wish and remote value are. */
export type ValueOf<K extends IntentKindName> = IntentMap[K]['base'] | IntentMap[K]['wish']
export type IntentValue = ValueOf<IntentKindName>

export type RolesByEnvironment = Immutable<z.infer<typeof rolesByEnvironment>>
export type NewPerson = Immutable<z.infer<typeof newPerson>>
export type GrantedRole = Immutable<z.infer<typeof grantedRole>>

/** All intents of one target as one: base of the first, wish of the last (G4). `covers` are the ids of all of them, in edit order. */
export interface PendingIntent { readonly intent: Intent; readonly covers: readonly IntentId[] }
