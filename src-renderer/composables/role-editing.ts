import type { EnvironmentType, RoleKind, RoleName } from '@contract/access'
import type { AppErrorJson } from '@contract/errors'
import type { LockReason } from '@contract/role-lock'
import type { PersonHere } from './role-edit'

/** A role that can be chosen; null is "No access". */
export interface RoleOption { readonly name: RoleName | null; readonly kind: RoleKind | null }

/** The cell that is being edited. */
export interface EditedCell {
  readonly person: PersonHere
  readonly name: string
  readonly customer: string
  readonly environment: EnvironmentType
  /** What is there remotely, as far as it was read. */
  readonly base: RoleName | null
  /** What the cell shows now: the wish, or else the base. */
  readonly current: RoleName | null
  readonly lock: LockReason | 'group-leaving' | null
  /** Cells that become the same with it. */
  readonly others?: number
}

const KIND_ORDER: readonly RoleKind[] = ['system', 'custom', 'inheritable', 'inherited', 'unknown']

/** The roles of a customer as choices: no access first, then by kind and name. */
export function roleOptions(roles: readonly { readonly name: RoleName; readonly kind: RoleKind }[]): readonly RoleOption[] {
  const sorted = [...roles].sort((a, b) => KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) || a.name.localeCompare(b.name))
  return [{ name: null, kind: null }, ...sorted.map(({ name, kind }) => ({ name, kind }))]
}

/** What the picker shows of the cell that is edited. */
export interface RoleEditing {
  readonly cell: EditedCell | null
  readonly anchor: HTMLElement | null
  /** Null: not read yet. */
  readonly options: readonly RoleOption[] | null
  readonly failure: AppErrorJson | null
  /** What was typed on the cell to open it. */
  readonly typed: string
  open(next: EditedCell, at: HTMLElement, typed?: string): Promise<void>
  /** `back`: the focus returns to the cell. */
  close(back: boolean): Promise<void>
  choose(wish: RoleName | null): Promise<void>
}
