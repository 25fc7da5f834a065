import fc from 'fast-check'
import { expect } from 'vitest'
import type { Plan, PlanItem } from '../../contract/plan'
import type { CustomerFacts } from '../facts'
import { ACCOUNTS, brand, ME, planInput, QUOTAS } from './build'
import type { Planner } from './planner'
import { cellLine, describe, simulate } from './simulate'
import { worldArbitrary, type World } from './worlds'

type Property = (planner: Planner, world: World) => void
const planOf = (planner: Planner, { customers, intents }: World): Plan => planner.plan(planInput(planner.coalesce(intents).pending, customers))
const sentItems = (plan: Plan): readonly PlanItem[] => plan.items.filter(({ verdict }) => verdict === 'send' || verdict === 'merge')
const belongs = (one: { readonly accountId: string; readonly customerId: number }, facts: CustomerFacts): boolean => one.accountId === facts.accountId && one.customerId === facts.customerId
const isAdmin = (name: string | null): boolean => name === 'EnvironmentAdmin'

/** Each states a promise of the design for any world. */
export const PROPERTIES: Readonly<Record<string, Property>> = {
  'the verdicts add up to what was staged (G8)': (planner, world) => {
    const { pending, neutral } = planner.coalesce(world.intents)
    const plan = planOf(planner, world)
    expect([...pending, ...neutral].flatMap(({ covers }) => covers).sort()).toEqual(world.intents.map(({ id }) => id).sort())
    expect(plan.items.map(({ intent }) => intent.id).sort()).toEqual(pending.map(({ intent }) => intent.id).sort())
    for (const [verdict, n] of Object.entries(plan.totals)) expect(plan.items.filter((one) => one.verdict === verdict).length).toBe(n)
  },
  'each request carries out sent items of its own customer, and each of them once (G6, G9)': (planner, world) => {
    const plan = planOf(planner, world)
    expect(plan.requests.flatMap(({ intentIds }) => intentIds).sort()).toEqual(sentItems(plan).map(({ intent }) => intent.id).sort())
    for (const request of plan.requests) for (const item of plan.items) {
      if (request.intentIds.includes(item.intent.id)) expect([item.intent.accountId, item.intent.customerId]).toEqual([request.accountId, request.customerId])
    }
    const people = plan.requests.flatMap(({ call, accountId, customerId }) => (call.kind === 'member.update' ? [`${accountId} ${String(customerId)} ${String(call.memberId)}`] : []))
    expect(new Set(people).size).toBe(people.length)
  },
  'nothing but what is to be sent changes, whether the API merges or replaces (G6)': (planner, world) => {
    const plan = planOf(planner, world)
    for (const facts of world.customers) for (const mode of ['merge', 'replace'] as const) {
      const wanted = new Set(describe(facts))
      for (const { intent } of sentItems(plan).filter((one) => belongs(one.intent, facts))) applyWish(wanted, intent)
      expect(describe(simulate(facts, plan.requests, mode))).toEqual([...wanted].sort())
    }
  },
  'an environment that had an administrator keeps one': (planner, world) => {
    const plan = planOf(planner, world)
    const count = (facts: CustomerFacts, environment: string): number => facts.members.filter(({ roles, kind }) =>
      roles.some((one) => isAdmin(one.roleName) && (kind === 'manager' || one.environment === environment))).length
    for (const facts of world.customers) for (const environment of ['dev', 'test', 'prod']) {
      if (count(facts, environment) > 0) expect(count(simulate(facts, plan.requests, 'merge'), environment)).toBeGreaterThan(0)
    }
  },
  'nobody loses their own access': (planner, world) => {
    const plan = planOf(planner, world)
    for (const facts of world.customers) {
      const mine = (state: CustomerFacts): readonly string[] => describe({ ...state, members: state.members.filter(({ email }) => email.toLowerCase() === ME) }).filter((line) => line.startsWith('4 '))
      const lost = mine(facts).filter((line) => !mine(simulate(facts, plan.requests, 'merge')).includes(line))
      // A role may be exchanged, but not one of an administrator and not for none.
      expect(lost.filter((line) => !/ (Member|EnvironmentManager|Support) /.test(line))).toEqual([])
      expect(mine(simulate(facts, plan.requests, 'merge')).length).toBeGreaterThanOrEqual(mine(facts).length)
    }
  },
  'managers, legacy assignments and unread customers are left alone': (planner, world) => {
    const plan = planOf(planner, world)
    for (const { intent } of sentItems(plan)) {
      const facts = world.customers.find((one) => belongs(intent, one))
      expect(facts).toBeDefined()
      if (intent.kind === 'member.role' || intent.kind === 'member.remove') expect(facts?.members.find(({ id }) => id === intent.target.memberId)?.kind).toBe('team')
      if (intent.kind === 'member.role') expect(facts?.members.find(({ id }) => id === intent.target.memberId)?.roles.some((one) => one.roleType === 'privilege_group' && one.roleName !== null)).toBe(false)
      if (intent.kind !== 'member.remove') expect(facts?.accessModel).not.toBe('legacy')
    }
  },
  'what happens in one customer does not depend on the others': (planner, world) => {
    const whole = planOf(planner, world)
    for (const facts of world.customers) {
      const alone = planOf(planner, { customers: [facts], intents: world.intents.filter((one) => belongs(one, facts)) })
      expect(whole.items.filter((one) => belongs(one.intent, facts))).toEqual(alone.items)
      expect(whole.requests.filter((one) => belongs(one, facts))).toEqual(alone.requests)
    }
  },
  'a guard blocks only what it is about': (planner, world) => {
    const plan = planOf(planner, world)
    for (const item of plan.items) {
      if (item.verdict !== 'blocked') continue
      const { intent, reason } = item
      const facts = world.customers.find((one) => belongs(intent, one))
      const id = 'memberId' in intent.target ? intent.target.memberId : 'assignee' in intent.target && intent.target.assignee.kind === 'user' ? intent.target.assignee.id : null
      const person = facts?.members.find((one) => one.id === id)
      if (reason.kind === 'customer-manager') expect(person?.kind).toBe('manager')
      if (reason.kind === 'own-access') expect(person?.email.toLowerCase()).toBe(ME)
      if (reason.kind === 'member-gone') expect(person).toBeUndefined()
      if (reason.kind === 'last-admin') expect(reason.environments.every((one) => isAdmin(person?.roles.find(({ environment }) => environment === one)?.roleName ?? null) || person?.kind === 'manager')).toBe(true)
      if (reason.kind === 'removed-here') expect(sentOrGuardedRemoval(plan, intent.accountId, intent.customerId, id)).toBe(true)
      if (reason.kind === 'unknown-role') expect(JSON.stringify(intent.wish)).toContain('Ghost')
    }
  },
  'costs are those of the requests and reads, each thing read once': (planner, world) => {
    const plan = planOf(planner, world)
    const all = [...plan.requests, ...plan.preflight, ...plan.readBack]
    for (const { accountId, calls, floorMs } of plan.costs) {
      const mine = all.filter((one) => one.accountId === accountId)
      expect(Object.values(calls).reduce((sum, n) => sum + n, 0)).toBe(mine.length)
      expect(floorMs).toBe(planner.quotaFloor(calls, QUOTAS))
    }
    expect(new Set(all.map(({ accountId }) => accountId)).size).toBe(plan.costs.length)
    for (const reads of [plan.preflight, plan.readBack]) expect(new Set(reads.map((one) => JSON.stringify(one))).size).toBe(reads.length)
    for (const { accountId, customerId, call } of plan.requests) if (call.kind.startsWith('member')) {
      expect(plan.preflight.filter((one) => one.kind === 'members' && one.accountId === accountId && one.customerId === customerId).length).toBe(1)
      expect(plan.readBack.filter((one) => one.kind === 'members' && one.accountId === accountId && one.customerId === customerId).length).toBe(1)
    }
    const prod = new Set(sentItems(plan).flatMap(({ intent }) => ('environment' in intent.target && intent.target.environment === 'prod' ? [intent.id] : [])))
    expect(plan.prodChanges).toBeGreaterThanOrEqual(prod.size)
  },
  'equal inputs give equal plans, and no difference': (planner, world) => {
    const [a, b] = [planOf(planner, world), planOf(planner, { ...world, customers: [...world.customers].reverse() })]
    expect(b.fingerprint).toBe(a.fingerprint)
    expect(planner.comparePlans(a, b)).toEqual([])
  },
  'undo of what was applied leads back, and its undo is the original': (planner, world) => {
    const reversible = { ...world, intents: world.intents.filter(({ kind }) => kind === 'member.role' || kind === 'group.member' || kind === 'project.grant') }
    const plan = planOf(planner, reversible)
    const after = reversible.customers.map((facts) => simulate(facts, plan.requests, 'merge'))
    const applied = sentItems(plan).map((item) => ({ intent: item.intent, before: 'remote' in item ? item.remote : null, after: null, removed: null, created: null }))
    let n = 0
    const seal = { batchId: brand<never>('undo'), author: 'tester', at: 0, nextId: () => brand<never>(`u${String((n += 1))}`), nextSeq: () => n }
    const back = planner.inverse(applied, seal)
    expect(back.irreversible).toEqual([])
    const twice = planner.inverse(back.intents.map((intent) => ({ intent, before: intent.base === null ? null : intent.base, after: null, removed: null, created: null })).map((one, i) => ({ ...one, before: applied.at(-1 - i)?.intent.wish ?? null })), seal)
    expect(twice.intents.map(({ kind, target, wish }) => ({ kind, target, wish }))).toEqual(applied.map(({ intent: { kind, target, wish } }) => ({ kind, target, wish })))
    const backPlan = planner.plan(planInput(back.intents.map((intent) => ({ intent, covers: [intent.id] })), after, { accounts: new Map(ACCOUNTS.map((id) => [id, { ownEmails: new Set<string>(), sendOnlyChanged: false, quotas: QUOTAS }])) }))
    // What a guard holds back stays as it is; nothing else may be in the way.
    expect(backPlan.items.filter(({ verdict }) => verdict !== 'send' && verdict !== 'blocked')).toEqual([])
    if (backPlan.totals.blocked > 0) return
    for (const [i, facts] of after.entries()) expect(describe(simulate(facts, backPlan.requests, 'merge'))).toEqual(describe(reversible.customers[i] as CustomerFacts))
  },
}

/** Runs one property on the same worlds every time. */
export function checkProperty(name: string, planner: Planner, numRuns: number): void {
  fc.assert(fc.property(worldArbitrary, (world) => PROPERTIES[name]?.(planner, world)), { seed: 20_261_121, numRuns })
}

function sentOrGuardedRemoval(plan: Plan, account: string, customer: number, id: number | null): boolean {
  return plan.items.some(({ intent, verdict }) => intent.kind === 'member.remove' && intent.accountId === account && intent.customerId === customer && intent.target.memberId === id && verdict !== 'already')
}

/** Changes the lines of a customer as the intent wishes. */
function applyWish(lines: Set<string>, intent: PlanItem['intent']): void {
  const drop = (matches: (line: string) => boolean): void => { for (const line of [...lines]) if (matches(line)) lines.delete(line) }
  if (intent.kind === 'member.role') {
    drop((line) => line.startsWith(`${String(intent.target.memberId)} ${intent.target.environment} `))
    if (intent.wish !== null) lines.add(cellLine(intent.target.memberId, intent.target.environment, intent.wish))
  } else if (intent.kind === 'member.remove') drop((line) => line.startsWith(`${String(intent.target.memberId)} `))
  else if (intent.kind === 'group.member') {
    const line = `${String(intent.target.memberId)} in ${intent.target.groupId}`
    if (intent.wish) lines.add(line)
    else lines.delete(line)
  } else if (intent.kind === 'project.grant') {
    drop((line) => line.startsWith(`${String(intent.target.assignee.id)} on ${intent.target.projectId} `))
    if (intent.wish !== null) lines.add(`${String(intent.target.assignee.id)} on ${intent.target.projectId} ${intent.wish.id}`)
  }
}
