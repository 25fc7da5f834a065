import { DATA_NOW, type AccountState, type Connection, type Customer, type DataOptions, type Environment, type Person } from './model'
import { SeededRandom } from './random'
import { ACCOUNT_NAMES, FAMILY, FIRST, GIVEN, PROVIDERS, SECOND } from './words'

const DAY = 86_400_000
const PLANS = [
  { id: 'starter', weight: 0.3, tasks: 1_000, connections: 5 },
  { id: 'business', weight: 0.45, tasks: 10_000, connections: 25 },
  { id: 'enterprise', weight: 0.2, tasks: 100_000, connections: 100 },
  { id: 'free', weight: 0.05, tasks: 100, connections: 3 },
] as const
/** Customers of which dana@example.com is a member, over all accounts. */
const DANA_CUSTOMERS = 137

/** The partner accounts for a seed. */
export function generateAccounts(options: DataOptions): AccountState[] {
  const accounts: AccountState[] = []
  let danaLeft = DANA_CUSTOMERS
  for (let index = 0; index < options.accounts; index += 1) {
    const count = options.customers[Math.min(index, options.customers.length - 1)] ?? 0
    const account = generateAccount(options, index, count)
    const share = index === options.accounts - 1 ? danaLeft : Math.min(danaLeft, Math.round((DANA_CUSTOMERS * 110) / 137))
    danaLeft -= placeDana(account, Math.min(share, count))
    accounts.push(account)
  }
  return accounts
}

function generateAccount(options: DataOptions, index: number, count: number): AccountState {
  const random = new SeededRandom(options.seed * 7919 + index * 104_729 + 1)
  const name = ACCOUNT_NAMES[index] ?? `Partner ${String(index + 1)}`
  const account: AccountState = {
    id: `a${String(index + 1)}`, name, workspaceId: 900_000 + options.seed * 10 + index,
    tokens: [{ value: `emu-${Array.from({ length: 40 }, () => random.int(0, 35).toString(36)).join('')}`, groups: null }],
    customers: [], connections: {}, people: {}, nextId: 4000 + index * 100_000,
  }
  const names = companyNames(random, count)
  names.forEach((company, position) => addCustomer(account, random, company, position, options.people))
  return account
}

function companyNames(random: SeededRandom, count: number): string[] {
  const all = FIRST.flatMap((first) => SECOND.map((second) => `${first} ${second}`))
  const mixed = random.shuffle(all)
  return Array.from({ length: count }, (_, i) => (i < mixed.length ? String(mixed[i]) : `${String(mixed[i % mixed.length])} ${String(Math.floor(i / mixed.length) + 1)}`))
}

function addCustomer(account: AccountState, random: SeededRandom, name: string, position: number, people: number): void {
  const id = nextId(account, random)
  const plan = pickPlan(random)
  const externalId = random.chance(0.9) ? `A${String(2301 + position)}` : null
  const trial = plan.id !== 'free' && random.chance(0.08)
  const created = new Date(DATA_NOW - random.int(5, 900) * DAY - random.int(0, DAY)).toISOString()
  const limit = trial ? 100 : plan.tasks
  const connections = generateConnections(account, random, plan.connections, created)
  const environments: Environment[] = random.chance(0.7)
    ? [
        { id: nextId(account, random), environment_type: 'prod', external_id: null },
        { id: nextId(account, random), environment_type: 'test', external_id: null },
        { id, environment_type: 'dev', external_id: externalId },
      ]
    : []
  const slug = name.toLowerCase().replace(/[^a-z]+/g, '-').replace(/^-|-$/g, '')
  const customer: Customer = {
    id, external_id: externalId, name, environments, notification_email: `ops@${slug}.example`, admin_notification_emails: null, error_notification_emails: null,
    plan_id: plan.id, origin_url: null, frame_ancestors: null, full_embedding: null, trial, in_trial: trial, whitelisted_apps: [],
    time_zone: 'Pacific Time (US & Canada)', auth_settings: { type: 'workato_auth' }, task_count: Math.round(limit * Math.min(1, random.next() ** 1.4 * 1.08)), task_limit: limit,
    task_limit_adjustment: null, active_connection_count: connections.filter((one) => one.authorization_status === 'success').length, active_connection_limit: plan.connections,
    active_recipe_count: random.int(0, 40), current_billing_period_start: '2026-11-01T00:00:00.000Z', current_billing_period_end: '2026-11-30T23:59:59.000Z',
    created_at: created, updated_at: new Date(DATA_NOW - random.int(0, 5) * DAY).toISOString(),
  }
  if (random.chance(0.03)) delete customer.task_limit
  if (random.chance(0.03)) delete customer.active_connection_limit
  account.customers.push(customer)
  account.connections[String(id)] = connections
  account.people[String(id)] = Array.from({ length: people }, (_, i) => person(id, i))
}

function nextId(account: AccountState, random: SeededRandom): number {
  account.nextId += random.int(1, 3)
  return account.nextId
}

function pickPlan(random: SeededRandom): (typeof PLANS)[number] {
  let rest = random.next()
  return PLANS.find((plan) => (rest -= plan.weight) < 0) ?? PLANS[1]
}

function generateConnections(account: AccountState, random: SeededRandom, limit: number, created: string): Connection[] {
  const providers = random.shuffle(PROVIDERS).slice(0, Math.min(limit, random.int(1, 9)))
  return providers.flatMap((provider, rank) =>
    Array.from({ length: rank === 0 ? Math.min(3, Math.ceil(limit / 10)) : 1 }, (_, i): Connection => {
      const failed = random.chance(0.08)
      return {
        id: nextId(account, random), name: `${provider.replaceAll('_', ' ')} ${String(i + 1)}`, provider,
        authorization_status: failed ? 'failed' : 'success', authorized_at: failed ? null : created, created_at: created, updated_at: created,
      }
    }),
  )
}

function person(customerId: number, index: number): Person {
  const given = GIVEN[(customerId + index * 7) % GIVEN.length] ?? 'Ada'
  const family = FAMILY[(customerId * 3 + index * 11) % FAMILY.length] ?? 'Berg'
  return { id: customerId * 1000 + index, name: `${given} ${family}`, email: `${given}.${family}.${String(index)}@customer-${String(customerId)}.example`.toLowerCase() }
}

/** Makes Dana the first person of `count` customers; gives how many that were. */
function placeDana(account: AccountState, count: number): number {
  let placed = 0
  for (const { id } of account.customers) {
    const people = account.people[String(id)]
    if (placed >= count || people === undefined || people.length === 0) break
    people[0] = { id: id * 1000, name: 'Dana Whitfield', email: 'dana@example.com' }
    placed += 1
  }
  return placed
}
