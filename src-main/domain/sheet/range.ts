import type { EnvironmentType, RoleName } from '../../contract/access'
import type { SheetEdit } from '../../contract/sheet'
import { ENVIRONMENTS } from '../facts'
import { shownIn } from '../matrix/cell'
import { editsOf } from '../matrix/select'
import type { Sheet } from './judge'
import { wishOf } from './role-book'
import { parseTsv } from './tsv'

/** One cell of a range and what it is to become; undefined: what it should be taken from is not known. */
export interface Placement { readonly row: string; readonly environment: EnvironmentType; readonly wish: RoleName | null | undefined }

/** What an act on a range touches: `beyond` are cells outside the selection, `off` those where the range has no row or column any more. */
export interface Placed { readonly cells: readonly Placement[]; readonly rows: number; readonly environments: readonly EnvironmentType[]; readonly beyond: number; readonly off: number }

type RangeEdit = Exclude<SheetEdit, { readonly kind: 'fix' | 'import' }>

/** The cells of an act on a range, in the order of rows. */
export function place(sheet: Sheet, edit: RangeEdit): Placed {
  const { rows, environments } = edit
  const whole = (cells: readonly Placement[]): Placed => ({ cells, rows: rows.length, environments, beyond: 0, off: 0 })
  const each = (wishOfCell: (row: string, environment: EnvironmentType) => RoleName | null | undefined): Placed => whole(rows.flatMap((row) => environments.map((environment) => ({ row, environment, wish: wishOfCell(row, environment) }))))
  switch (edit.kind) {
    case 'set': return each(() => edit.wish)
    case 'replace': return whole(rows.flatMap((row) => environments.filter((environment) => shown(sheet, row, environment) === edit.find).map((environment) => ({ row, environment, wish: edit.wish }))))
    case 'fill': {
      const [firstRow = '', firstEnvironment = 'dev'] = [rows[0], environments[0]]
      if (edit.direction === 'right') return whole(rows.flatMap((row) => environments.slice(1).map((environment) => ({ row, environment, wish: shown(sheet, row, firstEnvironment) }))))
      return whole(rows.slice(1).flatMap((row) => environments.map((environment) => ({ row, environment, wish: shown(sheet, firstRow, environment) }))))
    }
    case 'like': {
      const instead = new Map(edit.instead.map(({ roleName, wish }) => [roleName, wish]))
      const from = new Map(ENVIRONMENTS.map((environment) => [environment, shown(sheet, edit.from, environment)]))
      return whole(rows.filter((row) => row !== edit.from).flatMap((row) => environments.map((environment) => ({ row, environment, wish: replaced(sheet, row, from.get(environment), instead) }))))
    }
    case 'paste': return paste(edit)
  }
}

/** What a cell shows; undefined: not known. */
function shown(sheet: Sheet, key: string, environment: EnvironmentType): RoleName | null | undefined {
  const person = sheet.find(key)
  return person === undefined ? undefined : shownIn(person, environment, editsOf(sheet.edits, person))
}

/** The role itself where the customer has it, else what was chosen in its place. */
function replaced(sheet: Sheet, row: string, role: RoleName | null | undefined, instead: ReadonlyMap<RoleName, RoleName | null>): RoleName | null | undefined {
  const customer = sheet.find(row)?.customer
  if (role == null || customer === undefined || sheet.roles(customer)?.names.has(role) !== false) return role
  return instead.has(role) ? (instead.get(role) ?? null) : role
}

/**
 * As spreadsheets do: in each direction the text is repeated as often as the selection is a whole multiple of it, and else goes in once, from the
 * first cell on and beyond the selection if it is longer.
 */
function paste({ text, noAccess, rows, selectedRows, environments, selectedEnvironments }: Extract<SheetEdit, { readonly kind: 'paste' }>): Placed {
  const block = parseTsv(text)
  const width = block.reduce((most, row) => Math.max(most, row.length), 0)
  const down = selectedRows % block.length === 0 ? selectedRows : block.length
  const across = selectedEnvironments % width === 0 ? selectedEnvironments : width
  const columns = environments.slice(0, across)
  const cells = rows.slice(0, down).flatMap((row, i) => columns.map((environment, j) => ({ row, environment, wish: wishOf(block[i % block.length]?.[j % width] ?? '', noAccess) })))
  return { cells, rows: down, environments: columns, beyond: down * across - Math.min(down, selectedRows) * Math.min(across, selectedEnvironments), off: down * across - cells.length }
}
