import { afterEach, expect, it } from 'vitest'
import type { Output } from '../contract'
import type { EnvironmentType } from '../contract/access'
import { startEngineWorld } from '../testing/engine-world'

interface State {
  readonly customers: readonly { readonly id: number; readonly name: string }[]
  readonly workspaces: Readonly<Record<string, Workspace>>
}
interface Workspace {
  readonly members: readonly { readonly id: number; readonly email: string; readonly roles: readonly { readonly environment_type: EnvironmentType; readonly role_name: string; readonly role_type: string }[] }[]
  readonly groups: readonly { readonly id: string; readonly name: string; readonly system: boolean; readonly member_ids: readonly number[] }[]
  readonly environmentRoles: readonly { readonly id: number; readonly name: string; readonly type: string; readonly config: object }[]
  readonly projects: readonly { readonly id: number; readonly name: string; readonly environment: EnvironmentType }[]
  readonly projectRoles: readonly { readonly id: string; readonly name: string }[]
  readonly grants: readonly { readonly project_id: number; readonly user_id: number | null; readonly group_id: string | null; readonly project_role_id: string }[]
}

let world: Awaited<ReturnType<typeof startEngineWorld>> | null = null
afterEach(async () => {
  await world?.stop()
  world = null
})

const MANAGER = '@partner.example'

/** Texts that only one of two lists holds. */
const symmetric = (a: readonly string[], b: readonly string[]): string[] => [...a.filter((one) => !b.includes(one)), ...b.filter((one) => !a.includes(one))].sort()

/** What a person has in a customer, straight from the state of the other side. */
function person(workspace: Workspace, customer: number, email: string): string[] {
  const member = workspace.members.find((one) => one.email === email)
  if (member === undefined) return []
  const groups = workspace.groups.filter(({ system, member_ids }) => system || member_ids.includes(member.id))
  const grants = workspace.grants.filter(({ user_id, group_id }) => user_id === member.id || groups.some(({ id }) => id === group_id))
  const projects = new Map<string, string[]>()
  for (const { project_id, project_role_id } of grants) {
    const project = workspace.projects.find(({ id }) => id === project_id)
    const role = workspace.projectRoles.find(({ id }) => id === project_role_id)?.name ?? ''
    const key = `${project?.environment ?? ''} grant ${project?.name ?? ''}`
    projects.set(key, [...(projects.get(key) ?? []), role].sort())
  }
  return [
    'null member member', ...member.roles.filter(({ role_name }) => role_name !== 'No access').map(({ environment_type, role_name }) => `${environment_type} access role=${role_name}`),
    ...groups.map(({ name }) => `null group ${name}`), ...[...projects].map(([key, roles]) => `${key}=${roles.join(', ')}`),
  ].map((one) => `${String(customer)} ${one}`)
}

it('two people, two customers, and all roles of a name are what the state of the other side says (row 16)', { timeout: 90_000 }, async () => {
  world = await startEngineWorld({ customers: 8, people: 9, seed: 6 })
  const { value, control, id, seen } = world
  await control('POST', '/switches', { members_have_groups: false })
  await world.start()
  for (const resource of ['members', 'groupMembers', 'grants', 'environmentRoles', 'projectRoles'] as const) {
    await expect.poll(() => value('reading.completeness', { resource, accounts: [id], customers: null }), { timeout: 30_000 }).toMatchObject({ total: 8, read: 8 })
  }
  const { customers, workspaces } = await control<State>('GET', '/state?account=a1')
  const of = (customer: number): Workspace => {
    const found = workspaces[customer]
    if (found === undefined) throw new Error('the state lacks a workspace')
    return found
  }
  const everybody = [...new Set(customers.flatMap((one) => of(one.id).members.map(({ email }) => email)))]
  let differences = 0
  for (const [a, b] of everybody.slice(0, 24).map((email, i) => [email, everybody[(i * 7 + 3) % everybody.length] ?? ''] as const)) {
    const { rows, matched } = await value<Output<'people.compare'>>('people.compare', { a, b, alike: false, offset: 0, limit: 200 })
    const told = rows.flatMap(({ customerId, environment, part, what, a: left, b: right }) => [left, right].flatMap((one) => (one === null ? [] : [`${String(customerId)} ${String(environment)} ${part} ${part === 'access' || part === 'grant' ? `${what}=${one}` : what}`])))
    expect(told.sort(), `${a} and ${b}`).toEqual(symmetric(customers.flatMap((one) => person(of(one.id), one.id, a)), customers.flatMap((one) => person(of(one.id), one.id, b))))
    expect(matched).toBe(rows.length)
    differences += rows.length
  }
  expect(differences).toBeGreaterThan(50)

  const access = (customer: number): string[] => of(customer).members.flatMap(({ email, roles }) => roles.filter(({ role_name }) => role_name !== 'No access').map(({ environment_type, role_name }) => `${environment_type} ${email.toLowerCase()}=${role_name}`))
  const inGroups = (customer: number): string[] => of(customer).groups.filter(({ system }) => !system).flatMap(({ name, member_ids }) => member_ids.map((one) => `null ${name}: ${of(customer).members.find((member) => member.id === one)?.email.toLowerCase() ?? ''}=member`))
  for (const [i, a] of customers.entries()) {
    const b = customers[(i + 3) % customers.length]
    if (b === undefined) continue
    for (const [part, facts] of [['access', access], ['groupMember', inGroups]] as const) {
      const { rows, unread } = await value<Output<'customers.compare'>>('customers.compare', { a: { accountId: id, customerId: a.id }, b: { accountId: id, customerId: b.id }, parts: [part], alike: false, offset: 0, limit: 200 })
      expect(unread).toEqual([])
      const told = rows.flatMap(({ environment, what, a: left, b: right }) => [left, right].flatMap((one) => (one === null ? [] : [`${String(environment)} ${what}=${one}`])))
      // Customer managers are listed with the people of a customer; its state has them elsewhere.
      expect(told.filter((one) => !one.includes(MANAGER)).sort(), `${a.name} and ${b.name}: ${part}`).toEqual(symmetric(facts(a.id), facts(b.id)))
    }
  }

  const { rows: names } = await value<Output<'roles.list'>>('roles.list', { accounts: [id], tags: [], scope: 'environment', search: '', kinds: [], differing: false, offset: 0, limit: 200 })
  for (const { name, customers: count, holders } of names) {
    expect(count, name).toBe(customers.filter((one) => of(one.id).environmentRoles.some((role) => role.name === name)).length)
    const held = customers.flatMap((one) => of(one.id).members.flatMap(({ id: memberId, roles }) => roles.filter(({ role_name, role_type }) => role_name === name && role_type === 'environment').map(({ environment_type }) => `${String(one.id)} ${String(memberId)} ${environment_type}`)))
    const { rows, matched } = await value<Output<'roles.holders'>>('roles.holders', { accounts: [id], tags: [], scope: 'environment', name, offset: 0, limit: 200 })
    expect(rows.filter(({ email }) => email?.includes(MANAGER) !== true).map(({ customerId, id: memberId, environment }) => `${String(customerId)} ${memberId} ${environment}`).sort()).toEqual(held.sort())
    expect([matched, holders >= new Set(held.map((one) => one.split(' ').slice(0, 2).join(' '))).size]).toEqual([rows.length, true])
  }
  expect(names.map(({ name }) => name)).toEqual([...new Set(customers.flatMap((one) => of(one.id).environmentRoles.map(({ name }) => name)))].sort())

  // Another administrator makes one of the same name allow something else.
  const [first, second] = customers.filter((one) => of(one.id).environmentRoles.some(({ name }) => name === 'Support lead'))
  if (first === undefined || second === undefined) throw new Error('the role is not shared')
  const role = of(first.id).environmentRoles.find(({ name }) => name === 'Support lead')
  await control('POST', '/other', { account: 'a1', method: 'PUT', path: `/api/managed_users/${String(first.id)}/environment_roles/${String(role?.id)}`, body: { environment_role: { name: 'Support lead', config: { ...role?.config, logs: { privileges: ['read'] } } } } })
  // And one of them seems to be gone when it is asked for the first time.
  const missing = `/api/managed_users/${String(second.id)}/environment_roles/${String(of(second.id).environmentRoles.find(({ name }) => name === 'Support lead')?.id)}`
  await control('POST', '/faults', [{ match: { path: missing, nth: 1 }, fault: { kind: 'status', status: 404, body: {} } }])
  await control('DELETE', '/log')
  const all = { scope: 'environment', roles: { name: 'Support lead', accounts: [], tags: [] } } as const
  const { columns, rows: told } = await value<Output<'roles.compare'>>('roles.compare', all)
  expect(columns.filter(({ read }) => !read).map(({ customerId }) => customerId)).toEqual([second.id])
  expect(told.filter(({ same }) => !same).map(({ path }) => path)).toEqual(['logs.privileges'])
  const compared = await value<Output<'roles.compare'>>('roles.compare', all)
  expect(compared.columns.every(({ read }) => read)).toBe(true)
  expect(compared.rows.filter(({ same }) => !same).map(({ path, values }) => [path, [...new Set(values)].sort()])).toEqual([['logs.privileges', ['all', 'read']]])
  expect((await seen()).filter(({ path }) => /environment_roles\/\d+$/.test(path))).toHaveLength(compared.columns.length + 1)
  expect(await value('roles.list', { accounts: [id], tags: [], scope: 'environment', search: 'support LEAD', kinds: [], differing: true, offset: 0, limit: 10 })).toMatchObject({ rows: [{ name: 'Support lead', variants: 2, unread: 0 }], matched: 1 })
  await value('tags.change', { customers: [{ accountId: id, customerId: second.id }], add: ['vip'], remove: [] })
  const tagged = { accounts: [id], tags: ['vip'], scope: 'environment' } as const
  const { rows: here } = await value<Output<'roles.list'>>('roles.list', { ...tagged, search: '', kinds: [], differing: false, offset: 0, limit: 200 })
  expect(here.map(({ name, customers: count }) => [name, count])).toEqual(of(second.id).environmentRoles.map(({ name }) => [name, 1]).sort())
})
