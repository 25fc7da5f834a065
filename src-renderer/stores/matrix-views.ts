import { defineStore } from 'pinia'
import type { AccountId, CustomerId } from '@contract/ids'
import type { MatrixScope } from '@contract/matrix'
import type { ViewContent } from '@contract/methods/views'
import { FIRST_GROUPING, FIRST_SORT, useMatrixStore } from './matrix'
import { firstColumns } from '../composables/matrix-columns'
import { NO_FILTER } from '../composables/matrix-query'
import { useAccountsStore } from './accounts'
import { makeViews } from './views'

type Content = Extract<ViewContent, { grid: 'matrix' }>

/** The saved views of the matrix. */
export const useMatrixViewsStore = defineStore('matrix-views', () => {
  const matrix = useMatrixStore()
  const accounts = useAccountsStore()

  const snapshot = (): Content => ({
    grid: 'matrix', query: { scope: matrix.chosenScope, filter: matrix.filter, grouping: matrix.grouping, sort: matrix.sort },
    layout: { columns: matrix.choices.map(({ key, width, shown }) => ({ key, hidden: !shown, width })), density: matrix.density },
  })
  /** Accounts may have gone since the view was saved; where none is left, it is the one on screen. */
  function existing(scope: MatrixScope | null): MatrixScope | null {
    if (scope === null || (scope.kind === 'accounts' && scope.accounts.length === 0)) return scope
    const there = new Set(accounts.list.map(({ id }) => id))
    if (scope.kind === 'accounts') {
      const left = scope.accounts.filter((id) => there.has(id))
      return left.length === 0 ? null : { ...scope, accounts: left }
    }
    const left = scope.customers.filter(({ accountId }) => there.has(accountId))
    return left.length === 0 ? null : { kind: 'customers', customers: left }
  }
  function show({ query, layout }: Content): void {
    const first = firstColumns()
    const stored = layout.columns.flatMap(({ key, hidden, width }) => first.flatMap((one) => (one.key === key ? [{ ...one, shown: !hidden, width: width ?? one.width }] : [])))
    const choices = [...stored, ...first.filter(({ key }) => !stored.some((one) => one.key === key))]
    matrix.showView({ scope: existing(query.scope), filter: query.filter, grouping: query.grouping, sort: query.sort, choices, density: layout.density })
  }
  /** Everything as it was before anybody chose something. */
  function reset(): void {
    views.leaveView()
    matrix.showView({ scope: null, filter: NO_FILTER, grouping: FIRST_GROUPING, sort: FIRST_SORT, choices: firstColumns(), density: 'normal' })
  }
  /** The people of one customer alone, with nothing hidden. */
  async function showCustomer(customer: { readonly accountId: AccountId; readonly customerId: CustomerId }): Promise<void> {
    // What was shown last comes first, else it would come afterwards.
    await views.load()
    views.leaveView()
    matrix.clearFilter()
    matrix.setScope({ kind: 'customers', customers: [{ accountId: customer.accountId, customerId: customer.customerId }] })
  }
  const views = makeViews('matrix', snapshot, show)
  return { ...views, reset, showCustomer }
})
