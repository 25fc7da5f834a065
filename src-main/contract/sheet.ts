/** What can be done to many cells of the matrix at once. Rows are named by their keys, in the order in which they are shown. */
import { z } from 'zod'
import { environmentType, roleName } from './access'
import { accountId, customerId } from './ids'
import { findingKind, lockReason, rowKey } from './matrix'
import { MOST_CELLS, MOST_TABLE } from './sheet-limits'

const count = z.number().int()
const rows = z.array(rowKey).min(1).max(MOST_CELLS)
/** In the order of the columns. */
const environments = z.array(environmentType).min(1).max(3)
const cells = { rows, environments }
const wish = roleName.nullable()
/** The word for no access in a text, as the screen shows it. */
const noAccess = z.string().min(1).max(60)
/** Which column of a table holds what, by number from 0; null: none does. A line that names another account is refused. A person is found by e-mail in the customer, the customer by id, else by external id, else by a name that only one has. */
export const importMapping = z.strictObject({
  account: count.min(0).nullable(), customerId: count.min(0).nullable(), externalId: count.min(0).nullable(), customer: count.min(0).nullable(), email: count.min(0),
  dev: count.min(0).nullable(), test: count.min(0).nullable(), prod: count.min(0).nullable(),
})
export type ImportMapping = z.infer<typeof importMapping>

export const sheetEdit = z.discriminatedUnion('kind', [
  /** One role for all, as for Delete (null), typing into a range and the dialog for many people. */
  z.strictObject({ kind: z.literal('set'), ...cells, wish }),
  /** The first row of the range into those below it, or the first column into those beside it. */
  z.strictObject({ kind: z.literal('fill'), ...cells, direction: z.enum(['down', 'right']) }),
  /**
   * A copied range from the clipboard. `rows` and `environments` begin at the selection and go on beyond it as far as the text may reach;
   * `selectedRows` and `selectedEnvironments` tell how many of them are selected. An empty cell means no access, as it empties a cell of a spreadsheet.
   */
  z.strictObject({ kind: z.literal('paste'), ...cells, selectedRows: count.min(1), selectedEnvironments: count.min(1).max(3), text: z.string().max(2_000_000), noAccess }),
  z.strictObject({ kind: z.literal('replace'), ...cells, find: wish, wish }),
  /** The roles of one person for others, by name; `instead` says what is taken where a customer lacks a role. */
  z.strictObject({ kind: z.literal('like'), ...cells, from: rowKey, instead: z.array(z.strictObject({ roleName, wish })).max(200) }),
  /** What is proposed for a finding, in the rows that have it. */
  z.strictObject({ kind: z.literal('fix'), rows, finding: findingKind }),
  /** A table as CSV with a head line, as the export writes it. An empty cell leaves things as they are; of a line with a mistake nothing is staged. */
  z.strictObject({ kind: z.literal('import'), accountId, text: z.string().max(MOST_TABLE), mapping: importMapping, noAccess }),
])
export type SheetEdit = z.infer<typeof sheetEdit>

/** Why a cell, a row or a line is left as it is. */
export const refusal = z.union([
  lockReason,
  z.enum([
    /** The customer has no role of that name, or several that differ in case only. */
    'unknown-role', 'roles-not-read',
    /** The row is no longer there. */
    'gone',
    /** What is there, where it was to be taken from, is not known, or the environment is not there. */
    'nothing-to-take',
    /** The range ends before the text does. */
    'no-cell',
    /** Of a table: the line names another account; no such customer or several of that name, no such person in it or several of that address, the person a second time, a line with more or fewer columns than the head. */
    'other-account', 'no-customer', 'several-customers', 'no-person', 'several-people', 'twice', 'columns',
    /** The finding is no longer there, or has no remedy that could be staged. */
    'no-fix',
  ]),
])
export type Refusal = z.infer<typeof refusal>

/** What an act would do, or has done. */
export const sheetPreview = z.object({
  /** Edits that are staged, and of them those that touch PROD; people in customers and customers that they are about. */
  edits: count, prod: count, people: count, customers: count,
  /** Cells that have the value already. */
  same: count,
  /** The range that is touched, from the first cell of the selection on, and the cells of it beyond the selection. */
  range: z.object({ rows: count, environments: z.array(environmentType) }), beyond: count,
  /** The first 200; `refusedCount` counts all. `name` and `customer` tell who it is, where that is known; `line` is that of a table, from 1, the head included. */
  refused: z.array(z.object({ row: rowKey.nullable(), name: z.string().nullable(), customer: z.string().nullable(), environment: environmentType.nullable(), line: count.nullable(), reason: refusal, roleName: roleName.nullable() })),
  refusedCount: count,
  /** Roles that customers lack, by customer: to be created there or replaced by another. The first 200. */
  missing: z.array(z.object({ accountId, customerId, customer: z.string(), roleName })),
})
export type SheetPreview = z.infer<typeof sheetPreview>
