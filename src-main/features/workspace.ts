import { getEnvironmentRole } from '../api/resources/environment-roles'
import { getProjectRole } from '../api/resources/project-roles'
import { customerUsage } from '../api/resources/usage'
import type { Handlers } from '../contract'
import { DATA_CENTERS } from '../contract/data-centers'
import { appError } from '../contract/errors'
import type { AccountId, CustomerId } from '../contract/ids'
import { customerStatus } from '../domain/customer-status'
import { modelOf } from '../jobs/facts'
import { WHOLE_ACCOUNT } from '../store/read-state'
import type { FeatureDeps } from './deps'
import { roleDetail } from './role-detail'

type Methods =
  | 'workspace.get' | 'workspace.refresh' | 'workspace.onScreen' | 'workspace.dashboard' | 'workspace.jobs' | 'workspace.members' | 'workspace.roles' | 'workspace.role'
  | 'workspace.groups' | 'workspace.group' | 'workspace.projects'

/** One customer's page: everything from the store; only what the store never keeps is asked of the API. */
export function workspaceHandlers({ store, sync }: FeatureDeps): Handlers<Methods> {
  const readAt = (accountId: AccountId, id: CustomerId, resource: 'groupMembers' | 'grants' | 'connections'): boolean => store.readStates.get(accountId, resource, id)?.readAt != null
  const asked = { priority: 'screen', signal: new AbortController().signal } as const

  return {
    'workspace.get': ({ accountId, customerId }) => {
      const found = store.customerDetails.customer(accountId, customerId)
      const summary = store.customers.summary(accountId, customerId)
      if (found === null || summary === null) throw appError('NOT_FOUND', 'This customer is not in the list that was read last.', 'It may have been deleted, or the list is still being read.')
      const account = store.accounts.list().find(({ id }) => id === accountId)
      return {
        accountId, customerId, customer: found.customer, status: customerStatus(found.customer), model: modelOf(store, accountId, customerId, summary.model), people: summary.people, reads: [...store.readStates.of(accountId, customerId), ...store.readStates.of(accountId, WHOLE_ACCOUNT)],
        consoleUrl: account === undefined || account.dataCenter === 'custom' ? null : consoleUrl(account.dataCenter, customerId),
      }
    },
    'workspace.refresh': ({ accountId, customerId }) => {
      sync(accountId).refresh(customerId)
      return {}
    },
    'workspace.onScreen': ({ accountId, customerId }) => {
      sync(accountId).focus(customerId)
      return {}
    },
    'workspace.dashboard': ({ accountId, customerId }) => {
      const counts = store.connections.recipeCounts(accountId, customerId)
      const months = store.accountLists.usageOf(accountId, customerId)
      return {
        recipes: counts === null ? null : { active: counts.running, total: counts.recipes, succeededJobs: counts.succeededJobs, failedJobs: counts.failedJobs },
        troubled: (counts?.troubled ?? []).map(({ id, name, running, succeededJobs, failedJobs, lastRunAt, stopCause }) => ({ id, name, running, succeededJobs, failedJobs, lastRunAt, stopCause })),
        months: months.length === 0 ? null : months,
        connections: readAt(accountId, customerId, 'connections') ? store.connections.connections(accountId, customerId) : null,
      }
    },
    'workspace.jobs': async ({ accountId, customerId, from, to, interval }) => {
      const { items } = await customerUsage(sync(accountId).deps.client, { from, to, interval, customers: [customerId] }, asked)
      return { intervals: items.find((one) => one.customerId === customerId)?.intervals ?? [] }
    },
    'workspace.members': (query) => store.collaborators.page(query),
    'workspace.roles': ({ accountId, customerId }) => ({ environment: store.roles.environmentRoles(accountId, customerId), project: store.roles.projectRoles(accountId, customerId) }),
    'workspace.role': async ({ accountId, customerId, role }) => {
      const known = roleDetail(store, accountId, customerId, role)
      if (known.config !== null) return known
      const { client, clock } = sync(accountId).deps
      if (role.scope === 'environment') store.roles.saveEnvironmentRole(accountId, customerId, await getEnvironmentRole(client, customerId, role.id, asked), clock.now())
      else store.roles.saveProjectRole(accountId, customerId, await getProjectRole(client, customerId, role.id, asked), clock.now())
      return roleDetail(store, accountId, customerId, role)
    },
    'workspace.groups': ({ accountId, customerId }) => ({ groups: store.groups.list(accountId, customerId) }),
    'workspace.group': ({ accountId, customerId, groupId }) => {
      const group = store.groups.withMembers(accountId, customerId).find(({ id }) => id === groupId)
      const everyone = group?.system === true ? store.members.list(accountId, customerId).map(({ id, name, email }) => ({ id, name, email })) : null
      return { members: everyone ?? (readAt(accountId, customerId, 'groupMembers') ? [...(group?.members ?? [])] : null), grants: store.projects.grantsOf(accountId, customerId, 'group', groupId) }
    },
    'workspace.projects': ({ accountId, customerId }) => {
      const granted = readAt(accountId, customerId, 'grants')
      return {
        projects: store.projects.withGrants(accountId, customerId).map(({ grants, ...project }) => ({ project, grants: granted ? [...grants] : null })),
      }
    },
  }
}

/** The page of a customer in the web console (seed 003). The console of the US data center has a host of its own. */
function consoleUrl(center: keyof typeof DATA_CENTERS, id: CustomerId): string {
  return `${center === 'us' ? 'https://app.workato.com' : DATA_CENTERS[center].origin}/admin_console/customers/${String(id)}/dashboard`
}
