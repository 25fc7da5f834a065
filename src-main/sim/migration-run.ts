import { createHash } from 'node:crypto'
import type { AccountId, CustomerId } from '../contract/ids'
import type { Account } from '../emulator/account'
import { generateAccounts } from '../emulator/generate'
import { handle } from '../emulator/handle'
import type { Customer } from '../emulator/model'
import { SeededRandom } from '../emulator/random'
import { World } from '../emulator/world'
import { VirtualClock } from '../testing/virtual-clock'
import { Boundaries } from './boundaries'
import { cellsOf } from './cells'
import { checkEnd } from './final-checks'
import { Machine } from './machine'
import { Migrator } from './migrator'
import { simulatedNetwork } from './network'
import { Oracle } from './oracle'
import type { RunOptions, RunResult } from './run'
import { LEGACY_WORLD, type Scratch } from './scratch'

const START = Date.UTC(2026, 10, 25)
/** Every so many seeds customers are migrated as well. */
const EVERY = 20

export function migratesIn(seed: number): boolean {
  return seed % EVERY === 0
}

/** Runs the migration of a small account: a proof, a pilot and the rest, with faults, stops and another administrator. In some seeds the API takes no dry run for one: then nothing but the proof may happen. */
export async function runMigration(seed: number, scratch: Scratch, { calm, crashes }: RunOptions): Promise<RunResult> {
  const stream = (part: number): SeededRandom => new SeededRandom(seed * 104_729 + 50 + part)
  const luck = stream(1)
  const clock = new VirtualClock(START)
  const world = new World({ start: () => generateAccounts(LEGACY_WORLD), quotaFactor: 1, now: clock.now, onChange: () => undefined })
  const [account] = world.accounts
  if (account === undefined) throw new Error('the world has no account')
  const hash = createHash('sha256')
  const boundaries = new Boundaries(new Set(crashes ?? (luck.chance(0.6) ? Array.from({ length: luck.int(1, 3) }, () => luck.int(20, 400)) : [])))
  const faults = { rate: calm ? 0 : luck.pick([0, 0.05, 0.1]) }
  let others = calm ? 0 : luck.pick([0.02, 0.05])
  const deceives = !calm && luck.chance(0.3)
  if (deceives) world.switches.dry_run_ignored_in = 'both'
  let machine: Machine | null = null
  const oracle = new Oracle(() => machine?.ledger() ?? null)
  const gaps = stream(2)
  const change = (customer: Customer): void => {
    const workspace = account.workspace(customer)
    const before = cellsOf(account, customer.id)
    const role = workspace.system_roles_migrated ? { environment_type: 'dev', name: gaps.pick(['Member', 'EnvironmentAdmin']), role_type: 'environment' } : { environment_type: 'dev', name: gaps.pick(['Analyst', 'Operator']), role_type: 'privilege_group' }
    handle(world, { account, method: 'PUT', path: `/api/managed_users/${String(customer.id)}/members/${String(gaps.pick(workspace.members).id)}`, search: '', body: { env_roles: [role] }, token: { other: true } })
    oracle.other(before, cellsOf(account, customer.id))
  }
  const inGap = (): void => {
    if (gaps.chance(others)) change(gaps.pick(account.customers))
  }
  /** Somebody changes who holds a system role right before the real migration is asked for. */
  const between = (customers: readonly CustomerId[]): void => {
    const customer = account.customers.find(({ id }) => id === customers[0])
    if (customer === undefined || !gaps.chance(others === 0 ? 0 : 0.5)) return
    const before = JSON.stringify(account.workspace(customer).members.map(({ roles }) => roles.dev))
    change(customer)
    if (JSON.stringify(account.workspace(customer).members.map(({ roles }) => roles.dev)) !== before) oracle.changedSinceDryRun(account.id, String(customer.id))
  }
  const transport = simulatedNetwork({ clock, world, boundaries, oracle, random: stream(3), faults, inGap, trace: (line) => void hash.update(`${line}\n`) })
  const engineRandom = stream(4)
  const made = new Machine({ scratch: scratch.folder, template: scratch.template(LEGACY_WORLD), clock, random: engineRandom, boundaries, disk: { full: () => false }, transport, onStart: () => oracle.forget() })
  machine = made
  const ids = account.customers.map(({ id }) => id as CustomerId)
  const [pilot, ...rest] = ids
  const last = ids.at(-1)
  if (pilot === undefined || last === undefined) throw new Error('the world has no customer')
  const person = new Migrator(made, clock, oracle, account.id as AccountId, new Map(account.customers.map(({ id, name }) => [id as CustomerId, name])), between)

  const act = async (): Promise<void> => {
    const verdict = await person.begin(last, !deceives)
    if (deceives && verdict !== 'changed') oracle.broken('dry-run', `a dry run that is none counts as ${String(verdict)}`)
    const first = await person.wave('Pilot', [pilot])
    const second = await person.wave('Rest', rest)
    if (verdict === 'proven') {
      if (await person.prepare(second)) oracle.broken('gate', 'the second wave is open before the first is verified')
      await person.migrate(first, [pilot])
      // Faults and other people stop: now everything must come to its end (G7).
      faults.rate = 0
      others = 0
      await person.migrate(second, rest)
    } else if (await person.prepare(first)) oracle.broken('lock', 'a locked account may be migrated')
    const jobs = await person.jobsDone()
    checkEnd(world, made.ledger(), jobs, oracle, // What faults have spoiled before was begun anew, and its steps stay what they were.
      { crashed: made.starts > 1, failing: true })
    const page = await made.ask('journal.page', { jobId: null, accountId: null, customerId: null, offset: 0, limit: 1 })
    if (page?.ok === true && page.value.alteredAt !== null) oracle.broken('G12', `the journal is altered at ${String(page.value.alteredAt)}`)
    await made.end()
  }
  await clock.run(act())
  const end = JSON.stringify(account.customers.map((customer) => namedCells(account, customer)))
  return { violations: oracle.violations, trace: hash.update(`${String(boundaries.count)}\n${end}`).digest('hex'), boundaries: boundaries.count, end }
}

/** What a customer holds, with names instead of numbers: of two roles that are made, either may be made first. */
function namedCells(account: Account, customer: Customer): readonly (readonly [string, string])[] {
  const { environmentRoles, projectRoles, groups } = account.workspace(customer)
  const names = new Map([...environmentRoles, ...projectRoles, ...groups].map(({ id, name }) => [String(id), name]))
  const named = (text: string): string => text.split('|').map((part) => names.get(part) ?? part).join('|')
  return [...cellsOf(account, customer.id)].map(([key, value]) => [named(key), named(value)] as const).sort()
}
