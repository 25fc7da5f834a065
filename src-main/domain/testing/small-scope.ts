import { expect } from 'vitest'
import type { EnvironmentType } from '../../contract/access'
import type { Intent } from '../../contract/intents'
import { customer, member, planInput, role } from './build'
import type { Planner } from './planner'
import { simulate, type UpdateMode } from './simulate'

const ENVS = ['dev', 'test', 'prod'] as const
const VALUES = [null, 'Member', 'EnvironmentManager'] as const
type Cells = readonly (string | null)[]

const ADMIN = member(8, { dev: 'EnvironmentAdmin', test: 'EnvironmentAdmin', prod: 'EnvironmentAdmin' })

/** All 27 sets of roles of one person in three environments. */
const SETS: readonly Cells[] = VALUES.flatMap((dev) => VALUES.flatMap((test) => VALUES.map((prod) => [dev, test, prod])))

/** Every combination of base, remote and wish, 3 values in 3 environments each; `every` takes only each n-th. Returns how many were tried. */
export function smallScope(planner: Planner, every = 1): number {
  let tried = 0
  let at = 0
  for (const base of SETS) for (const remote of SETS) for (const wish of SETS) {
    at += 1
    if (at % every !== 0) continue
    tried += 1
    one(planner, base, remote, wish)
  }
  return tried
}

function one(planner: Planner, base: Cells, remote: Cells, wish: Cells): void {
  const seen = Object.fromEntries(ENVS.map((env, i) => [env, base[i] ?? null]))
  // Through an edit in between, so that the base of the first and the wish of the last count (G4).
  const edits = ENVS.flatMap((env, i): Intent[] => {
    const others = Object.fromEntries(Object.entries(seen).filter(([name]) => name !== env))
    const edit = (from: string | null, to: string | null): Intent => role(7, env, from, to, { seen: others })
    return [edit(base[i] ?? null, 'Support'), edit('Support', wish[i] ?? null)]
  })
  const facts = customer([member(7, asRoles(remote)), ADMIN])
  const { pending, neutral } = planner.coalesce(edits)
  const plan = planner.plan(planInput(pending, [facts]))

  const expected = ENVS.flatMap((env, i) => (wish[i] === base[i] ? [] : [`${env} ${verdict(i, base, remote, wish)}`]))
  const after = ENVS.map((_, i) => (wish[i] !== base[i] && remote[i] === base[i] ? wish[i] : remote[i]))
  const wanted = {
    base, remote, wish, verdicts: expected, neutral: 3 - expected.length, sum: expected.length, requests: expected.some((text) => /send|merge/.test(text)) ? 1 : 0,
    merged: after, replaced: after, changes: ENVS.filter((_, i) => remote[i] !== after[i]), prodChanges: remote[2] === after[2] ? 0 : 1,
  }
  const remoteAfter = (mode: UpdateMode): readonly (string | null)[] => {
    const person = simulate(facts, plan.requests, mode).members.find(({ id }) => id === 7)
    return ENVS.map((env) => person?.roles.find(({ environment }) => environment === env)?.roleName ?? null)
  }
  const found = {
    base, remote, wish,
    verdicts: plan.items.map((item) => `${(item.intent.target as { environment: EnvironmentType }).environment} ${item.verdict}`), neutral: neutral.length,
    sum: Object.values(plan.totals).reduce((sum, n) => sum + n, 0), requests: plan.requests.length,
    merged: remoteAfter('merge'), replaced: remoteAfter('replace'), changes: plan.changes.map(({ environment }) => environment), prodChanges: plan.prodChanges,
  }
  // A matcher for each of so many combinations would take most of the time.
  if (JSON.stringify(found) !== JSON.stringify(wanted)) expect(found).toEqual(wanted)
}

function verdict(i: number, base: Cells, remote: Cells, wish: Cells): string {
  if (remote[i] === wish[i]) return 'already'
  if (remote[i] !== base[i]) return 'conflict'
  return [0, 1, 2].some((j) => j !== i && remote[j] !== base[j]) ? 'merge' : 'send'
}

function asRoles(cells: Cells): Partial<Record<EnvironmentType, string | null>> {
  return Object.fromEntries(ENVS.map((env, i) => [env, cells[i] ?? null]))
}
