/** The environment-role matrix: one row for each person in a customer, one cell for each environment. Times are UTC ms. */
import { z } from 'zod'
import { environmentType, member, roleName, roleType } from './access'
import { APP_ERROR_CODES } from './errors'
import { accountId, customerId, memberId } from './ids'
import { intentId } from './intents'
import { LOCK_REASONS } from './role-lock'
import { jobId, stepState } from './jobs'
import { accessModel } from './reading'

const count = z.number().int()

/** A row by its account, customer and member, `account/4676/9`: never a name, never a place in the list. */
export const rowKey = z.string().max(120).regex(/^[a-z0-9-]{1,64}\/\d{1,16}\/\d{1,16}$/)

/** What the lint of access finds; product 69. `never-active` stands for an invitation that nobody took up: the API lists none, but tells who was never there. */
export const findingKind = z.enum(['prod-admin-without-dev', 'outside-admin', 'duplicate', 'never-active', 'inactive', 'differs'])
export type FindingKind = z.infer<typeof findingKind>

export const lockReason = z.enum(LOCK_REASONS)
/** `data-state` of the automation hooks. A locked cell with an edit is `locked`. */
export const cellState = z.enum(['clean', 'pending', 'conflict', 'failed', 'locked', 'unknown'])
export type CellState = z.infer<typeof cellState>

/** What is wished for a cell and not there yet. */
const cellEdit = z.object({
  /** What was there when the cell was first edited. */
  base: roleName.nullable(),
  wish: roleName.nullable(),
  /** The staged edits of the cell, for `intents.discard`; empty: a job has taken them over. */
  covers: z.array(intentId),
  jobId: jobId.nullable(),
  /** Why the job could not do it. */
  error: z.object({ code: z.enum(APP_ERROR_CODES), title: z.string() }).nullable(),
})
export type CellEdit = z.infer<typeof cellEdit>

const cell = z.object({
  /** What is there, as it was read last (theirs, in a conflict); null: no access, or not known where the state is `unknown`. */
  base: roleName.nullable(),
  /** Null: no access, or not known. */
  type: roleType.nullable(),
  state: cellState,
  lock: lockReason.nullable(),
  edit: cellEdit.nullable(),
})
export type MatrixCell = z.infer<typeof cell>

export const matrixRow = z.object({
  key: rowKey, accountId, customerId, customer: z.string(), externalId: z.string().nullable(), memberId,
  name: z.string(), email: z.string(), kind: member.shape.kind, model: accessModel,
  /** Of the customer; empty: not provisioned, so that everything is in dev. */
  environments: z.array(environmentType),
  /** As they were read, with what a draft of an edit has to say that it saw. */
  roles: member.shape.roles,
  groups: member.shape.groups,
  lastActivityAt: z.number().nullable(),
  cells: z.object({ dev: cell, test: cell, prod: cell }),
  /** The person is to be removed from the customer. */
  leaving: z.boolean(),
  findings: z.array(findingKind),
})
export type MatrixRow = z.infer<typeof matrixRow>

/** The head of a group of rows. `at`: place of its first row among the rows; `rows` are those that match, `edits` the cells among them with a change that is kept or on its way. */
const group = { at: count, key: z.string(), name: z.string(), rows: count, edits: count, collapsed: z.boolean() }
export const matrixLine = z.discriminatedUnion('kind', [
  /** `at`: its place among the rows that match, from 0, heads not counted. */
  z.object({ kind: z.literal('row'), at: count, row: matrixRow }),
  z.object({
    kind: z.literal('customer'), ...group, accountId, customerId, externalId: z.string().nullable(), readAt: z.number().nullable(),
    /** Why the last reading of the members failed. */
    failure: z.object({ code: z.enum(APP_ERROR_CODES), title: z.string() }).nullable(),
  }),
  z.object({ kind: z.literal('person'), ...group, email: z.string() }),
])
export type MatrixLine = z.infer<typeof matrixLine>

const customers = z.array(z.strictObject({ accountId, customerId })).min(1).max(5000)
/** Whose rows: of whole accounts (empty: of all), or of chosen customers, of one account or of several. */
export const matrixScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accounts'), accounts: z.array(accountId).max(50), /** Only customers with one of these tags; absent: all. */ tags: z.array(z.string().max(60)).min(1).max(50).optional() }),
  z.strictObject({ kind: z.literal('customers'), customers }),
])
export type MatrixScope = z.infer<typeof matrixScope>

/** Null stands for no access. */
const choices = z.array(roleName.nullable()).max(200)
/** All parts must hold, of a list one; an empty list or text is no condition. */
const matrixFilter = z.strictObject({
  /** Words that must all occur in name, e-mail or customer; case and accents do not matter. */
  search: z.string().max(200),
  /** What is there or what is wished, so that a row stays where it is while it is edited. */
  roles: z.strictObject({ dev: choices, test: choices, prod: choices }),
  /** Names of groups; ids differ from customer to customer. */
  groups: z.array(z.string().max(200)).max(200),
  /** Of any cell; `locked`: none of the cells can be edited. */
  states: z.array(z.enum(['pending', 'conflict', 'failed', 'locked'])).max(4),
  findings: z.array(findingKind).max(6),
})
export type MatrixFilter = z.infer<typeof matrixFilter>

/** Roles are sorted as they were read, so that no row jumps while it is edited; who has none of a value comes last. Equal rows are in the order of name, customer and key. */
export const matrixSort = z.enum(['customer', 'name', 'email', 'dev', 'test', 'prod', 'groups', 'lastActivity', 'findings', 'edits'])
export type MatrixSort = z.infer<typeof matrixSort>

const view = {
  scope: matrixScope, filter: matrixFilter, grouping: z.enum(['customer', 'person', 'flat']),
  sort: z.strictObject({ by: matrixSort, direction: z.enum(['asc', 'desc']) }),
}
export const matrixView = z.strictObject(view)
export type MatrixView = z.infer<typeof matrixView>
/** `collapsed`: keys of groups whose rows are not shown; lines, not rows, are counted by offset and limit. */
export const matrixQuery = z.strictObject({ ...view, collapsed: z.array(z.string().max(420)).max(5000), offset: count.min(0), limit: count.min(1).max(200) })
export type MatrixQuery = z.infer<typeof matrixQuery>

const facet = z.object({ value: z.string(), count })
/** Of the cells of one environment: those that are read, those with a role, and how often each role is there (null: no access), the most frequent first, at most 200. An edit counts by its wish. */
const environmentCounts = z.object({ read: count, withRole: count, roles: z.array(z.object({ roleName: roleName.nullable(), count })) })
export type EnvironmentCounts = z.infer<typeof environmentCounts>

/** What the heads of columns and the filters say of some rows. */
export const matrixCounts = z.object({
  rows: count, people: count, customers: count, edits: count,
  environments: z.object({ dev: environmentCounts, test: environmentCounts, prod: environmentCounts }),
  /** Names of groups and findings of these rows, the most frequent first, at most 200 of each. */
  groups: z.array(facet), findings: z.array(facet),
})
export type MatrixCounts = z.infer<typeof matrixCounts>

/** What jobs have done, or tried, with one row; the newest first. `environment` null: the removal of the person. `at` is UTC ms of the last news. */
const historyEntry = z.object({
  at: z.number(), jobId, job: z.string(), author: z.string(), environment: environmentType.nullable(), base: roleName.nullable(), wish: roleName.nullable(), state: stepState,
})
export const matrixHistory = z.array(historyEntry)
export type HistoryEntry = z.infer<typeof historyEntry>

/** Of a selection: `where` are its customers with their rows in it, the first 50. */
export const selectionSums = z.object({ ...matrixCounts.shape, gone: count, where: z.array(z.object({ accountId, customerId, customer: z.string(), rows: count })) })
export type SelectionSums = z.infer<typeof selectionSums>
