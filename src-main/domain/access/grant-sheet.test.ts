import fc from 'fast-check'
import { expect, it } from 'vitest'
import { collaboratorGroup, member, project, projectGrant, type EnvironmentType } from '../../contract/access'
import { accountId, customerId } from '../../contract/ids'
import { coalesce } from '../staging/coalesce'
import { emptyFacts, type CustomerFacts } from '../facts'
import { brand, intent } from '../testing/build'
import { effectiveAccess } from './effective'
import { grantSheet } from './grant-sheet'

const HERE = { accountId: accountId.parse('one'), customerId: customerId.parse(1) }
const ENVIRONMENTS: readonly EnvironmentType[] = ['dev', 'test', 'prod']
const ROLES = [1, 2, 3].map((n) => ({ id: brand<never>(`pr-${String(n)}`), name: `Role ${String(n)}` }))
const people = Array.from({ length: 5 }, (_, i) => member.parse({
  id: i + 1, name: `P ${String(i)}`, email: `p${String(i)}@x.example`, kind: i === 4 ? 'manager' : 'team', grantType: null, externalId: null, timeZone: null, createdAt: null, lastActivityAt: null, lastActivityType: null, groups: null, roles: [],
}))
const projects = Array.from({ length: 6 }, (_, i) => project.parse({ id: `p${String(i)}`, name: `Project ${String(i)}`, folderId: null, description: null, environment: { id: 1, type: ENVIRONMENTS[i % 3] } }))
const groups = ['All', 'A', 'B'].map((name, i) => ({ ...collaboratorGroup.parse({ id: `g${String(i)}`, name, description: null, membersCount: null, system: i === 0, createdAt: null, updatedAt: null }), memberIds: [] }))

const upTo = (n: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: n - 1 })
const inside = fc.array(fc.tuple(upTo(3), upTo(5)), { maxLength: 8 })
const granted = fc.uniqueArray(fc.tuple(upTo(6), upTo(8), upTo(3)), { maxLength: 14, selector: ([of, to]) => `${String(of)}/${String(to)}` })
const edits = fc.array(fc.tuple(upTo(4), upTo(6), upTo(8), upTo(4)), { maxLength: 8 })
/** Of eight assignees the first five are people. */
const assignee = (n: number) => (n < 5 ? { kind: 'user' as const, id: people[n]!.id } : { kind: 'group' as const, id: groups[n - 5]!.id })

it('a sheet tells of every person and project what the effective access tells, whatever is read and staged', () => {
  fc.assert(fc.property(inside, granted, edits, (places, grants, changes) => {
    const facts: CustomerFacts = {
      ...emptyFacts(HERE.accountId, HERE.customerId), environments: [...ENVIRONMENTS], accessModel: 'migrated', members: people, projects,
      groups: groups.map((group, i) => ({ ...group, memberIds: [...new Set(places.filter(([of]) => of === i && i > 0).map(([, who]) => people[who]!.id))] })),
      grants: grants.map(([of, to, role], i) => projectGrant.parse({ id: `pg${String(i)}`, project: { id: projects[of]!.id, name: projects[of]!.name, environment: projects[of]!.environment }, projectRole: ROLES[role], assignee: { ...assignee(to), name: 'N', email: null } })),
    }
    const { pending } = coalesce(changes.map(([kind, of, to, role]) => {
      if (kind === 0) return intent('member.remove', { ...HERE, target: { memberId: people[to % 5]!.id }, base: true, wish: false })
      if (kind === 1) return intent('group.member', { ...HERE, target: { groupId: groups[1 + (of % 2)]!.id, memberId: people[to % 5]!.id }, base: false, wish: role % 2 === 0 })
      const held = facts.grants?.find((one) => one.project.id === projects[of]!.id && one.assignee.id === assignee(to).id)
      return intent('project.grant', { ...HERE, target: { projectId: projects[of]!.id, environment: projects[of]!.environment.type, assignee: assignee(to) }, base: held?.projectRole ?? null, wish: ROLES[role] ?? null })
    }))
    for (const one of people) {
      const expected = effectiveAccess(facts, projects, pending.map(({ intent: staged }) => staged), one.id).projects.flatMap(({ project: { id }, roles }) => roles.map(({ name, group, now, after }) => `${id} ${name} ${group ?? ''} ${String(now)} ${String(after)}`))
      const told = ENVIRONMENTS.flatMap((environment) => {
        const { rows, cellsOf } = grantSheet(facts, projects, pending, environment)
        return cellsOf(rows.find(({ assignee: who }) => who.kind === 'user' && who.id === one.id)!).flatMap(({ projectId, now, after, through }) => [
          ...[...new Set([now?.name, after?.name])].flatMap((name) => (name === undefined ? [] : [`${projectId} ${name}  ${String(now?.name === name)} ${String(after?.name === name)}`])),
          ...through.map(({ role, group, now: is, after: will }) => `${projectId} ${role} ${group} ${String(is)} ${String(will)}`),
        ])
      })
      expect(told.sort()).toEqual(expected.sort())
    }
  }), { numRuns: 200 })
})

it('groups come first, the built-in one before all; customer managers, who is to go and a legacy customer are locked; members are counted as they will be', () => {
  const facts: CustomerFacts = { ...emptyFacts(HERE.accountId, HERE.customerId), environments: ['dev'], accessModel: 'migrated', members: people, projects, groups: groups.map((one, i) => ({ ...one, memberIds: i === 1 ? [people[0]!.id, people[1]!.id] : [] })), grants: [] }
  const { pending } = coalesce([
    intent('member.remove', { ...HERE, target: { memberId: people[0]!.id }, base: true, wish: false }),
    intent('group.member', { ...HERE, target: { groupId: groups[2]!.id, memberId: people[2]!.id }, base: false, wish: true }),
  ])
  expect(grantSheet(facts, projects, pending, 'dev').rows.map(({ key, people: n, lock }) => [key, n, lock])).toEqual([
    ['group-g0', 4, null], ['group-g1', 1, null], ['group-g2', 1, null], ['user-1', null, 'leaving'], ['user-2', null, null], ['user-3', null, null], ['user-4', null, null], ['user-5', null, 'manager'],
  ])
  expect(new Set(grantSheet({ ...facts, accessModel: 'legacy' }, projects, [], 'dev').rows.map(({ lock }) => lock))).toEqual(new Set(['legacy']))
})
