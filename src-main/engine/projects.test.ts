import { afterEach, expect, it } from 'vitest'
import type { Output } from '../contract'
import { startEngineWorld } from '../testing/engine-world'

interface EmulatedProject { readonly id: number; readonly environment: 'dev' | 'test' | 'prod' }
interface State {
  readonly customers: readonly { readonly id: number; readonly environments: readonly { readonly id: number; readonly environment_type: string }[] }[]
  readonly workspaces: Readonly<Record<string, { readonly projects: readonly EmulatedProject[]; readonly grants: readonly { readonly id: string; readonly project_id: number }[] }>>
}
type World = Awaited<ReturnType<typeof startEngineWorld>>

let world: World | null = null
afterEach(async () => {
  await world?.stop()
  world = null
})

const shown = ({ value, id }: World, customerId: number): Promise<Output<'workspace.projects'>> => value('workspace.projects', { accountId: id, customerId })
const wholeOf = ({ value, id }: World, resource: 'projects' | 'grants') => expect.poll(() => value('reading.completeness', { resource, accounts: [id], customers: null }), { timeout: 15_000 })

it('projects of DEV, TEST and PROD are read under the id of each environment, with their grants', async () => {
  world = await startEngineWorld()
  // Only the environment's own id reaches its projects (contract 14.16).
  await world.control('POST', '/switches', { grants_through_any_environment: false })
  await world.start()
  await wholeOf(world, 'grants').toMatchObject({ total: 6, read: 6, failed: 0 })
  const { customers, workspaces } = await world.control<State>('GET', '/state?account=a1')
  expect(customers.some(({ environments }) => environments.length === 3)).toBe(true)
  expect(customers.some(({ environments }) => environments.length === 0)).toBe(true)
  for (const { id, environments } of customers) {
    const { projects, grants } = workspaces[id] ?? { projects: [], grants: [] }
    const found = (await shown(world, id)).projects
    const idOf = (type: string): number => environments.find(({ environment_type }) => environment_type === type)?.id ?? id
    expect(found.map(({ project }) => [project.id, project.environment]).sort()).toEqual(projects.map((one) => [String(one.id), { id: idOf(one.environment), type: one.environment }]).sort())
    expect(found.flatMap((one) => (one.grants ?? []).map((grant) => grant.id)).sort()).toEqual(grants.filter(({ project_id }) => projects.some((one) => one.id === project_id)).map((one) => one.id).sort())
  }
})

it('an environment that the API client does not reach hides nothing of the others and keeps what was known of it', async () => {
  world = await startEngineWorld()
  await world.start()
  await wholeOf(world, 'projects').toMatchObject({ read: 6 })
  const { customers } = await world.control<State>('GET', '/state?account=a1')
  const customer = customers.find(({ environments }) => environments.length === 3)
  if (customer === undefined) throw new Error('no customer has environments')
  const before = await shown(world, customer.id)
  const prod = customer.environments.find(({ environment_type }) => environment_type === 'prod')?.id
  await world.control('POST', '/faults', [{ match: { path: `/api/managed_users/${String(prod)}/projects$` }, fault: { kind: 'status', status: 403, body: { message: 'Forbidden' } } }])
  const readAt = async (): Promise<number> => (await world?.value<Output<'workspace.get'>>('workspace.get', { accountId: world.id, customerId: customer.id }))?.reads.find(({ resource }) => resource === 'projects')?.readAt ?? 0
  const first = await readAt()
  await world.value('workspace.onScreen', { accountId: world.id, customerId: customer.id })
  await world.value('workspace.refresh', { accountId: world.id, customerId: customer.id })
  await expect.poll(readAt, { timeout: 15_000 }).toBeGreaterThan(first)
  expect((await world.seen()).filter(({ path }) => path === `/api/managed_users/${String(prod)}/projects`).map(({ status }) => status)).toEqual([200, 403])
  expect((await shown(world, customer.id)).projects.map(({ project }) => project)).toEqual(before.projects.map(({ project }) => project))
  const { scopes } = await world.value<Output<'doctor.scopes'>>('doctor.scopes', { accountId: world.id })
  expect(scopes.find(({ scope }) => scope === 'projects')?.state).toBe('allowed')
})
