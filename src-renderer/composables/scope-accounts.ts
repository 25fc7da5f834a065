import type { AccountId } from '@contract/ids'
import type { MatrixScope } from '@contract/matrix'

/** Accounts whose rows a scope has, of those that there are. */
export function accountsIn<Account extends { readonly id: AccountId }>(scope: MatrixScope, there: readonly Account[]): readonly Account[] {
  const ids = new Set(scope.kind === 'accounts' ? scope.accounts : scope.customers.map(({ accountId }) => accountId))
  return there.filter(({ id }) => ids.size === 0 || ids.has(id))
}
