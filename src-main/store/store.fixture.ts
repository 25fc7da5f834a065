import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { customer as customerSchema, member, type Customer, type EnvironmentType, type Member, type RoleType } from '../contract/access'
import { accountId, customerId, type AccountId, type CustomerId } from '../contract/ids'
import { openStore, type Store } from '.'

/** Two accounts of the tests. */
export const ONE = accountId.parse('one')
export const TWO = accountId.parse('two')

/** A new user-data folder. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'rolodesk-store-'))

/** A store on a new folder, with customers of both accounts in it. */
export function storeWith(customers: Readonly<Partial<Record<'one' | 'two', readonly number[]>>>): Store {
  const store = openStore(newFolder(), 1)
  for (const id of [ONE, TWO]) addCustomers(store, id, customers[id as 'one' | 'two'] ?? [])
  return store
}

/** Customers as a list would bring them. */
export function addCustomers(store: Store, account: AccountId, ids: readonly number[], generation = 1): void {
  store.inCache(() => store.customers.upsert(account, ids.map((id) => ({
    id: customerId.parse(id), name: `Customer ${String(id)}`, externalId: null, planId: null, status: 'active', joinedAt: null, taskCount: null, taskLimit: null,
    connectionCount: null, connectionLimit: null, environments: ['dev', 'prod'],
  })), generation, 1))
}

/** The id of a customer. */
export const customer = (id: number): CustomerId => customerId.parse(id)

/** A customer of which nothing is known but this. */
export function details(id: number, more: Partial<Customer> = {}): Customer {
  return customerSchema.parse({
    id, name: 'Acme', externalId: null, teamName: null, environments: [], planId: null, trial: null, inTrial: null, notificationEmail: null, adminNotificationEmails: null, errorNotificationEmails: null,
    originUrl: null, frameAncestors: null, fullEmbedding: null, whitelistedApps: null, timeZone: null, authSettings: null, billingPeriodStart: null, billingPeriodEnd: null, taskCount: null, taskLimit: null,
    taskLimitAdjustment: null, connectionCount: null, connectionLimit: null, recipeCount: null, createdAt: null, updatedAt: null, ...more,
  })
}

/** A member with a role in each of the environments. */
export function person(id: number, name: string, email: string, roles: Readonly<Partial<Record<EnvironmentType, string | null>>> = { dev: 'Member' }, roleType: RoleType = 'environment'): Member {
  return member.parse({
    id, name, email, kind: 'team', grantType: 'team', externalId: null, timeZone: null, createdAt: 1, lastActivityAt: null, lastActivityType: null, groups: null,
    roles: Object.entries(roles).map(([environment, roleName]) => ({ environment, roleName, roleType })),
  })
}
