import { listConnections } from '../api/resources/connections'
import { listCustomerManagers } from '../api/resources/customer-managers'
import { listCustomers } from '../api/resources/customers'
import { listEnvironmentRoles } from '../api/resources/environment-roles'
import { listLegacyRoles } from '../api/resources/legacy-roles'
import { listMembers } from '../api/resources/members'
import { listProjectGrants } from '../api/resources/project-grants'
import { listProjectRoles } from '../api/resources/project-roles'
import { listProjects } from '../api/resources/projects'
import { listRecipes } from '../api/resources/recipes'
import { monthlyUsage } from '../api/resources/usage'
import { listGroups } from '../api/resources/user-groups'
import type { CallOptions } from '../api/client'
import { AppError } from '../contract/errors'
import { environmentId, type CustomerId } from '../contract/ids'
import type { ScopeName } from '../contract/methods/doctor'
import { consequenceOf } from './failure'
import type { SyncDeps } from './deps'
import type { Scopes } from './scopes'

/** Asks each group of endpoints once, with a reading request for one customer; what it finds is noted. Rejects when the account cannot be reached at all. */
export async function checkScopes(deps: SyncDeps, scopes: Scopes): Promise<void> {
  const { client, clock } = deps
  const options: CallOptions = { priority: 'screen', signal: new AbortController().signal }
  const ask = async (scope: ScopeName, call: () => Promise<unknown>, mayLackModel = false): Promise<void> => {
    try {
      await call()
      scopes.note(scope, 'allowed', clock.now())
    } catch (error) {
      const consequence = consequenceOf(error, mayLackModel)
      if (consequence === 'forbidden') scopes.note(scope, 'forbidden', clock.now())
      // A customer without what is asked for says nothing about permissions: the request was let through.
      else if (consequence === 'customer' && error instanceof AppError) scopes.note(scope, 'allowed', clock.now())
      else throw error
    }
  }
  let customer: CustomerId | undefined
  await ask('customers', async () => void (customer = (await listCustomers(client, 1, options)).items[0]?.id))
  await ask('managers', () => listCustomerManagers(client, options))
  await ask('usage', () => monthlyUsage(client, options))
  if (customer === undefined) return
  const id = customer
  await ask('members', () => listMembers(client, id, options))
  await ask('connections', () => listConnections(client, id, options))
  await ask('environmentRoles', () => listEnvironmentRoles(client, id, options), true)
  await ask('projectRoles', () => listProjectRoles(client, id, options), true)
  await ask('groups', () => listGroups(client, id, options), true)
  await ask('recipes', () => listRecipes(client, id, options))
  await ask('legacyRoles', () => listLegacyRoles(client, id, options))
  await ask('projects', async () => {
    const [first] = (await listProjects(client, { id: environmentId.parse(id), type: 'dev' }, options)).items
    if (first !== undefined) await ask('grants', () => listProjectGrants(client, id, first.id, options), true)
  })
}
