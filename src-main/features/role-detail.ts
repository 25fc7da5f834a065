import type { EnvironmentType, ProjectGrant } from '../contract/access'
import type { Output } from '../contract'
import type { AccountId, CustomerId, ProjectRoleId, RoleId } from '../contract/ids'
import type { Store } from '../store'

type Detail = Output<'workspace.role'>

/** A role of a customer with who holds it; `config` null: the list does not tell it, it has to be read alone (contract 5). */
export function roleDetail(store: Store, accountId: AccountId, customerId: CustomerId, role: { readonly scope: 'environment'; readonly id: RoleId } | { readonly scope: 'project'; readonly id: ProjectRoleId }): Detail {
  if (role.scope === 'project') {
    const found = store.roles.projectRoles(accountId, customerId).find(({ id }) => id === role.id)
    return { config: found?.config ?? null, holders: [], grants: grantsWith(store, accountId, customerId, role.id) }
  }
  const found = store.roles.environmentRoles(accountId, customerId).find(({ id }) => id === role.id)
  const holders = new Map<number, { id: number; name: string; email: string; environments: EnvironmentType[] }>()
  for (const { roleName, memberId, name, email, environment } of store.roles.holders(accountId, customerId)) {
    if (roleName !== found?.name) continue
    const holder = holders.get(memberId) ?? { id: memberId, name, email, environments: [] }
    holder.environments.push(environment)
    holders.set(memberId, holder)
  }
  return { config: found?.config ?? null, holders: [...holders.values()], grants: [] }
}

function grantsWith(store: Store, accountId: AccountId, customerId: CustomerId, role: ProjectRoleId): ProjectGrant[] {
  return store.projects.withGrants(accountId, customerId).flatMap(({ grants }) => grants.filter(({ projectRole }) => projectRole.id === role))
}
