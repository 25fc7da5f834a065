import { created, forCustomer, ok, type Answer, type CustomerRequest, type Fields, type Route, type RouteRequest } from './answer'
import { applyFields, createCustomer } from './customer-fields'
import { applyEnvironments, provision } from './environments'
import { flatList, without } from './lists'
import type { Customer } from './model'
import { badRequest, notFound } from './refusal'
import type { World } from './world'

/** What only the list tells (contract 2.4); a single customer has the keys of seed 000. */
const LIST_FIELDS = [
  'task_count', 'task_limit', 'task_limit_adjustment', 'active_connection_count', 'active_connection_limit', 'active_recipe_count', 'current_billing_period_start', 'current_billing_period_end',
] as const

function row({ switches }: World, customer: Customer): Fields {
  return customer.environments.length > 0 || switches.unprovisioned_has_environments ? { ...customer } : without(customer, 'environments')
}

function view(world: World, customer: Customer): Fields {
  return without(row(world, customer), ...LIST_FIELDS)
}

function list(request: RouteRequest): Answer {
  const { account, world } = request
  const show = (customer: Customer): Fields => row(world, customer)
  if (!world.switches.environments_are_list_rows) return flatList(request, account.customers, show)
  const others = (customer: Customer): Customer[] => customer.environments.filter(({ id }) => id !== customer.id).map(({ id, external_id }) => ({ ...customer, id, external_id }))
  return flatList(request, account.customers.flatMap((customer) => [customer, ...others(customer)]), show)
}

function create({ account, body, world }: RouteRequest): Answer {
  const customer = createCustomer(account, body, world)
  try {
    if (body['provision_environments'] === true) provision(account, customer, world.switches.provisioning_keeps_id_on_dev)
    applyEnvironments(customer, body['environments'])
  } catch (error) {
    account.remove(customer)
    throw error
  }
  return created(world, view(world, customer))
}

function update({ account, customer, body, world }: CustomerRequest): Answer {
  // On a copy, so that a refused request has changed nothing.
  const draft = structuredClone(customer)
  applyFields(account, draft, body, world)
  applyEnvironments(draft, body['environments'])
  Object.assign(customer, draft)
  return ok(view(world, customer), true)
}

/** Not through `forCustomer`: nothing of the customer is to be kept afterwards. */
function remove({ account, params, world }: RouteRequest): Answer {
  const found = account.find(params['mu'] ?? '')
  if (found === undefined) throw notFound()
  account.remove(found.customer)
  return world.switches.customer_deletion_answers_success ? ok({ success: true }, true) : { status: 204, changed: true }
}

/** Irreversible; a second time it is refused (contract 2.5). */
function provisionExisting({ account, customer, world }: CustomerRequest): Answer {
  if (customer.environments.length > 0) {
    if (world.switches.second_provisioning_refused) throw badRequest('Environments are already provisioned')
    return ok(view(world, customer))
  }
  provision(account, customer, world.switches.provisioning_keeps_id_on_dev)
  return ok(view(world, customer), true)
}

const ALL = '/api/managed_users'
const ONE = `${ALL}/:mu`
const route = (method: string, path: string, run: Route['run'], limit: 'customers' | 'customerCreation' | 'provisioning' = 'customers'): Route => ({ method, path, group: 'customers', family: 'classic', limit, run })

/** Customers (contract section 2). */
export const customerRoutes: readonly Route[] = [
  route('GET', ALL, list),
  route('GET', `${ALL}/`, list),
  route('POST', ALL, create, 'customerCreation'),
  route('GET', ONE, forCustomer(({ customer, world }) => ok(view(world, customer)))),
  route('PUT', ONE, forCustomer(update)),
  route('DELETE', ONE, remove),
  route('POST', `${ONE}/environments`, forCustomer(provisionExisting), 'provisioning'),
  route('POST', `${ONE}/`, (request) => {
    if (!request.world.switches.trailing_slash_provisions) throw notFound()
    return forCustomer(provisionExisting)(request)
  }, 'provisioning'),
]
