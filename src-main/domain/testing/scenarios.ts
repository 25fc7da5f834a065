import { expect } from 'vitest'
import type { GroupId, MemberId } from '../../contract/ids'
import type { Intent } from '../../contract/intents'
import type { CustomerFacts } from '../facts'
import { brand, customer, grant, intent, member, pending, planInput, remove, role } from './build'
import type { Planner } from './planner'

const ADMIN = member(99, { dev: 'EnvironmentAdmin', test: 'EnvironmentAdmin', prod: 'EnvironmentAdmin' })
const people = (n: number, prod: (id: number) => string): CustomerFacts =>
  customer([ADMIN, ...Array.from({ length: n }, (_, i) => member(i + 1, { dev: 'Member', prod: prod(i + 1) }))])

/** Promises that take a special world rather than any. */
export const SCENARIOS: Readonly<Record<string, (planner: Planner) => void>> = {
  'of ten cells, four changed remotely after planning: exactly those four differ (product 56)': (planner) => {
    const edits = pending(...Array.from({ length: 10 }, (_, i): Intent => role(i + 1, 'prod', 'Member', 'Support', { seen: { dev: 'Member' } })))
    const then = planner.plan(planInput(edits, [people(12, () => 'Member')]))
    const now = planner.plan(planInput(edits, [people(12, (id) => ([2, 3, 5, 7, 11].includes(id) ? 'EnvironmentManager' : 'Member'))]))
    const differences = planner.comparePlans(then, now)
    expect(differences.map((one) => (one.kind === 'item' ? [(one.now?.item.intent.target as { memberId: number }).memberId, one.then?.verdict, one.now?.verdict] : null)))
      .toEqual([2, 3, 5, 7].map((id) => [id, 'send', 'conflict']))
    expect(now.fingerprint).not.toBe(then.fingerprint)
  },
  'an unchanged cell of a person in the plan that changed remotely is told as such': (planner) => {
    const edits = pending(role(1, 'dev', 'Member', 'Support', { seen: { prod: 'Member' } }))
    const then = planner.plan(planInput(edits, [people(1, () => 'Member')]))
    const now = planner.plan(planInput(edits, [people(1, () => 'Support')]))
    expect(now.items[0]?.verdict).toBe('merge')
    expect(planner.comparePlans(then, now)).toEqual([{ kind: 'kept', key: 'north|4101|member.role|1|prod', environment: 'prod', then: 'Member', now: 'Support' }])
    expect(now.fingerprint).not.toBe(then.fingerprint)
  },
  'a removal that would take other roles away than were reviewed is another plan': (planner) => {
    const [then, now] = ['Member', 'Support'].map((name) => planner.plan(planInput(pending(remove(1)), [people(1, () => name)])))
    expect(now?.fingerprint).not.toBe(then?.fingerprint)
    expect(then === undefined || now === undefined ? [] : planner.comparePlans(then, now)).toEqual([{ kind: 'lost', key: 'north|4101|member.remove|1|prod', environment: 'prod', then: 'Member', now: 'Support' }])
  },
  'a conflict with another value than before is another plan': (planner) => {
    const edits = pending(role(1, 'prod', 'EnvironmentManager', 'Support'))
    const [then, now] = ['Member', 'EnvironmentAdmin'].map((name) => planner.plan(planInput(edits, [people(1, () => name)])))
    expect(then?.totals.conflict).toBe(1)
    expect(now?.fingerprint).not.toBe(then?.fingerprint)
  },
  '26 PROD cells with a cap of 25 need "26" (product 50)': (planner) => {
    const edits = (n: number): ReturnType<typeof pending> => pending(...Array.from({ length: n }, (_, i) => role(i + 1, 'prod', 'Member', 'Support')))
    expect(planner.plan(planInput(edits(26), [people(26, () => 'Member')])).gates).toEqual([{ kind: 'prod-count', count: 26, cap: 25 }])
    expect(planner.plan(planInput(edits(25), [people(26, () => 'Member')])).gates).toEqual([])
  },
  'what is blocked now and in PROD has to be typed too, since a job sends it later': (planner) => {
    const edits = pending(...[1, 2].map((id) => role(id, 'prod', 'Member', 'Support')), role(1, 'dev', 'Member', 'Support'))
    const gate = [{ kind: 'prod-count', count: 2, cap: 1 }]
    for (const facts of [[], [customer(people(2, () => 'Member').members, { environmentRoles: null })], [people(2, () => 'Member')]]) {
      expect(planner.plan(planInput(edits, facts, { prodCap: 1 })).gates).toEqual(gate)
    }
    expect(planner.plan(planInput(edits, [people(2, () => 'Admin')], { prodCap: 1 })).gates).toEqual([])
    expect(planner.plan(planInput(pending(remove(1), remove(2)), [], { prodCap: 1 })).gates).toEqual(gate)
  },
  'a group may lead to PROD until its grants were read': (planner) => {
    const edits = pending(...[1, 2].map((id) => intent('group.member', { target: { groupId: brand<GroupId>('pf-one'), memberId: brand<MemberId>(id) }, base: false, wish: true })))
    const planned = (grants: Parameters<typeof customer>[1]) => planner.plan(planInput(edits, [customer(people(2, () => 'Member').members, grants)], { prodCap: 1 }))
    const [unread, none, dev, prod] = [{ grants: null }, { grants: [] }, { grants: [grant('p-dev', 'dev', 'ProjectAdmin', 'pf-one')] }, { grants: [grant('p-prod', 'prod', 'ProjectAdmin', 'pf-one')] }].map(planned)
    expect([unread, none, dev, prod].map((one) => one?.prodChanges)).toEqual([2, 0, 0, 2])
    expect(none?.fingerprint).not.toBe(prod?.fingerprint)
    expect(none === undefined || prod === undefined ? 0 : planner.comparePlans(none, prod).length).toBe(2)
  },
  'two last administrators may not go together, one of them may': (planner) => {
    const facts = customer([member(1, { dev: 'EnvironmentAdmin' }), member(2, { dev: 'EnvironmentAdmin', test: 'EnvironmentAdmin' }), member(3, { dev: 'Member' })])
    const [one, two, other] = [role(1, 'dev', 'EnvironmentAdmin', 'Member'), role(2, 'dev', 'EnvironmentAdmin', null), role(3, 'dev', 'Member', 'Support')]
    expect(planner.plan(planInput(pending(one, two, other), [facts])).items.map(({ verdict }) => verdict)).toEqual(['blocked', 'blocked', 'send'])
    expect(planner.plan(planInput(pending(one, other), [facts])).items.map(({ verdict }) => verdict)).toEqual(['send', 'send'])
  },
}
