import { expect, it } from 'vitest'
import { generateAccounts } from './generate'
import { handle } from './handle'
import { DATA_NOW } from './model'
import { testWorld } from './test-world'
import { splitPeriod } from './usage'
import { World } from './world'

it('weeks begin with Monday, also when the period begins on a Sunday', () => {
  const day = (number: number): number => Date.UTC(2026, 10, number)
  expect(splitPeriod(day(22), day(25), 'week').map(({ from, to }) => [from, to])).toEqual([[day(22), day(23)], [day(23), day(25)]])
})

it('a request that is out of scope takes nothing of the quota', () => {
  const { call, addToken } = testWorld({ quotaFactor: 1 })
  const narrow = addToken({ groups: ['customers'], environments: null, projects: null })
  for (let count = 0; count < 61; count += 1) expect(call('GET', 'MU/members', {}, narrow).status).toBe(403)
  expect(call('GET', 'MU/members').status).toBe(200)
})

it('a customer keeps the external id that it has, and takes none of another', () => {
  const { call, account, customer } = testWorld()
  const other = account.customers.find(({ external_id, id }) => external_id !== null && id !== customer.id)
  expect(call('PUT', 'MU', { external_id: 'own' }).status).toBe(200)
  expect(call('PUT', 'MU', { external_id: 'own', name: 'Renamed' }).status).toBe(200)
  expect(call('PUT', 'MU', { external_id: other?.external_id }).status).toBe(400)
})

it('addresses are searched whatever their case', () => {
  const { workspace, read } = testWorld()
  const [first] = workspace.members
  Object.assign(first ?? {}, { email: 'Ines.Roy@Acme.example' })
  expect(read<{ data: { id: number }[] }>('GET', 'MU/members?email=ines.roy@acme').data.map(({ id }) => id)).toEqual([first?.id])
})

it('whoever is added to a group twice is in it once', () => {
  const { workspace, call } = testWorld()
  const group = workspace.groups.find(({ system }) => !system)
  if (group === undefined) throw new Error('there is no group')
  group.member_ids = []
  const id = workspace.members[0]?.id ?? 0
  for (let count = 0; count < 2; count += 1) expect(call('POST', `MU/user_groups/${group.id}/members`, { user_ids: [id] }).status).toBeLessThan(300)
  expect(group.member_ids).toEqual([id])
})

it('an inherited role cannot be changed, like one of the system', () => {
  const { workspace, call } = testWorld()
  const [role] = workspace.environmentRoles
  if (role === undefined) throw new Error('there is no role')
  const fields = { environment_role: { name: 'Other', config: {} } }
  for (const type of ['system', 'inherited'] as const) {
    Object.assign(role, { type })
    expect([call('PUT', `MU/environment_roles/${role.id}`, fields).status, call('DELETE', `MU/environment_roles/${role.id}`).status]).toEqual([400, 400])
  }
})

it('a hundred grants are taken in one request, one more is refused', () => {
  const { workspace, call, customer } = testWorld({ people: 110 })
  const grants = workspace.members.slice(0, 101).map(({ id }) => ({ assignment_type: 'User', assignment_id: String(id), project_role_id: workspace.projectRoles[0]?.id }))
  const project = workspace.projects.find(({ environment }) => environment === 'dev')
  const save = (count: number): number => call('PUT', `/api/managed_users/${String(customer.id)}/projects/${String(project?.id)}/project_grants`, { project_grants: grants.slice(0, count) }).status
  expect([grants.length, save(101), save(100)]).toEqual([101, 400, 200])
})

it('what changes data is told to whoever keeps them, what reads is not', () => {
  let told = 0
  const world = new World({ start: () => generateAccounts({ seed: 11, accounts: 1, customers: [3], people: 2 }), quotaFactor: null, now: () => DATA_NOW, onChange: () => (told += 1) })
  const [account] = world.accounts
  if (account === undefined) throw new Error('there is no account')
  const call = (method: string): number => handle(world, { account, method, path: `/api/managed_users/${String(account.customers[0]?.id)}`, search: '', body: { name: 'Renamed' }, token: account.tokens[0]?.value ?? null }).status
  expect([call('GET'), told, call('PUT'), told]).toEqual([200, 0, 200, 1])
})
