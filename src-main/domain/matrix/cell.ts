import type { EnvironmentType, RoleName } from '../../contract/access'
import type { CellEdit, MatrixCell } from '../../contract/matrix'
import { lockOf, type LockReason } from '../../contract/role-lock'
import { ENVIRONMENTS, environmentsOf } from '../facts'
import type { MatrixPerson } from './rows'

/** What a person wishes for a row: staged edits and steps of jobs that are not done. `outcome`: how the step of a job ended; null: it is staged or not at its end. */
export interface RowEdits {
  readonly leaving: boolean
  readonly cells: Readonly<Partial<Record<EnvironmentType, CellEdit & { readonly outcome: 'conflict' | 'failed' | null }>>>
}
/** By the keys of rows. */
export type EditsByRow = ReadonlyMap<string, RowEdits>

const NONE: RowEdits = { leaving: false, cells: {} }
const UNKNOWN: ReadonlySet<LockReason | null> = new Set(['not-read', 'model-unread'] as const)

/** Role in an environment as it was read last; undefined: the API did not mention it. */
export function readIn({ roles }: Pick<MatrixPerson, 'roles'>, environment: EnvironmentType): RoleName | null | undefined {
  return roles.find((one) => one.environment === environment)?.roleName
}

/** What a cell shows: the wish where there is one, else what was read. */
export function shownIn(person: Pick<MatrixPerson, 'roles'>, environment: EnvironmentType, edits: RowEdits = NONE): RoleName | null | undefined {
  const edit = edits.cells[environment]
  return edit === undefined ? readIn(person, environment) : edit.wish
}

/** How many cells have a change that is kept or on its way; what could not be applied waits no more. */
export function keptIn(edits: RowEdits = NONE): number {
  return Object.values(edits.cells).filter(({ outcome }) => outcome !== 'failed').length
}

/** Why a cell cannot be edited; null: it can. */
export function lockIn({ kind, roles, customer }: MatrixPerson, environment: EnvironmentType, leaving: boolean): LockReason | null {
  return lockOf({ kind, roles, environments: customer.environments, model: customer.model, environment, leaving })
}

/** Whether no cell of the row can be edited. */
export function lockedRow(person: MatrixPerson, leaving: boolean): boolean {
  return environmentsOf(person.customer).every((environment) => lockIn(person, environment, leaving) !== null)
}

/** One cell with everything that is shown of it. */
export function cellOf(person: MatrixPerson, environment: EnvironmentType, { leaving, cells }: RowEdits = NONE): MatrixCell {
  const read = person.roles.find((one) => one.environment === environment)
  const lock = lockIn(person, environment, leaving)
  const base = read?.roleName ?? null
  const found = cells[environment]
  const edit = found === undefined ? null : { base: found.base, wish: found.wish, covers: found.covers, jobId: found.jobId, error: found.error }
  return { base, type: base === null ? null : (read?.roleType ?? null), lock, edit, state: stateOf(lock, read === undefined ? undefined : base, found) }
}

/** The state of every cell of a row that has an edit, for filters and counts. */
export function editStates(person: MatrixPerson, edits: RowEdits): readonly MatrixCell['state'][] {
  return ENVIRONMENTS.flatMap((environment) => (edits.cells[environment] === undefined ? [] : [cellOf(person, environment, edits).state]))
}

/** What is there is neither what was there when the edit was made nor what is wished: somebody else was here (promise G6). */
function stateOf(lock: LockReason | null, remote: RoleName | null | undefined, edit: RowEdits['cells'][EnvironmentType]): MatrixCell['state'] {
  if (UNKNOWN.has(lock)) return 'unknown'
  if (lock !== null) return 'locked'
  if (edit === undefined) return 'clean'
  if (remote !== edit.base && remote !== edit.wish) return 'conflict'
  return edit.outcome ?? 'pending'
}
