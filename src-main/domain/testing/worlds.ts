import fc from 'fast-check'
import type { EnvironmentType, Member } from '../../contract/access'
import type { CustomerId, GroupId, MemberId, ProjectId, ProjectRoleId } from '../../contract/ids'
import type { Intent, IntentMap } from '../../contract/intents'
import type { CustomerFacts } from '../facts'
import { ACCOUNTS, brand, customer, grant, intent, ME, member, NOW } from './build'

/** Ids repeat over accounts and customers on purpose: nothing may be mixed up. */
const ROLE = fc.constantFrom(null, 'Member', 'EnvironmentManager', 'EnvironmentAdmin', 'Support')
const WISH = fc.oneof({ weight: 6, arbitrary: ROLE }, { weight: 1, arbitrary: fc.constant('Ghost') })
const ENV = fc.constantFrom<EnvironmentType>('dev', 'test', 'prod')
const CELLS = fc.record({ dev: ROLE, test: ROLE, prod: ROLE }, { requiredKeys: [] })
const PEOPLE = [1, 2, 3, 4]
const PROJECTS = { 'p-dev': 'dev', 'p-prod': 'prod' } as const
const PROJECT = fc.constantFrom<keyof typeof PROJECTS>('p-dev', 'p-prod')
const PROJECT_ROLE = fc.constantFrom('ProjectAdmin', 'ProjectOperator')
const ASSIGNEE = fc.constantFrom<number | string>(1, 2, 3, 'pf-one')

const memberArbitrary = (id: number): fc.Arbitrary<Member> => fc.record({ cells: CELLS, legacy: fc.integer({ max: 12, min: 0 }), manager: fc.integer({ max: 9, min: 0 }) }).map(({ cells, legacy, manager }) => {
  const one = member(id, cells, { kind: manager === 0 ? 'manager' : 'team', ...(id === 4 ? { email: ME.toUpperCase() } : {}) })
  return legacy === 0 ? { ...one, roles: one.roles.map((held) => ({ ...held, roleType: 'privilege_group' as const })) } : one
})

/** A customer of up to four people, one of whom may be the person at the keyboard. */
const customerArbitrary = (account: 0 | 1, id: number): fc.Arbitrary<CustomerFacts> => fc.record({
  people: fc.subarray(PEOPLE).chain((ids) => fc.tuple(...ids.map(memberArbitrary))),
  environments: fc.oneof({ weight: 5, arbitrary: fc.constant(['prod', 'dev', 'test'] as const) }, { weight: 1, arbitrary: fc.constant([] as const) }),
  accessModel: fc.oneof({ weight: 8, arbitrary: fc.constant('migrated' as const) }, { weight: 1, arbitrary: fc.constantFrom('legacy' as const, 'unknown' as const) }),
  inGroup: fc.subarray([1, 2, 3]), readable: fc.integer({ min: 0, max: 9 }),
  grants: fc.uniqueArray(fc.tuple(PROJECT, PROJECT_ROLE, ASSIGNEE), { selector: ([project, , who]) => `${project}${String(who)}`, maxLength: 4 }),
  invited: fc.option(fc.integer({ min: 0, max: 40 })),
}).map(({ people, environments, accessModel, inGroup, grants, invited, readable }) => {
  const there = new Set<number>(people.map((one) => one.id))
  const base = customer(people, { accountId: ACCOUNTS[account], customerId: brand<CustomerId>(id), environments, accessModel })
  return {
    ...base,
    groups: readable === 0 ? null : (base.groups ?? []).map((one) => (one.system ? one : { ...one, memberIds: inGroup.filter((who) => there.has(who)).map((who) => brand<MemberId>(who)) })),
    grants: readable === 1 ? null : grants.filter(([, , who]) => typeof who === 'string' || there.has(who)).map(([project, name, who]) => grant(project, PROJECTS[project], name, who)),
    invites: invited === null ? [] : [{ email: 'new@acme.example', at: NOW - invited * 60_000 }],
  }
})

const granted = (name: string | null): { id: ProjectRoleId; name: string } | null => (name === null ? null : { id: brand<ProjectRoleId>(`pr-${name}`), name })
const where = fc.record({ account: fc.constantFrom<0 | 1>(0, 1), id: fc.constantFrom(10, 11) }).map(({ account, id }) => ({ accountId: ACCOUNTS[account], customerId: brand<CustomerId>(id) }))
const person = fc.constantFrom(...PEOPLE).map((id) => brand<MemberId>(id))

const intentArbitrary: fc.Arbitrary<Intent> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(where, person, ENV, ROLE, WISH, CELLS).map(([at, id, environment, base, wish, seen]) => intent('member.role', { ...at, target: { memberId: id, environment }, base, wish, seen })) },
  { weight: 2, arbitrary: fc.tuple(where, person).map(([at, id]) => intent('member.remove', { ...at, target: { memberId: id }, base: true, wish: false })) },
  { weight: 2, arbitrary: fc.tuple(where, person, fc.constantFrom('pf-one', 'am-all', 'pf-gone'), fc.boolean()).map(([at, id, group, wish]) => intent('group.member', { ...at, target: { groupId: brand<GroupId>(group), memberId: id }, base: !wish, wish })) },
  { weight: 2, arbitrary: fc.tuple(where, PROJECT, ASSIGNEE, fc.option(PROJECT_ROLE), fc.option(PROJECT_ROLE)).map(([at, project, who, base, wish]) => intent('project.grant', {
    ...at, target: { projectId: brand<ProjectId>(project), environment: PROJECTS[project], assignee: typeof who === 'number' ? { kind: 'user', id: brand<MemberId>(who) } : { kind: 'group', id: brand<GroupId>(who) } }, base: granted(base), wish: granted(wish),
  })) },
  { weight: 1, arbitrary: fc.tuple(where, fc.constantFrom('new@acme.example', 'p1@acme.example', 'NEW@acme.example'), fc.dictionary(ENV, fc.constantFrom('Member', 'EnvironmentAdmin', 'Ghost'), { maxKeys: 2 })).map(([at, email, roles]) => intent('member.invite', { ...at, target: { email }, base: null, wish: { name: 'New', roles: roles as IntentMap['member.invite']['wish']['roles'], groupIds: [] } })) },
)

export interface World { readonly customers: readonly CustomerFacts[]; readonly intents: readonly Intent[] }

/** Two accounts with two customers each, three of which are read, and edits of every kind on all of them. Bases are often what is there. */
export const worldArbitrary: fc.Arbitrary<World> = fc.record({
  customers: fc.tuple(customerArbitrary(0, 10), customerArbitrary(0, 11), customerArbitrary(1, 10)), intents: fc.array(intentArbitrary, { maxLength: 14 }),
  fresh: fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }),
}).map(({ customers, intents, fresh }) => ({ customers, intents: intents.map((one, i) => (fresh[i] === true ? rebased(one, customers) : one)) }))

/** The intent as if it had been made on what is there now. */
function rebased(one: Intent, customers: readonly CustomerFacts[]): Intent {
  const facts = customers.find(({ accountId, customerId: id }) => accountId === one.accountId && id === one.customerId)
  if (one.kind === 'member.role') {
    const target = facts?.members.find(({ id }) => id === one.target.memberId)
    return target === undefined ? one : { ...one, base: target.roles.find(({ environment }) => environment === one.target.environment)?.roleName ?? null }
  }
  if (one.kind !== 'project.grant') return one
  const there = facts?.grants?.find(({ project, assignee }) => project.id === one.target.projectId && assignee.id === one.target.assignee.id)
  return { ...one, base: there === undefined ? null : there.projectRole }
}
