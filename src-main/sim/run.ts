import { createHash } from 'node:crypto'
import { generateAccounts } from '../emulator/generate'
import { SeededRandom } from '../emulator/random'
import { World } from '../emulator/world'
import { VirtualClock } from '../testing/virtual-clock'
import { Boundaries } from './boundaries'
import { cellsOf, isById } from './cells'
import { checkEnd } from './final-checks'
import { Machine } from './machine'
import { simulatedNetwork } from './network'
import { Oracle } from './oracle'
import { Person } from './person'
import { Scenario } from './scenario'
import { VARIANTS, type Scratch } from './scratch'

/** The world in whose seeds also roles, groups, customers and managers are edited: the one with the most customers. */
const ADMINISTERING = 3

const START = Date.UTC(2026, 10, 25)

/** How a seed is run. `calm`: without faults, jumps of the clock, other administrators and second thoughts, so that two runs must end alike. */
export interface RunOptions {
  readonly calm: boolean
  /** Boundaries at which the machine stops; null: where the seed says. */
  readonly crashes: readonly number[] | null
}

/** What came of a run. */
export interface RunResult {
  readonly violations: readonly string[]
  /** The same for the same seed and options. */
  readonly trace: string
  /** Boundaries that were passed. */
  readonly boundaries: number
  /** Everything that the emulated accounts hold at the end, but for invitations and what cannot be read back: one whose outcome is unknown is not sent again. */
  readonly end: string
}

/** Runs one seed: edits, plans and jobs on the real engine and the real handlers of the emulator, in virtual time. */
export async function runSeed(seed: number, scratch: Scratch, { calm, crashes }: RunOptions): Promise<RunResult> {
  const stream = (part: number): SeededRandom => new SeededRandom(seed * 104_729 + part)
  const luck = stream(1)
  const clock = new VirtualClock(START)
  const world = new World({ start: () => generateAccounts(VARIANTS[seed % VARIANTS.length] ?? VARIANTS[0]), quotaFactor: 1, now: clock.now, onChange: () => undefined })
  const hash = createHash('sha256')
  const stops = crashes ?? (luck.chance(0.6) ? Array.from({ length: luck.int(1, 3) }, () => luck.int(20, 260)) : [])
  const boundaries = new Boundaries(new Set(stops))
  let fullUntil = -Infinity
  const disk = { full: () => clock.now() < fullUntil }
  const faults = { rate: calm ? 0 : luck.pick([0, 0.05, 0.15]) }
  const others = calm ? 0 : luck.pick([0, 0.05, 0.2])
  let machine: Machine | null = null
  const oracle = new Oracle(() => machine?.ledger() ?? null)
  // Names need not be unique to the API: that nothing is made twice is ours to see to.
  world.switches.role_names_unique = false
  const scenario = new Scenario(world, stream(2), oracle, seed % VARIANTS.length === ADMINISTERING)
  const gaps = stream(3)
  const inGap = (): void => {
    scenario.other(others)
    if (calm || faults.rate === 0) return
    if (gaps.chance(0.01)) clock.jump(gaps.pick([-120_000, 3_600_000]))
    if (gaps.chance(0.01)) fullUntil = clock.now() + gaps.int(1000, 120_000)
  }
  const transport = simulatedNetwork({ clock, world, boundaries, oracle, random: stream(4), faults, inGap, trace: (line) => void hash.update(`${line}\n`) })
  const made = new Machine({ scratch: scratch.folder, template: scratch.template(VARIANTS[seed % VARIANTS.length] ?? VARIANTS[0]), clock, random: stream(5), boundaries, disk, transport, onStart: () => oracle.forget() })
  machine = made
  const person = new Person(made, clock, oracle)

  const act = async (): Promise<void> => {
    await person.stage('first', scenario.edits(luck.int(2, 7)))
    inGap()
    const first = await person.apply('job one')
    if (first !== null && !calm) await interfere(person, clock, world, luck, first.id, oracle)
    await person.untilDone()
    await person.stage('second', scenario.edits(luck.int(0, 3)))
    scenario.other(others)
    await person.apply('job two')
    if (luck.chance(0.5)) await person.stage('third', scenario.edits(2))
    await person.untilDone()
    if (first !== null && luck.chance(0.4)) {
      await person.command('jobs.undo', first.id)
      await person.apply('job three')
    }
    // Faults stop: now everything must come to its end (G7).
    const failing = faults.rate > 0
    faults.rate = 0
    fullUntil = -Infinity
    await person.apply('last job')
    const jobs = await person.untilDone()
    const page = await made.ask('journal.page', { jobId: null, accountId: null, customerId: null, offset: 0, limit: 1 })
    if (page?.ok === true && page.value.alteredAt !== null) oracle.broken('G12', `the journal is altered at ${String(page.value.alteredAt)}`)
    checkEnd(world, made.ledger(), jobs, oracle, { crashed: made.starts > 1, failing })
    await made.end()
  }
  await clock.run(act())
  const end = JSON.stringify(world.accounts.map((account) => [0, ...account.customers.map(({ id }) => id)].map((id) => [...cellsOf(account, id)].filter(([key]) => !/\|(member\.invite|customer\.unread)\|/.test(key) && !isById(key)).sort())))
  return { violations: oracle.violations, trace: hash.update(`${String(boundaries.count)}\n${end}`).digest('hex'), boundaries: boundaries.count, end }
}

/** A person who cannot let a job be: stops it for a while, or for good. */
async function interfere(person: Person, clock: VirtualClock, world: World, luck: SeededRandom, jobId: string, oracle: Oracle): Promise<void> {
  const whim = luck.next()
  if (whim > 0.3) return
  await clock.sleep(luck.int(0, 4000))
  if (whim < 0.1) return person.command('jobs.cancel', jobId)
  await person.command('jobs.pause', jobId)
  // What was on its way when it was stopped may take its 40 seconds.
  await clock.sleep(60_000)
  const before = world.log.filter(({ other }) => !other).length
  await clock.sleep(600_000)
  if (world.log.filter(({ other }) => !other).length !== before) oracle.broken('G11', 'a paused job sent something')
  await person.command('jobs.resume', jobId)
}
