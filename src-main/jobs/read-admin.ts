import type { ApiClient, CallOptions } from '../api/client'
import { listCustomerManagers } from '../api/resources/customer-managers'
import { customerSummary, getCustomer, listAllCustomers } from '../api/resources/customers'
import { getEnvironmentRole, listEnvironmentRoles } from '../api/resources/environment-roles'
import { getProjectRole, listProjectRoles } from '../api/resources/project-roles'
import type { List } from '../api/pages'
import { AppError, appError } from '../contract/errors'
import type { CustomerId } from '../contract/ids'
import type { Intent, IntentOf } from '../contract/intents'
import type { CustomerFacts } from '../domain/facts'
import { WHOLE_ACCOUNT } from '../store/read-state'
import type { JobDeps } from './deps'
import { goneFacts, partnerFacts } from './facts'

type Deps = Pick<JobDeps, 'store' | 'clock' | 'emit'>

/** Roles that edits are about, read alone, because no list tells their privileges (contract 5); their lists before them. Throws AppError. */
export async function readRoles({ store, clock }: Deps, client: ApiClient, customer: CustomerId, intents: readonly Intent[], options: CallOptions): Promise<void> {
  const account = client.accountId
  const edits = intents.filter((one): one is IntentOf<'role.create' | 'role.update' | 'role.delete'> => one.kind === 'role.create' || one.kind === 'role.update' || one.kind === 'role.delete')
  const touched = (scope: 'environment' | 'project', { id, name }: { readonly id: string; readonly name: string }): boolean =>
    edits.some(({ target }) => target.scope === scope && ('id' in target ? target.id === id : target.name === name))
  if (edits.some(({ target }) => target.scope === 'environment')) {
    const roles = whole(await listEnvironmentRoles(client, customer, options))
    store.roles.replaceEnvironmentRoles(account, customer, roles, clock.now())
    for (const role of roles.filter((one) => touched('environment', one))) store.roles.saveEnvironmentRole(account, customer, await getEnvironmentRole(client, customer, role.id, options), clock.now())
  }
  if (edits.some(({ target }) => target.scope === 'project')) {
    const roles = whole(await listProjectRoles(client, customer, options))
    store.roles.replaceProjectRoles(account, customer, roles, clock.now())
    for (const role of roles.filter((one) => touched('project', one))) store.roles.saveProjectRole(account, customer, await getProjectRole(client, customer, role.id, options), clock.now())
  }
}

/** The settings of a customer; one that does not exist any more ends here too. Throws AppError. */
export async function readSettings({ store, clock, emit }: Deps, client: ApiClient, customer: CustomerId, intents: readonly Intent[], options: CallOptions): Promise<CustomerFacts | null> {
  const account = client.accountId
  try {
    const read = await getCustomer(client, customer, options)
    store.customers.update(account, customerSummary(read))
    store.customerDetails.saveCustomer(account, read, clock.now())
    emit({ type: 'changed', accountId: account, table: 'details', customers: [customer] })
    return null
  } catch (error) {
    if (!(error instanceof AppError) || error.json.code !== 'NOT_FOUND' || !intents.some(({ kind }) => kind === 'customer.delete')) throw error
    store.customers.remove(account, customer, clock.now())
    emit({ type: 'changed', accountId: account, table: 'customers', customers: null })
    return goneFacts(account, customer)
  }
}

/** What new customers and customer managers are judged by, for the whole partner account. Throws AppError. */
export async function readPartner({ store, clock, emit }: Deps, client: ApiClient, intents: readonly Intent[], options: CallOptions): Promise<CustomerFacts> {
  const account = client.accountId
  if (intents.some(({ kind }) => kind === 'manager.set')) {
    store.accountLists.replaceManagers(account, whole(await listCustomerManagers(client, options)), clock.now())
    emit({ type: 'changed', accountId: account, table: 'managers', customers: null })
  }
  if (!intents.some(({ kind }) => kind === 'customer.create')) return partnerFacts(store, account)
  const customers = whole(await listAllCustomers(client, options))
  // What the reading of the account finds gone is its own to remove.
  const generation = store.reads.get(account, 'customers')?.generation ?? 1
  store.inCache(() => {
    store.customers.upsert(account, customers.map(customerSummary), generation, clock.now())
    for (const one of customers) store.customerDetails.saveListed(account, one, generation, clock.now())
    store.readStates.succeeded(account, 'customers', WHOLE_ACCOUNT, customers.length, clock.now())
  })
  emit({ type: 'changed', accountId: account, table: 'customers', customers: null })
  const facts = partnerFacts(store, account)
  return { ...facts, partner: { managers: facts.partner?.managers ?? null, customers } }
}

/** Nothing may be concluded from a part of a list. Throws BAD_RESPONSE. */
export function whole<T>({ items, complete }: Pick<List<T>, 'items' | 'complete'>): readonly T[] {
  if (!complete) throw appError('BAD_RESPONSE', 'A list of Workato did not come whole.', 'Nothing is concluded from a part of it. It is read again.', { retryable: true })
  return items
}
