import { environmentType, type AuthSettings, type Customer, type EnvironmentType } from '../../contract/access'
import type { CustomerId } from '../../contract/ids'
import type { CustomerRow } from '../../contract/methods/customers'
import { customerStatus } from '../../domain/customer-status'
import { callOne } from '../call-one'
import type { ApiClient, CallOptions } from '../client'
import { endpoints } from '../endpoints'
import { gone, type Removal } from '../gone'
import { pageQuery, parsePage, readList, type List, type Page } from '../pages'
import { wireCustomer } from './customer-wire'

/** Settings of a customer that can be written; `null` clears, what is absent stays (contract 2.3). */
export interface CustomerChanges {
  readonly name?: string
  readonly notificationEmail?: string
  readonly adminNotificationEmails?: string | null
  readonly errorNotificationEmails?: string | null
  /** Breaks every caller that addresses the customer by its external id. */
  readonly externalId?: string | null
  /** [assumed on update]. */
  readonly planId?: string
  readonly inTrial?: boolean
  readonly originUrl?: string | null
  readonly frameAncestors?: string | null
  readonly fullEmbedding?: boolean | null
  /** Connector provider names; empty: all apps. */
  readonly whitelistedApps?: readonly string[]
  /** Name of a Rails time zone. */
  readonly timeZone?: string
  readonly authSettings?: { readonly type: string } & Partial<AuthSettings>
  /** Test and prod only; dev takes the fields above. */
  readonly environments?: readonly { readonly environmentType: Exclude<EnvironmentType, 'dev'>; readonly externalId?: string | null; readonly errorNotificationEmails?: string | null }[]
  /** Overrides the limit of the plan, in tasks. */
  readonly customTaskLimit?: number
  /** One-off, in tasks, may be negative; added each time it is sent. */
  readonly taskLimitAdjustment?: number
}

/** A customer to be made; provisioning environments cannot be undone (contract 2.2). */
export interface NewCustomer extends Omit<CustomerChanges, 'customTaskLimit' | 'taskLimitAdjustment'> {
  readonly name: string
  readonly notificationEmail: string
  readonly provisionEnvironments?: boolean
  readonly oauthId?: string
}

/** One page of the customers; class `customers`, 60/min; envelope `{result:[...]}` [contract 2.4]. Throws AppError. */
export async function listCustomers(client: ApiClient, page: number, options: CallOptions): Promise<Page<Customer>> {
  return parsePage(await client.call(endpoints.listCustomers(), options, { query: pageQuery('flat', page) }), wireCustomer)
}

/** All customers, page by page; class `customers`, 60/min for each hundred [contract 2.4]. Throws AppError. */
export function listAllCustomers(client: ApiClient, options: CallOptions): Promise<List<Customer>> {
  return readList(client, endpoints.listCustomers(), wireCustomer, 'flat', options)
}

/** One customer; class `customers`, 60/min [docs 2020]. Throws AppError, NOT_FOUND for an unknown id. */
export function getCustomer(client: ApiClient, id: CustomerId, options: CallOptions): Promise<Customer> {
  return callOne(client, endpoints.getCustomer(id), wireCustomer, options)
}

/** Makes a customer; class `customerWrites`, 1,000/min [seed 000, contract 1.8]. Never sent twice. Throws AppError. */
export function createCustomer(client: ApiClient, customer: NewCustomer, options: CallOptions): Promise<Customer> {
  return callOne(client, endpoints.createCustomer(), wireCustomer, options, { body: snakeCase(customer) })
}

/** Changes settings of a customer; class `customers`, 60/min [api-docs: put]. Throws AppError. */
export async function updateCustomer(client: ApiClient, id: CustomerId, changes: CustomerChanges, options: CallOptions): Promise<Customer> {
  const endpoint = changes.taskLimitAdjustment === undefined ? endpoints.updateCustomer(id) : endpoints.adjustCustomer(id)
  return callOne(client, endpoint, wireCustomer, options, { body: snakeCase(changes) })
}

/** Deletes a customer with its data and recipes for good; class `customers`, 60/min [seed 003]. Throws AppError. */
export function deleteCustomer(client: ApiClient, id: CustomerId, options: CallOptions): Promise<Removal> {
  return gone(client.call(endpoints.deleteCustomer(id), options))
}

/** Provisions test and prod; cannot be undone; class `customerWrites`, 1,000/min; the answer is not documented: read the customer [contract 2.5]. Never sent twice. Throws AppError. */
export async function provisionEnvironments(client: ApiClient, id: CustomerId, options: CallOptions): Promise<void> {
  await client.call(endpoints.provisionEnvironments(id), options, { body: {} })
}

/** The row of a list of customers for a customer as it was read. */
export function customerSummary(one: Customer): Omit<CustomerRow, 'apps' | 'people' | 'model' | 'fetchedAt'> {
  return {
    id: one.id, name: one.name, externalId: one.externalId, planId: one.planId, status: customerStatus(one), joinedAt: one.createdAt,
    taskCount: one.taskCount, taskLimit: one.taskLimit, connectionCount: one.connectionCount, connectionLimit: one.connectionLimit,
    environments: environmentType.options.filter((type) => one.environments.some((environment) => environment.type === type)),
  }
}

/** Names of fields as the API spells them, at any depth. */
function snakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCase)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), snakeCase(inner)]))
}
