import { ok, type Answer, type Route, type RouteRequest } from './answer'
import { DATA_NOW, type Customer } from './model'
import { badRequest } from './refusal'
import { connectionsIn, splitPeriod, usageIn } from './usage'

/** The workspace that a token belongs to (contract 1.2, 1.11). */
function me({ account }: RouteRequest): Answer {
  return ok({
    id: account.workspaceId, name: account.name, team_name: account.name, email: 'admin@partner.example', plan_id: 'oem_partner', environment_name: 'Development',
    root_folder_id: 1, recipes_count: 0, active_recipes_count: 0, last_seen: new Date(DATA_NOW).toISOString(),
    current_billing_period_start: '2026-11-01T00:00:00.000Z', current_billing_period_end: '2026-11-30T23:59:59.000Z', created_at: '2024-01-01T00:00:00.000Z',
  })
}

/** Tasks of the last twelve calendar months (contract 2.8); the current month is the customer's own count. */
function monthlyUsage({ account }: RouteRequest): Answer {
  const last = new Date(DATA_NOW)
  const months = Array.from({ length: 12 }, (_, back) => new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - back, 1)).toISOString().slice(0, 7))
  const tasks = (customer: Customer, back: number): number => Math.round(customer.task_count * (back === 0 ? 1 : 0.6 + ((customer.id + back * 37) % 60) / 100))
  return ok({
    result: Object.fromEntries(
      months.map((month, back) => [month, account.customers.map((customer) => ({ id: customer.id, name: customer.name, external_id: customer.external_id, task_count: tasks(customer, back) }))]),
    ),
  })
}

function selected({ account, body, query }: RouteRequest): Customer[] | null {
  const values = (name: string): string[] | null => {
    const given = body[name] ?? (query.has(name) ? query.getAll(name).flatMap((value) => value.split(',')) : undefined)
    return given === undefined ? null : (Array.isArray(given) ? given : String(given).split(',')).map(String)
  }
  const ids = values('workspace_ids')
  const externalIds = values('external_ids')
  if (ids === null && externalIds === null) return null
  return account.customers.filter((one) => ids?.includes(String(one.id)) === true || (one.external_id !== null && externalIds?.includes(one.external_id) === true))
}

/** Counts for a period, as a whole or by intervals (contract 2.8); shapes of the answers are assumed. */
function statistics(kind: 'usage' | 'connections') {
  return (request: RouteRequest): Answer => {
    const field = (name: string): string => String(request.body[name] ?? request.query.get(name) ?? '')
    const [from, to] = [Date.parse(field('from')), Date.parse(field('to'))]
    const customers = selected(request)
    if (!(from < to) || customers === null) throw badRequest('from, to and one of workspace_ids or external_ids are required')
    const intervals = splitPeriod(from, to, field('interval'))
    const counts = kind === 'usage' ? usageIn : connectionsIn
    return ok({
      result: customers.map((customer) => ({
        workspace_id: customer.id, external_id: customer.external_id,
        intervals: intervals.map((period) => ({ from: new Date(period.from).toISOString(), to: new Date(period.to).toISOString(), ...counts(customer, period) })),
      })),
    })
  }
}

/** The token's own workspace and usage. */
export const workspaceRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/users/me', group: 'workspace', family: 'classic', limit: 'none', run: me },
  { method: 'GET', path: '/api/managed_users/usage', group: 'usage', family: 'classic', limit: 'usage', run: monthlyUsage },
  { method: 'POST', path: '/api/v2/managed_users/statistics/usage', group: 'usage', family: 'classic', limit: 'usage', run: statistics('usage') },
  { method: 'POST', path: '/api/v2/managed_users/statistics/connection_usage', group: 'usage', family: 'classic', limit: 'usage', run: statistics('connections') },
]
