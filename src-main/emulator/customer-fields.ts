import type { Account } from './account'
import { now, type Fields } from './answer'
import { emptyWorkspace } from './generate-workspace'
import type { Customer } from './model'
import { badRequest } from './refusal'
import type { World } from './world'

const TEXT_FIELDS = ['admin_notification_emails', 'error_notification_emails', 'origin_url', 'frame_ancestors'] as const

function text(body: Fields, field: string): string | undefined {
  const value = body[field]
  if (value === undefined) return undefined
  if (typeof value !== 'string' || value.trim() === '') throw badRequest("can't be blank", field)
  return value
}

/** Sets the fields that are present; null clears where that is allowed (contract 2.2, 2.3). */
export function applyFields(account: Account, customer: Customer, body: Fields, world: World, creating = false): void {
  const name = text(body, 'name') ?? customer.name
  const email = text(body, 'notification_email') ?? customer.notification_email
  setTaskLimit(customer, body, world)
  if (body['external_id'] !== undefined) setExternalId(account, customer, body['external_id'], world)
  customer.name = name
  customer.notification_email = email
  for (const field of TEXT_FIELDS) {
    const value = body[field]
    if (value === null || typeof value === 'string') customer[field] = value
  }
  if (creating || world.switches.update_takes_undocumented_fields) applyUndocumented(customer, body)
  const trial = body['in_trial'] ?? body['trial']
  if (typeof trial === 'boolean') {
    customer.in_trial = trial
    if (world.switches.trial_follows_in_trial) customer.trial = trial
  }
  const embedding = body['full_embedding']
  if (embedding === null || typeof embedding === 'boolean') customer.full_embedding = embedding
  customer.updated_at = now(world)
}

/** What an update is not documented to take. */
function applyUndocumented(customer: Customer, body: Fields): void {
  customer.plan_id = text(body, 'plan_id') ?? customer.plan_id
  customer.time_zone = text(body, 'time_zone') ?? customer.time_zone
  const apps = body['whitelisted_apps']
  if (Array.isArray(apps)) customer.whitelisted_apps = apps.map(String)
  const settings = body['auth_settings']
  if (typeof settings === 'object' && settings !== null && !Array.isArray(settings)) customer.auth_settings = signOn(settings as Fields)
}

/** Single sign-on by SAML needs a provider and either its metadata or the three values that stand in it (contract 2.2). */
function signOn(settings: Fields): Fields {
  const given = (name: string): boolean => typeof settings[name] === 'string' && settings[name] !== ''
  if (settings['type'] !== 'saml_sso') return settings
  if (!given('provider')) throw badRequest('provider is required for saml_sso', 'auth_settings')
  if (!given('metadata_url') && !['sso_url', 'saml_issuer', 'x509_cert'].every(given)) throw badRequest('metadata_url, or sso_url, saml_issuer and x509_cert, are required for saml_sso', 'auth_settings')
  return settings
}

function setExternalId(account: Account, customer: Customer, value: unknown, world: World): void {
  if (value !== null && typeof value !== 'string') throw badRequest('is invalid', 'external_id')
  const taken = value !== null && account.customers.some((other) => other.id !== customer.id && other.external_id === value)
  if (taken && world.switches.unique_external_ids) throw badRequest('External ID is already taken')
  customer.external_id = value
  const dev = customer.environments.find((environment) => environment.environment_type === 'dev')
  if (dev !== undefined) dev.external_id = value
}

function setTaskLimit(customer: Customer, body: Fields, world: World): void {
  const limit = body['custom_task_limit']
  if (typeof limit === 'number') {
    if (limit <= customer.task_count && world.switches.low_task_limit_refused) throw badRequest('must exceed the current usage', 'custom_task_limit')
    customer.task_limit = limit
  }
  const adjustment = body['task_limit_adjustment']
  if (adjustment === undefined) return
  const change = Number(adjustment)
  if (!Number.isInteger(change)) throw badRequest('is not a number', 'task_limit_adjustment')
  customer.task_limit_adjustment = String(adjustment)
  if (customer.task_limit !== undefined) customer.task_limit += change
}

/** A new customer from a create body (contract 2.2); it is added to the account only when every field is right. */
export function createCustomer(account: Account, body: Fields, world: World): Customer {
  const name = text(body, 'name')
  if (name === undefined) throw badRequest("can't be blank", 'name')
  const email = text(body, 'notification_email')
  if (email === undefined) throw badRequest("can't be blank", 'notification_email')
  const at = now(world)
  const customer: Customer = {
    id: account.nextId(), external_id: null, name, environments: [], notification_email: email, admin_notification_emails: email, error_notification_emails: email,
    plan_id: 'business', origin_url: null, frame_ancestors: null, full_embedding: null, trial: false, in_trial: false, whitelisted_apps: [],
    time_zone: 'Pacific Time (US & Canada)', auth_settings: { type: 'workato_auth' }, task_count: 0, task_limit: 10_000, task_limit_adjustment: null,
    active_connection_count: 0, active_connection_limit: 25, active_recipe_count: 0, current_billing_period_start: at, current_billing_period_end: at, created_at: at, updated_at: at,
  }
  applyFields(account, customer, body, world, true)
  account.customers.push(customer)
  account.changed(customer, emptyWorkspace(customer))
  return customer
}
