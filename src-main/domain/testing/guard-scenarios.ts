import { expect } from 'vitest'
import type { Member } from '../../contract/access'
import type { GroupId, MemberId, ProjectId, ProjectRoleId } from '../../contract/ids'
import type { Intent } from '../../contract/intents'
import type { CustomerFacts } from '../facts'
import { brand, customer, grant, intent, ME, member, NOW, pending, planInput, remove, role } from './build'
import type { Planner } from './planner'

const ADMIN = member(99, { dev: 'EnvironmentAdmin', test: 'EnvironmentAdmin', prod: 'EnvironmentAdmin' })
const world = (more: Partial<CustomerFacts> = {}, ...people: readonly Member[]): CustomerFacts => customer([ADMIN, member(1, { dev: 'Member' }), ...people], more)
const inGroup = (id: number, wish: boolean, group = 'pf-one'): Intent => intent('group.member', { target: { groupId: brand<GroupId>(group), memberId: brand<MemberId>(id) }, base: !wish, wish })
const granting = (project: string, id: number, wish: string | null, base: string | null = null): Intent => intent('project.grant', {
  target: { projectId: brand<ProjectId>(project), environment: project === 'p-prod' ? 'prod' : 'dev', assignee: { kind: 'user', id: brand<MemberId>(id) } },
  base: base === null ? null : { id: brand<ProjectRoleId>(`pr-${base}`), name: base }, wish: wish === null ? null : { id: brand<ProjectRoleId>(`pr-${wish}`), name: wish },
})
const invite = (email: string, roles: Record<string, string> = { dev: 'Member' }): Intent => intent('member.invite', { target: { email }, base: null, wish: { name: 'New', roles, groupIds: [] } })
const change = role(1, 'dev', 'Member', 'Support')
const me = member(5, { dev: 'EnvironmentAdmin', prod: 'Member' }, { email: ME.toUpperCase() })

/** For each guard: what it blocks, and the nearest thing that it does not. Null: sent. */
const BLOCKED: Readonly<Record<string, readonly [Intent, CustomerFacts, string | null]>> = {
  'a known role is sent': [change, world(), null],
  'a role that the customer does not have': [role(1, 'dev', 'Member', 'Ghost'), world(), 'unknown-role'],
  'roles that could not be read': [change, world({ environmentRoles: null }), 'not-read'],
  'taking access away needs no list of roles': [role(1, 'dev', 'Member', null), world({ environmentRoles: null }), null],
  'PROD of a customer without environments': [role(1, 'prod', null, 'Member'), world({ environments: [] }), 'no-environment'],
  'dev of a customer without environments': [change, world({ environments: [] }), null],
  'a customer manager': [role(2, 'dev', 'Member', 'Support'), world({}, member(2, { dev: 'Member' }, { kind: 'manager' })), 'customer-manager'],
  'removal of a customer manager': [remove(2), world({}, member(2, {}, { kind: 'manager' })), 'customer-manager'],
  'a customer on the legacy model': [change, world({ accessModel: 'legacy' }), 'legacy-model'],
  'a customer on an unknown model': [change, world({ accessModel: 'unknown' }), null],
  'a legacy role in another environment': [role(2, 'dev', null, 'Member'), world({}, { ...member(2), roles: [{ environment: 'test', roleName: 'Admin', roleType: 'privilege_group' }] }), 'legacy-model'],
  'no access with a legacy type': [role(2, 'dev', null, 'Member'), world({}, { ...member(2), roles: [{ environment: 'test', roleName: null, roleType: 'privilege_group' }] }), null],
  'groups of a legacy customer': [inGroup(1, true), world({ accessModel: 'legacy' }), 'legacy-model'],
  'a member who is gone': [role(77, 'dev', 'Member', 'Support'), world(), 'member-gone'],
  'own removal': [remove(5), world({}, me), 'own-access'],
  'no access for oneself': [role(5, 'prod', 'Member', null), world({}, me), 'own-access'],
  'no administrator any more oneself': [role(5, 'dev', 'EnvironmentAdmin', 'Member'), world({}, me), 'own-access'],
  'another plain role for oneself': [role(5, 'prod', 'Member', 'Support'), world({}, me), null],
  'the last administrator': [role(99, 'prod', 'EnvironmentAdmin', 'Member'), world(), 'last-admin'],
  'removal of the last administrator': [remove(99), world(), 'last-admin'],
  'the last but for a manager': [role(99, 'prod', 'EnvironmentAdmin', 'Member'), world({}, member(2, { dev: 'EnvironmentAdmin' }, { kind: 'manager' })), null],
  'the last in PROD, others being in dev': [role(99, 'prod', 'EnvironmentAdmin', 'Member'), world({}, member(2, { dev: 'EnvironmentAdmin' })), 'last-admin'],
  'the group of everybody': [inGroup(1, true, 'am-all'), world({ groups: [{ id: brand<GroupId>('am-all'), name: 'All', description: null, system: true, memberIds: [] }] }), 'system-group'],
  'a group that is gone': [inGroup(1, true, 'pf-gone'), world(), 'group-gone'],
  'groups that were not read': [inGroup(1, true), world({ groups: null }), 'not-read'],
  'a project that is gone': [granting('p-gone', 1, 'ProjectAdmin'), world(), 'project-gone'],
  'a project role that is not known': [granting('p-dev', 1, 'Ghost'), world(), 'unknown-role'],
  'a grant on a known project': [granting('p-dev', 1, 'ProjectAdmin'), world(), null],
  'an invitation after 19 minutes': [invite('New@acme.example'), world({ invites: [{ email: 'new@acme.example', at: NOW - 20 * 60_000 + 1 }] }), 'invite-window'],
  'an invitation after 20 minutes': [invite('new@acme.example'), world({ invites: [{ email: 'new@acme.example', at: NOW - 20 * 60_000 }] }), null],
  'an invitation that the clock dated into the future': [invite('new@acme.example'), world({ invites: [{ email: 'new@acme.example', at: NOW + 365 * 86_400_000 }] }), null],
  'an invitation, the clock having been set back a little': [invite('new@acme.example'), world({ invites: [{ email: 'new@acme.example', at: NOW + 60_000 }] }), 'invite-window'],
  'an invitation without a role': [invite('new@acme.example', {}), world(), 'role-required'],
  'an invitation with an unknown role': [invite('new@acme.example', { dev: 'Ghost' }), world(), 'unknown-role'],
}

const GUARDS = Object.entries(BLOCKED).map(([name, [one, facts, reason]]) => [`guard: ${name}`, (planner: Planner): void => {
  const [item] = planner.plan(planInput(pending(one), [facts])).items
  expect(item !== undefined && 'reason' in item ? item.reason.kind : item?.verdict).toBe(reason ?? 'send')
}] as const)

const callsOf = (planner: Planner, facts: CustomerFacts, ...intents: readonly Intent[]): readonly unknown[] => planner.plan(planInput(pending(...intents), [facts])).requests.map(({ call }) => call)

/** Guards one by one, and what goes into one request. */
export const GUARD_SCENARIOS: Readonly<Record<string, (planner: Planner) => void>> = {
  ...Object.fromEntries(GUARDS),
  'changes of people whom the same plan removes are held back, others are not': (planner) => {
    const facts = world({}, member(2, { dev: 'Member' }))
    const { items } = planner.plan(planInput(pending(change, remove(1), inGroup(1, true), granting('p-dev', 1, 'ProjectAdmin'), role(2, 'dev', 'Member', 'Support')), [facts]))
    expect(items.map((one) => ('reason' in one ? one.reason.kind : one.verdict))).toEqual(['removed-here', 'send', 'removed-here', 'removed-here', 'send'])
  },
  'each group and direction is one call with all its people': (planner) => {
    const groups = ['pf-one', 'pf-two'].map((id) => ({ id: brand<GroupId>(id), name: id, description: null, system: false, memberIds: [brand<MemberId>(3)] }))
    const facts = world({ groups }, member(2), member(3))
    expect(callsOf(planner, facts, inGroup(1, true), inGroup(2, true), inGroup(3, false), inGroup(1, true, 'pf-two'))).toEqual([
      { kind: 'group.add', groupId: 'pf-one', memberIds: [1, 2] }, { kind: 'group.remove', groupId: 'pf-one', memberIds: [3] }, { kind: 'group.add', groupId: 'pf-two', memberIds: [1] },
    ])
  },
  '101 grants of a project are two calls, removals one each by the id of the grant': (planner) => {
    const people = Array.from({ length: 101 }, (_, i) => member(200 + i))
    const facts = world({ grants: [grant('p-dev', 'dev', 'ProjectAdmin', 1)] }, ...people)
    const calls = callsOf(planner, facts, granting('p-dev', 1, null, 'ProjectAdmin'), ...people.map(({ id }) => granting('p-dev', id, 'ProjectOperator'))) as readonly { kind: string; grants?: readonly unknown[] }[]
    expect(calls.map(({ kind, grants }) => [kind, grants?.length])).toEqual([['grant.remove', undefined], ['grants.set', 100], ['grants.set', 1]])
    expect(calls[0]).toMatchObject({ grantId: 'pg-p-dev-1' })
  },
  'new administrators first, removals last': (planner) => {
    const facts = world({}, member(2, { dev: 'Member' }))
    expect(callsOf(planner, facts, remove(99), change, ...(['dev', 'test', 'prod'] as const).map((env) => role(2, env, env === 'dev' ? 'Member' : null, 'EnvironmentAdmin')))
      .map((call) => (call as { memberId: number }).memberId)).toEqual([2, 1, 99])
  },
  'only what changed is sent where the account says so, "No access" by its null': (planner) => {
    const input = planInput(pending(role(2, 'prod', 'Member', null)), [world({}, member(2, { dev: 'Member', prod: 'Member' }))])
    const [account] = [...input.accounts.values()]
    if (account === undefined) throw new Error('no account')
    const sent = (sendOnlyChanged: boolean): unknown => planner.plan({ ...input, accounts: new Map([...input.accounts.keys()].map((id) => [id, { ...account, sendOnlyChanged }])) }).requests[0]?.call
    const none = { environment: 'prod', roleName: null, roleType: 'environment' }
    expect(sent(true)).toMatchObject({ roles: [none], changed: ['prod'] })
    expect(sent(false)).toMatchObject({ roles: [{ environment: 'dev', roleName: 'Member', roleType: 'environment' }, none], changed: ['prod'] })
  },
}
