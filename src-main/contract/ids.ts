import { z } from 'zod'

/** Local id of a partner account kept in this app (a UUID, or `sandbox`); never an id of the remote API. */
export const accountId = z.string().min(1).max(64).regex(/^[a-z0-9-]+$/).brand<'AccountId'>()
export type AccountId = z.infer<typeof accountId>

/** Numeric id of a customer (managed user) as the remote API gives it (contract 1.4). */
export const customerId = z.number().int().positive().brand<'CustomerId'>()
export type CustomerId = z.infer<typeof customerId>

/** Where something happens: a customer, or 0 for what belongs to no customer but to the partner account itself. */
export const placeId = z.number().int().min(0).brand<'CustomerId'>()
/** Only the partner account itself, as new customers and customer managers are (contract 2.2, 9). */
export const partnerLevel = placeId.refine((id) => id === 0)
export const PARTNER_LEVEL = placeId.parse(0)

/** Numeric id of one environment of a customer; the one of dev usually equals the customer's id, but read it, never assume it (contract 1.4). */
export const environmentId = z.number().int().positive().brand<'EnvironmentId'>()
export type EnvironmentId = z.infer<typeof environmentId>

/** Numeric id of a person: the same number is `id` of a member, `user.id` of a grant and an entry of `user_ids` (contract 3, 4, 7). */
export const memberId = z.number().int().positive().brand<'MemberId'>()
export type MemberId = z.infer<typeof memberId>

// Ids below are opaque: numbers in some answers, prefixed strings in others. They are kept as the text that goes into a path.
const opaque = z.string().min(1).max(200)

/** An environment role (contract 5). */
export const roleId = opaque.brand<'RoleId'>()
export type RoleId = z.infer<typeof roleId>

/** A project role, `pr-...` (contract 6). */
export const projectRoleId = opaque.brand<'ProjectRoleId'>()
export type ProjectRoleId = z.infer<typeof projectRoleId>

/** A legacy role, that is a privilege group (contract 8). */
export const legacyRoleId = opaque.brand<'LegacyRoleId'>()
export type LegacyRoleId = z.infer<typeof legacyRoleId>

/** A collaborator group, with a prefix that differs from group to group (contract 4). */
export const groupId = opaque.brand<'GroupId'>()
export type GroupId = z.infer<typeof groupId>

/** A project grant, `pg-...` (contract 7). */
export const grantId = opaque.brand<'GrantId'>()
export type GrantId = z.infer<typeof grantId>

/** A project; it belongs to one environment (contract 7, 11). */
export const projectId = opaque.brand<'ProjectId'>()
export type ProjectId = z.infer<typeof projectId>

/** A folder (contract 11). */
export const folderId = opaque.brand<'FolderId'>()
export type FolderId = z.infer<typeof folderId>

/** A recipe (contract 11). */
export const recipeId = opaque.brand<'RecipeId'>()
export type RecipeId = z.infer<typeof recipeId>

/** The record of a customer manager; not the id of the person (contract 9). */
export const customerManagerId = opaque.brand<'CustomerManagerId'>()
export type CustomerManagerId = z.infer<typeof customerManagerId>

/** The id of the sandbox account; there is at most one. */
export const SANDBOX_ACCOUNT_ID = accountId.parse('sandbox')
