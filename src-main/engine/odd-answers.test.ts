import { afterEach, expect, it } from 'vitest'
import type { Output } from '../contract'
import { startEngineWorld } from '../testing/engine-world'

type World = Awaited<ReturnType<typeof startEngineWorld>>

let world: World | null = null
afterEach(async () => {
  await world?.stop()
  world = null
})

/** A world in which one customer's answer of `path` is this one, the others' is real. */
async function withOddAnswer(path: string, body: unknown): Promise<{ readonly odd: number; readonly made: World }> {
  const made = await startEngineWorld()
  world = made
  const { customers } = await made.control<{ customers: readonly { readonly id: number }[] }>('GET', '/state?account=a1')
  const odd = customers[2]?.id ?? 0
  await made.control('POST', '/faults', [{ match: { path: `/managed_users/${String(odd)}/${path}$` }, fault: { kind: 'status', status: 200, body } }])
  await made.start()
  return { odd, made }
}

const completeness = ({ value, id }: World, resource: string): Promise<Output<'reading.completeness'>> => value('reading.completeness', { resource, accounts: [id], customers: null })
const asked = async ({ seen }: World, path: string): Promise<number> => (await seen()).filter((one) => one.path.endsWith(path)).length

const LONG = 'x'.repeat(201)
const member = { id: 1, name: 'A', email: 'a@acme.example', grant_type: 'team', roles: [{ environment_type: 'dev', role_name: LONG, role_type: 'environment' }] }
const grant = { id: 'pg-1', project: { id: 1, name: 'P', environment: { id: 1, type: 'dev' } }, project_role: { id: 'pr-1', name: LONG }, user: { id: 1, name: 'A' } }

it.each<[string, string, unknown, string?]>([
  ['members', 'members', [member]],
  ['environmentRoles', 'environment_roles', { data: [{ id: 'er-1', name: LONG, type: 'custom' }] }],
  ['projectRoles', 'project_roles', { data: [{ id: 'pr-1', name: LONG, type: 'custom' }] }],
  ['grants', 'projects/\\d+/project_grants', { data: [grant] }],
  // Sums beyond what the store takes: an error that nobody expected.
  ['recipes', 'recipes', { items: [1, 2].map((id) => ({ id, name: 'R', running: true, job_succeeded_count: Number.MAX_SAFE_INTEGER })) }, 'INTERNAL'],
])('%s of one customer that cannot be kept are a failure of that customer alone', async (resource, path, body, code = 'BAD_RESPONSE') => {
  const { odd, made } = await withOddAnswer(path, body)
  await expect.poll(() => completeness(made, resource), { timeout: 15_000 }).toMatchObject({ total: 6, read: 5, failures: [{ customerId: odd, code }] })
  expect(await made.value('sync.state', { accountId: made.id })).toMatchObject({ error: null })
  await expect.poll(() => completeness(made, 'grants'), { timeout: 15_000 }).toMatchObject({ total: 6 })
  if (!path.includes('\\d')) expect(await asked(made, `/managed_users/${String(odd)}/${path}`)).toBe(1)
})

it('a customer manager whose role cannot be kept does not keep the account from being read', async () => {
  const made = await startEngineWorld()
  world = made
  const manager = { id: 'cm-1', user: { id: 1, name: 'A', email: 'a@acme.example' }, privilege_group: { id: 'pg', name: LONG, system: true }, moderated_workspaces: [] }
  await made.control('POST', '/faults', [{ match: { path: '/customer_managers$' }, fault: { kind: 'status', status: 200, body: { result: { items: [manager] } } } }])
  await made.start()
  await expect.poll(() => completeness(made, 'members'), { timeout: 15_000 }).toMatchObject({ total: 6, read: 6 })
  const { rows: [row] } = await made.value<Output<'customers.page'>>('customers.page', { accountId: made.id, filter: { search: '', plans: [], statuses: [], models: [], apps: [], joinedFrom: null, joinedTo: null }, sort: { by: 'name', direction: 'asc' }, offset: 0, limit: 1 })
  const { reads } = await made.value<Output<'workspace.get'>>('workspace.get', { accountId: made.id, customerId: row?.id })
  expect(reads.find(({ resource }) => resource === 'managers')).toMatchObject({ readAt: null, failure: { code: 'BAD_RESPONSE' } })
})
