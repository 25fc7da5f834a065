import type { AccountState, Customer } from './model'
import type { World } from './world'

/** A value that the API refuses with 400; the body is a field map where a field is named (contract 1.7). */
export class FieldError extends Error {
  readonly body: Readonly<Record<string, unknown>>
  constructor(message: string, field?: string) {
    super(message)
    this.body = field === undefined ? { message } : { message: 'Validation failed', errors: { [field]: [message] } }
  }
}

const TEXT_FIELDS = ['admin_notification_emails', 'error_notification_emails', 'origin_url', 'frame_ancestors'] as const
type Body = Readonly<Record<string, unknown>>

function text(body: Body, field: string): string | undefined {
  const value = body[field]
  if (value === undefined) return undefined
  if (typeof value !== 'string' || value.trim() === '') throw new FieldError("can't be blank", field)
  return value
}

/** Sets the fields that are present; null clears where that is allowed (contract 2.3). */
export function applyFields(account: AccountState, customer: Customer, body: Body, world: World): void {
  customer.name = text(body, 'name') ?? customer.name
  customer.notification_email = text(body, 'notification_email') ?? customer.notification_email
  customer.plan_id = text(body, 'plan_id') ?? customer.plan_id
  customer.time_zone = text(body, 'time_zone') ?? customer.time_zone
  for (const field of TEXT_FIELDS) {
    const value = body[field]
    if (value === null || typeof value === 'string') customer[field] = value
  }
  if (body['external_id'] !== undefined) setExternalId(account, customer, body['external_id'], world)
  const trial = body['in_trial'] ?? body['trial']
  if (typeof trial === 'boolean') customer.trial = customer.in_trial = trial
  const embedding = body['full_embedding']
  if (embedding === null || typeof embedding === 'boolean') customer.full_embedding = embedding
  const apps = body['whitelisted_apps']
  if (Array.isArray(apps)) customer.whitelisted_apps = apps.map(String)
  setTaskLimit(customer, body)
  customer.updated_at = new Date(world.clock.now()).toISOString()
}

function setExternalId(account: AccountState, customer: Customer, value: unknown, world: World): void {
  if (value !== null && typeof value !== 'string') throw new FieldError('is invalid', 'external_id')
  const taken = value !== null && account.customers.some((other) => other !== customer && other.external_id === value)
  if (taken && world.switches.unique_external_ids) throw new FieldError('External ID is already taken')
  customer.external_id = value
  const dev = customer.environments.find((environment) => environment.environment_type === 'dev')
  if (dev !== undefined) dev.external_id = value
}

function setTaskLimit(customer: Customer, body: Body): void {
  const limit = body['custom_task_limit']
  if (typeof limit === 'number') {
    if (limit <= customer.task_count) throw new FieldError('must exceed the current usage', 'custom_task_limit')
    customer.task_limit = limit
  }
  const adjustment = body['task_limit_adjustment']
  if (adjustment === undefined) return
  const change = Number(adjustment)
  if (!Number.isInteger(change)) throw new FieldError('is not a number', 'task_limit_adjustment')
  customer.task_limit_adjustment = String(adjustment)
  if (customer.task_limit !== undefined) customer.task_limit += change
}

/** A new customer from a create body (contract 2.2); it is added to the account only when every field is right. */
export function createCustomer(account: AccountState, body: Body, world: World): Customer {
  const name = text(body, 'name')
  if (name === undefined) throw new FieldError("can't be blank", 'name')
  const email = text(body, 'notification_email')
  if (email === undefined) throw new FieldError("can't be blank", 'notification_email')
  const now = new Date(world.clock.now()).toISOString()
  const customer: Customer = {
    id: account.nextId + 1, external_id: null, name, environments: [], notification_email: email, admin_notification_emails: null, error_notification_emails: null,
    plan_id: 'business', origin_url: null, frame_ancestors: null, full_embedding: null, trial: true, in_trial: true, whitelisted_apps: [],
    time_zone: 'Pacific Time (US & Canada)', auth_settings: { type: 'workato_auth' }, task_count: 0, task_limit: 10_000, task_limit_adjustment: null,
    active_connection_count: 0, active_connection_limit: 25, active_recipe_count: 0, current_billing_period_start: now, current_billing_period_end: now, created_at: now, updated_at: now,
  }
  applyFields(account, customer, body, world)
  account.nextId += 1
  account.customers.push(customer)
  account.connections[String(customer.id)] = []
  account.people[String(customer.id)] = []
  return customer
}
