import { notFound, ok, refused, type Answer, type Route, type RouteRequest } from './answer'
import { applyFields, createCustomer, FieldError } from './customer-fields'
import type { AccountState, Customer, Environment } from './model'

/** Finds a customer by numeric id or `E` + external id, over customers and their environments (contract 1.4). */
function find(account: AccountState, id: string): Customer | undefined {
  const wanted = decodeURIComponent(id)
  const has = (thing: Customer | Environment): boolean =>
    /^\d+$/.test(wanted) ? thing.id === Number(wanted) : wanted.startsWith('E') && thing.external_id === wanted.slice(1)
  return account.customers.find((customer) => has(customer) || customer.environments.some(has))
}

/** Answers with the customer that the path names, or 404. */
function withCustomer(request: RouteRequest, answer: (customer: Customer) => Answer): Answer {
  const customer = find(request.account, request.params['id'] ?? '')
  if (customer === undefined) return notFound()
  try {
    return answer(customer)
  } catch (error) {
    if (error instanceof FieldError) return { status: 400, body: error.body }
    throw error
  }
}

function list({ account, query, world }: RouteRequest): Answer {
  const page = Number(query.get('page') ?? '1')
  const asked = Number(query.get('per_page') ?? '100')
  if (!Number.isInteger(page) || page < 1 || !Number.isInteger(asked) || asked < 1) return refused(400, 'Bad request')
  if (asked > 100 && !world.switches.clamp_page_size) return refused(400, 'per_page must be at most 100')
  const size = Math.min(asked, 100)
  const result = account.customers.slice((page - 1) * size, page * size)
  return ok(world.switches.list_has_count ? { result, count: account.customers.length, page, per_page: size } : { result })
}

function create({ account, body, world }: RouteRequest): Answer {
  try {
    const customer = createCustomer(account, body, world)
    if (body['provision_environments'] === true) provision(account, customer, world.switches.provisioning_keeps_id_on_dev)
    applyEnvironments(customer, body['environments'])
    return ok(customer, true)
  } catch (error) {
    if (error instanceof FieldError) return { status: 400, body: error.body }
    throw error
  }
}

/** Makes three environments; which one keeps the customer's id is a switch. */
function provision(account: AccountState, customer: Customer, keepOnDev: boolean): void {
  const fresh = (): number => (account.nextId += 1)
  const kept = keepOnDev ? 'dev' : 'prod'
  customer.environments = (['prod', 'test', 'dev'] as const).map((environment_type) => ({
    id: environment_type === kept ? customer.id : fresh(), environment_type, external_id: environment_type === 'dev' ? customer.external_id : null,
  }))
}

function applyEnvironments(customer: Customer, given: unknown): void {
  if (!Array.isArray(given)) return
  for (const entry of given as { environment_type?: string; external_id?: string | null }[]) {
    const environment = customer.environments.find((one) => one.environment_type === entry.environment_type)
    if (environment === undefined) continue
    if (environment.environment_type === 'dev' && entry.external_id !== undefined && entry.external_id !== customer.external_id) {
      throw new FieldError('external_id of dev differs from the top-level value')
    }
    if (entry.external_id !== undefined) environment.external_id = entry.external_id
  }
}

function provisionExisting(request: RouteRequest): Answer {
  return withCustomer(request, (customer) => {
    if (customer.environments.length > 0) {
      return request.world.switches.second_provisioning_refused ? refused(400, 'Environments are already provisioned') : ok(customer)
    }
    provision(request.account, customer, request.world.switches.provisioning_keeps_id_on_dev)
    return ok(customer, true)
  })
}

/** Customers (contract section 2): list, get, create, update, delete, environments, connections. */
export const customerRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/managed_users', group: 'customers', limit: 'customers', run: list },
  { method: 'GET', path: '/api/managed_users/', group: 'customers', limit: 'customers', run: list },
  { method: 'POST', path: '/api/managed_users', group: 'customers', limit: 'customerCreation', run: create },
  { method: 'GET', path: '/api/managed_users/:id', group: 'customers', limit: 'customers', run: (request) => withCustomer(request, (customer) => ok(customer)) },
  {
    method: 'PUT', path: '/api/managed_users/:id', group: 'customers', limit: 'customers',
    run: (request) =>
      withCustomer(request, (customer) => {
        applyFields(request.account, customer, request.body, request.world)
        applyEnvironments(customer, request.body['environments'])
        return ok(customer, true)
      }),
  },
  {
    method: 'DELETE', path: '/api/managed_users/:id', group: 'customers', limit: 'customers',
    run: (request) =>
      withCustomer(request, (customer) => {
        request.account.customers = request.account.customers.filter((one) => one !== customer)
        return ok({ success: true }, true)
      }),
  },
  { method: 'POST', path: '/api/managed_users/:id/environments', group: 'customers', limit: 'customerCreation', run: provisionExisting },
  {
    method: 'POST', path: '/api/managed_users/:id/', group: 'customers', limit: 'customerCreation',
    run: (request) => (request.world.switches.trailing_slash_provisions ? provisionExisting(request) : notFound()),
  },
  {
    method: 'GET', path: '/api/managed_users/:id/connections', group: 'connections', limit: 'customers',
    run: (request) => withCustomer(request, (customer) => ok({ result: request.account.connections[String(customer.id)] ?? [] })),
  },
]
