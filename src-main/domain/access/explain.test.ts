import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CustomerManager, EnvironmentType } from '../../contract/access'
import type { GroupId, MemberId } from '../../contract/ids'
import { brand, CUSTOMER, customer, environmentRole, grant, member } from '../testing/build'
import { explainAccess, type PersonFacts } from './explain'

const ENV = fc.constantFrom<EnvironmentType>('dev', 'test', 'prod')
const ROLE = fc.constantFrom(null, 'Member', 'EnvironmentAdmin', 'Admin')
const manager = (workspaces: CustomerManager['workspaces']): CustomerManager =>
  ({ id: brand('cm1'), user: { id: brand(1), name: '', email: '' }, role: { id: brand('247'), name: 'Customer Admin', system: false }, workspaces })

/** One person with id 1 in any position, and grants and groups that also belong to others. */
const personArbitrary: fc.Arbitrary<PersonFacts> = fc.record({
  member: fc.option(fc.tuple(fc.record({ dev: ROLE, test: ROLE, prod: ROLE }, { requiredKeys: [] }), fc.constantFrom('team' as const, 'manager' as const, 'unknown' as const), fc.boolean(), fc.boolean())),
  manager: fc.option(fc.constantFrom<CustomerManager['workspaces']>('all', [CUSTOMER], [])), environments: fc.constantFrom<readonly EnvironmentType[]>([], ['prod', 'test', 'dev'], ['dev', 'prod']),
  inOne: fc.boolean(),
  grants: fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b'), ENV, fc.constantFrom('R1', 'R2'), fc.constantFrom<number | string>(1, 2, 'pf-one', 'pf-two', 'am-all')), { maxLength: 8, selector: ([project, type, , who]) => `${project}${type}${String(who)}` }),
}).map(({ member: held, manager: workspaces, environments, inOne, grants }) => ({
  customerId: CUSTOMER, environments, environmentRoles: [environmentRole('Member')], manager: workspaces === null ? null : manager(workspaces),
  member: held === null ? null : { ...member(1, held[0], { kind: held[1], groups: held[3] ? [{ id: brand<GroupId>('pf-two'), name: 'two' }] : null }), roles: member(1, held[0]).roles.map((one) => ({ ...one, roleType: held[2] ? 'environment' as const : 'privilege_group' as const })) },
  groups: [{ id: brand<GroupId>('am-all'), name: 'all', system: true, memberIds: [] }, ...['pf-one', 'pf-two'].map((id) => ({ id: brand<GroupId>(id), name: id, system: false, memberIds: id === 'pf-one' && inOne ? [brand<MemberId>(1)] : [brand<MemberId>(2)] }))],
  grants: grants.map(([project, type, name, who]) => grant(`${project}-${type}`, type, name, who)),
}))

/** The verdict as a line, found by asking every fact separately. */
function naive(person: PersonFacts, environment: EnvironmentType): string {
  const there = person.environments.length === 0 ? environment === 'dev' : person.environments.includes(environment)
  if (!there) return 'none: no-environment'
  const managed = person.manager !== null && (person.manager.workspaces === 'all' || person.manager.workspaces.some((id) => id === person.customerId))
  const held = person.member?.roles.find((one) => one.environment === environment)
  if (person.member?.kind === 'manager') {
    const name = held?.roleName ?? person.member.roles.map(({ roleName }) => roleName).find((one) => one !== null) ?? (managed ? 'Customer Admin' : null)
    return name === null ? 'none: no-access' : `manager ${name}`
  }
  if (person.member === null) return managed ? 'manager Customer Admin' : 'none: not-a-member'
  const projects = new Set<string>()
  for (const { project, assignee } of person.grants) {
    if (project.environment.type !== environment) continue
    if (assignee.kind === 'user' && assignee.id === 1) projects.add(project.id)
    if (assignee.kind === 'group' && assignee.id === 'am-all') projects.add(project.id)
    if (assignee.kind === 'group' && person.groups.some(({ id, memberIds }) => id === assignee.id && memberIds.some((one) => one === 1))) projects.add(project.id)
    if (assignee.kind === 'group' && person.member.groups?.some(({ id }) => id === assignee.id) === true) projects.add(project.id)
  }
  if (held?.roleName !== null && held !== undefined) return `role ${held.roleName} ${held.roleType} ${String(projects.size)}`
  return projects.size > 0 ? `projects-only ${String(projects.size)}` : 'none: no-access'
}

function line({ verdict }: ReturnType<typeof explainAccess>): string {
  switch (verdict.kind) {
    case 'none': return `none: ${verdict.why}`
    case 'manager': return `manager ${verdict.roleName}`
    case 'role': return `role ${verdict.roleName} ${verdict.legacy ? 'privilege_group' : 'environment'} ${String(verdict.projects)}`
    case 'projects-only': return `projects-only ${String(verdict.projects)}`
  }
}

it('says what asking every fact separately says, for anybody anywhere (product 62)', () => {
  fc.assert(fc.property(personArbitrary, ENV, (person, environment) => {
    expect(line(explainAccess(person, environment))).toBe(naive(person, environment))
  }), { numRuns: 3000 })
})

it('the path has each grant of the person once, behind the group that it comes through', () => {
  fc.assert(fc.property(personArbitrary, ENV, (person, environment) => {
    const { path, verdict } = explainAccess(person, environment)
    const grants = path.flatMap((one) => (one.kind === 'grant' ? [one] : []))
    expect(new Set(grants.map(({ grantId, groupId }) => `${grantId}${String(groupId)}`)).size).toBe(grants.length)
    for (const one of grants) expect(one.groupId === null || path.findIndex((other) => other.kind === 'group' && other.groupId === one.groupId) < path.indexOf(one)).toBe(true)
    if ('projects' in verdict) expect(new Set(grants.map(({ projectId }) => projectId)).size).toBe(verdict.projects)
    else expect(grants).toEqual([])
  }), { numRuns: 1000 })
})

it('a membership by hand wins over managing the customer, and the path says so', () => {
  const { groups, grants, environments } = customer([])
  const facts: PersonFacts = { customerId: CUSTOMER, environments, groups: groups ?? [], grants: grants ?? [], environmentRoles: [environmentRole('Member')], member: member(1, { prod: 'Member' }), manager: manager('all') }
  expect(explainAccess(facts, 'prod')).toEqual({
    verdict: { kind: 'role', roleName: 'Member', legacy: false, projects: 0 },
    path: [{ kind: 'member', customerId: CUSTOMER, memberId: 1 }, { kind: 'manager-overridden', managerId: 'cm1' }, { kind: 'environment-role', environment: 'prod', roleName: 'Member', roleId: 'er-Member' }],
  })
})
