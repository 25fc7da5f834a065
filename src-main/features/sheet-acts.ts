import type { EnvironmentType } from '../contract/access'
import type { AccountId } from '../contract/ids'
import type { SheetEdit } from '../contract/sheet'
import { MOST_CELLS, tooManyCells } from '../contract/sheet-limits'
import type { MatrixCustomer } from '../domain/matrix/rows'
import { act, type Act } from '../domain/sheet/act'
import type { ImportAccount } from '../domain/sheet/import'
import { roleBook, type RoleBook } from '../domain/sheet/role-book'
import type { FeatureDeps } from './deps'
import { rolesToGive } from './roles-to-give'

/** Throws when an act has more cells than one act may have. */
export function refuseTooMany(rows: number, environments: readonly EnvironmentType[]): void {
  const cells = rows * environments.length
  if (cells > MOST_CELLS) throw tooManyCells(cells)
}

/** Works out acts on the matrix as it is now; nothing is changed. */
export function sheetActs({ store, matrix: { current } }: Pick<FeatureDeps, 'store'> & { readonly matrix: Pick<FeatureDeps['matrix'], 'current'> }): (edit: SheetEdit) => Promise<Act> {
  return async (edit) => {
    const { table, edits: wished, now } = await current()
    const books = new Map<MatrixCustomer, RoleBook | null>()
    const roles = (customer: MatrixCustomer): RoleBook | null => {
      const known = books.get(customer)
      if (known !== undefined) return known
      const names = rolesToGive(store, customer.accountId, customer.customerId)
      const book = names === null ? null : roleBook(names)
      books.set(customer, book)
      return book
    }
    const sheet = { find: (key: string) => table.find(key), membershipsOf: (email: string) => table.membershipsOf(email), edits: wished, roles, now }
    const accountOf = (id: AccountId): ImportAccount => ({
      name: store.accounts.list().find((one) => one.id === id)?.name ?? '', customers: [...table.all()].filter(({ accountId }) => accountId === id),
    })
    const done = act(sheet, accountOf, edit)
    // What is touched: a paste names all cells that its text could reach.
    refuseTooMany(done.preview.range.rows, done.preview.range.environments)
    return done
  }
}
