import type { EnvironmentType, RoleName } from '../../contract/access'
import type { AccountId } from '../../contract/ids'
import type { IntentDraft } from '../../contract/intents'
import type { Refusal, SheetEdit, SheetPreview } from '../../contract/sheet'
import { customerKey, rowKeyOf, type MatrixCustomer, type MatrixPerson } from '../matrix/rows'
import { fix } from './fix'
import { importLines, type ImportAccount } from './import'
import { judge, type Outcome, type Sheet } from './judge'
import { place } from './range'

/** Of refusals and of missing roles at most so many are told. */
const MOST = 200

/** The edits of an act, and what is to be said of them. */
export interface Act { readonly drafts: readonly IntentDraft[]; readonly preview: SheetPreview }

/** Works out an act on the matrix; nothing is changed. `accountOf` gives an account, for a table. */
export function act(sheet: Sheet, accountOf: (id: AccountId) => ImportAccount, edit: SheetEdit): Act {
  const note = notes()
  switch (edit.kind) {
    case 'import':
      for (const one of importLines(sheet, accountOf(edit.accountId), edit)) {
        if ('reason' in one) note.refuse(null, null, one.reason, null, one.line)
        else if (one.cells.some(({ kind }) => kind === 'refused')) for (const cell of one.cells) {
          if (cell.kind === 'refused') note.outcome(one.person, cell.environment, cell, one.line)
        } else for (const cell of one.cells) note.outcome(one.person, cell.environment, cell, one.line)
      }
      return note.end({ rows: 0, environments: [] }, 0)
    case 'fix':
      for (const key of edit.rows) {
        const person = sheet.find(key)
        if (person === undefined) note.refuse(key, null, 'gone', null)
        else for (const one of fix(sheet, person, edit.finding)) note.outcome(person, one.environment, one)
      }
      return note.end({ rows: 0, environments: [] }, 0)
    default: {
      const { cells, rows, environments, beyond, off } = place(sheet, edit)
      for (const { row, environment, wish } of cells) {
        const person = sheet.find(row)
        if (person === undefined) note.refuse(row, environment, 'gone', null)
        else if (wish === undefined) note.refuse(person, environment, 'nothing-to-take', null)
        else note.outcome(person, environment, judge(sheet, person, environment, wish))
      }
      for (let left = off; left > 0; left -= 1) note.refuse(null, null, 'no-cell', null)
      return note.end({ rows, environments: [...environments] }, beyond)
    }
  }
}

/** Collects what becomes of cells. */
function notes() {
  const drafts: IntentDraft[] = []
  const refused: SheetPreview['refused'] = []
  const missing = new Map<string, SheetPreview['missing'][number]>()
  let [same, refusedCount] = [0, 0]

  const refuse = (row: MatrixPerson | string | null, environment: EnvironmentType | null, reason: Refusal, roleName: RoleName | null, line: number | null = null): void => {
    refusedCount += 1
    if (refused.length >= MOST) return
    const who = row === null || typeof row === 'string' ? { row, name: null, customer: null } : { row: rowKeyOf(row), name: row.name, customer: row.customer.name }
    refused.push({ ...who, environment, line, reason, roleName })
  }
  const lack = ({ accountId, customerId, name }: MatrixCustomer, roleName: RoleName): void => {
    const key = `${customerKey(accountId, customerId)}|${roleName}`
    if (missing.size < MOST) missing.set(key, { accountId, customerId, customer: name, roleName })
  }
  return {
    refuse,
    outcome: (person: MatrixPerson, environment: EnvironmentType | null, outcome: Outcome, line: number | null = null): void => {
      if (outcome.kind === 'edit') drafts.push(outcome.draft)
      else if (outcome.kind === 'same') same += 1
      else {
        refuse(person, environment, outcome.reason, outcome.roleName, line)
        if (outcome.reason === 'unknown-role' && outcome.roleName !== null) lack(person.customer, outcome.roleName)
      }
    },
    end: (range: SheetPreview['range'], beyond: number): Act => ({
      drafts,
      preview: {
        edits: drafts.length, prod: drafts.filter((one) => one.kind === 'member.role' && one.target.environment === 'prod').length,
        people: new Set(drafts.map(personKey)).size, customers: new Set(drafts.map(({ accountId, customerId }) => customerKey(accountId, customerId))).size,
        same, range, beyond, refused, refusedCount, missing: [...missing.values()],
      },
    }),
  }
}

function personKey(draft: IntentDraft): string {
  const id = draft.kind === 'member.role' || draft.kind === 'member.remove' ? String(draft.target.memberId) : ''
  return `${customerKey(draft.accountId, draft.customerId)}/${id}`
}
