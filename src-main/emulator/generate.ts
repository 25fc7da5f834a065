import type { AccountData } from './account-data'
import { DATA_NOW, type Customer, type DataOptions, type Environment } from './model'
import { generateManagers, PARTNER_ROLES, partnerUsers } from './generate-partner'
import { SeededRandom } from './random'
import { ACCOUNT_NAMES, FIRST, SECOND } from './words'

const DAY = 86_400_000
const PLANS = [
  { id: 'starter', weight: 0.3, tasks: 1_000, connections: 5 },
  { id: 'business', weight: 0.45, tasks: 10_000, connections: 25 },
  { id: 'enterprise', weight: 0.2, tasks: 100_000, connections: 100 },
  { id: 'free', weight: 0.05, tasks: 100, connections: 3 },
] as const
/** Dana is in at most so many customers of all accounts together, and in about a quarter of a small fleet. */
const DANA = { most: 137, share: 137 / 540 }
/** Accounts draw on number ranges of their own: no customer of one has the id of another's. */
const ID_RANGE = 1_000_000

/** The partner accounts for a seed; what belongs to a customer is left to its first touch. */
export function generateAccounts(options: DataOptions): AccountData[] {
  const counts = Array.from({ length: options.accounts }, (_, index) => options.customers[Math.min(index, options.customers.length - 1)] ?? 0)
  const total = counts.reduce((sum, count) => sum + count, 0)
  const dana = options.people === 0 ? 0 : Math.min(DANA.most, Math.round(total * DANA.share))
  let given = 0
  let seen = 0
  return counts.map((count, index) => {
    seen += count
    // Rounded on the running sum, so that the shares of the accounts add up exactly.
    const share = total === 0 ? 0 : Math.round((dana * seen) / total) - given
    given += share
    return generateAccount(options, index, count, share)
  })
}

function generateAccount(options: DataOptions, index: number, count: number, dana: number): AccountData {
  const random = new SeededRandom(options.seed * 7919 + index * 104_729 + 1)
  const id = `a${String(index + 1)}`
  const workspaceId = 900_000 + options.seed * 10 + index
  const token = `emu-${Array.from({ length: 40 }, () => random.int(0, 35).toString(36)).join('')}`
  let nextId = 4000 + index * ID_RANGE
  const customers = companyNames(random, count).map((company, position) => {
    nextId += random.int(1, 6)
    const customer = generateCustomer(random, nextId, company, position)
    nextId += 2
    return customer
  })
  return {
    id, name: ACCOUNT_NAMES[index] ?? `Partner ${String(index + 1)}`, workspaceId, tokens: [{ value: token, groups: null }], customers, partnerRoles: PARTNER_ROLES.map((role) => ({ ...role })),
    partnerUsers: partnerUsers(workspaceId), users: [], managers: generateManagers(random, workspaceId, customers), workspaces: {}, nextId,
    source: { seed: options.seed, people: options.people, legacy: options.legacy ?? 0, dana: random.shuffle(customers).slice(0, dana).map((customer) => customer.id).sort((a, b) => a - b) },
  }
}

function companyNames(random: SeededRandom, count: number): string[] {
  const all = FIRST.flatMap((first) => SECOND.map((second) => `${first} ${second}`))
  const mixed = random.shuffle(all)
  return Array.from({ length: count }, (_, i) => (i < mixed.length ? String(mixed[i]) : `${String(mixed[i % mixed.length])} ${String(Math.floor(i / mixed.length) + 1)}`))
}

function generateCustomer(random: SeededRandom, id: number, name: string, position: number): Customer {
  const plan = pickPlan(random)
  const externalId = random.chance(0.9) ? `A${String(2301 + position)}` : null
  const trial = plan.id !== 'free' && random.chance(0.08)
  const limit = trial ? 100 : plan.tasks
  const environments: Environment[] = random.chance(0.7)
    ? [
        { id: id + 2, environment_type: 'prod', external_id: null },
        { id: id + 1, environment_type: 'test', external_id: null },
        { id, environment_type: 'dev', external_id: externalId },
      ]
    : []
  const slug = name.toLowerCase().replace(/[^a-z]+/g, '-').replace(/^-|-$/g, '')
  const customer: Customer = {
    id, external_id: externalId, name, environments, notification_email: `ops@${slug}.example`, admin_notification_emails: null, error_notification_emails: null,
    plan_id: plan.id, origin_url: null, frame_ancestors: null, full_embedding: null, trial, in_trial: trial, whitelisted_apps: [],
    time_zone: 'Pacific Time (US & Canada)', auth_settings: { type: 'workato_auth' }, task_count: Math.round(limit * Math.min(1, random.next() ** 1.4 * 1.08)), task_limit: limit,
    task_limit_adjustment: null, active_connection_count: random.int(1, Math.min(plan.connections, 12)), active_connection_limit: plan.connections,
    active_recipe_count: random.int(0, 40), current_billing_period_start: '2026-11-01T00:00:00.000Z', current_billing_period_end: '2026-11-30T23:59:59.000Z',
    created_at: new Date(DATA_NOW - random.int(5, 900) * DAY - random.int(0, DAY)).toISOString(), updated_at: new Date(DATA_NOW - random.int(0, 5) * DAY).toISOString(),
  }
  if (random.chance(0.03)) delete customer.task_limit
  if (random.chance(0.03)) delete customer.active_connection_limit
  return customer
}

function pickPlan(random: SeededRandom): (typeof PLANS)[number] {
  let rest = random.next()
  return PLANS.find((plan) => (rest -= plan.weight) < 0) ?? PLANS[1]
}
