import type { EnvironmentType, RoleName } from '../../contract/access'
import type { IntentDraft } from '../../contract/intents'
import { seenRoles } from '../../contract/seen-roles'
import type { Refusal } from '../../contract/sheet'
import { lockIn, readIn, shownIn, type EditsByRow } from '../matrix/cell'
import type { MatrixCustomer, MatrixPerson } from '../matrix/rows'
import { editsOf } from '../matrix/select'
import { findRole, type RoleBook } from './role-book'

/** What acts on ranges work with. */
export interface Sheet {
  readonly find: (key: string) => MatrixPerson | undefined
  readonly membershipsOf: (emailKey: string) => readonly MatrixPerson[]
  readonly edits: EditsByRow
  /** The roles of a customer; null: not read. */
  readonly roles: (customer: MatrixCustomer) => RoleBook | null
  /** UTC ms. */
  readonly now: number
}

/** What becomes of one cell. */
export type Outcome =
  | { readonly kind: 'edit'; readonly draft: IntentDraft }
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly reason: Refusal; readonly roleName: RoleName | null }

/** Whether a cell can become what is wished, by the name of a role. A cell that shows it already stays as it is, whatever locks it. */
export function judge(sheet: Sheet, person: MatrixPerson, environment: EnvironmentType, wish: RoleName | null): Outcome {
  const edits = editsOf(sheet.edits, person)
  const shown = shownIn(person, environment, edits)
  if (shown === wish) return { kind: 'same' }
  const lock = lockIn(person, environment, edits?.leaving ?? false)
  if (lock !== null) return { kind: 'refused', reason: lock, roleName: wish }
  if (wish === null) return { kind: 'edit', draft: draftOf(person, environment, null) }
  const book = sheet.roles(person.customer)
  if (book === null) return { kind: 'refused', reason: 'roles-not-read', roleName: wish }
  const name = findRole(book, wish)
  if (name === undefined) return { kind: 'refused', reason: 'unknown-role', roleName: wish }
  return name === shown ? { kind: 'same' } : { kind: 'edit', draft: draftOf(person, environment, name) }
}

/** The edit of a cell, with what was seen of the person when it was made. */
function draftOf(person: MatrixPerson, environment: EnvironmentType, wish: RoleName | null): IntentDraft {
  const { customer: { accountId, customerId }, memberId, roles } = person
  return { kind: 'member.role', accountId, customerId, target: { memberId, environment }, base: readIn(person, environment) ?? null, wish, seen: seenRoles(roles, environment) }
}
