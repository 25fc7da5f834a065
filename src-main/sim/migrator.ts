import type { Input } from '../contract'
import type { AccountId, CustomerId } from '../contract/ids'
import type { JobState } from '../contract/jobs'
import type { WaveId } from '../contract/migration'
import type { VirtualClock } from '../testing/virtual-clock'
import type { Machine, Methods } from './machine'
import type { Oracle } from './oracle'

const RETRY_MS = 30_000
const POLL_MS = 10_000
/** So often something is begun anew that faults have spoiled; a person would have given up. */
const MOST_TRIES = 60

type MigrationMethod = Extract<keyof Methods, `migration.${string}`>

/** Somebody who migrates customers at the machine, wave by wave, and begins again what faults or a crash have spoiled. */
export class Migrator {
  constructor(private readonly machine: Machine, private readonly clock: VirtualClock, private readonly oracle: Oracle, private readonly accountId: AccountId, private readonly names: ReadonlyMap<CustomerId, string>, private readonly between: (customers: readonly CustomerId[]) => void) {}

  /** Asks until there is an answer that is no failure of the moment; null: it was refused. */
  async ask<M extends MigrationMethod>(method: M, input: Omit<Input<M>, 'accountId'>): Promise<Methods[M] | null> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const reply = await this.machine.ask(method, { accountId: this.accountId, ...input })
      if (reply?.ok === true) return reply.value
      if (reply !== null && reply.error.code.startsWith('MIGRATION_')) return null
      if (reply !== null && ['NAME_NEEDED', 'COUNT_NEEDED', 'BAD_INPUT'].includes(reply.error.code)) return null
      await this.clock.sleep(RETRY_MS)
    }
    this.oracle.broken('G7', `${method} is never answered`)
    return null
  }

  /** Looks at everybody, and tries on one customer whether a dry run changes nothing; `again`: also where it seems to, since somebody else may have changed it. */
  async begin(sacrificed: CustomerId, again: boolean): Promise<'proven' | 'changed' | 'unproven' | 'running' | undefined> {
    await this.ask('migration.setCustomRoles', { on: true })
    await this.#untilDone(async () => {
      await this.ask('migration.check', { of: null })
      await this.#idle()
      return (await this.ask('migration.board', { search: '', lanes: [], tags: [], findings: [], waveId: null, offset: 0, limit: 50 }))?.asked.asked === this.names.size
    })
    await this.#untilDone(async () => {
      await this.ask('migration.prove', { customerId: sacrificed, typedName: this.names.get(sacrificed) ?? '' })
      await this.#idle()
      const verdict = (await this.ask('migration.account', {}))?.proof?.verdict
      return verdict === 'proven' || (verdict === 'changed' && !again)
    })
    await this.ask('migration.confirmRoot', { of: { customers: [...this.names.keys()] }, note: 'Seen' })
    return (await this.ask('migration.account', {}))?.proof?.verdict
  }

  async wave(name: string, customers: readonly CustomerId[]): Promise<WaveId> {
    for (;;) {
      const known = (await this.ask('migration.account', {}))?.waves.find((one) => one.name === name)
      if (known !== undefined) return known.id
      await this.ask('migration.saveWave', { id: null, name, customers: [...customers] })
    }
  }

  /** Tries the customers of a wave and acknowledges what would happen; true: all of them may be migrated. */
  async prepare(waveId: WaveId): Promise<boolean> {
    await this.ask('migration.dryRun', { of: { waveId } })
    await this.#idle()
    const review = await this.ask('migration.review', { of: { waveId }, show: 'all', search: '', offset: 0, limit: 1 })
    if (review !== null) await this.ask('migration.acknowledge', { of: { waveId }, what: { typedCount: review.counts.prod - review.counts.acknowledged }, note: '' })
    return (await this.ask('migration.account', {}))?.waves.find(({ id }) => id === waveId)?.gates.length === 0
  }

  /** Migrates a wave and verifies it, again and again until all of it is verified. */
  async migrate(waveId: WaveId, customers: readonly CustomerId[]): Promise<void> {
    await this.#untilDone(async () => {
      const rows = await this.#rows(waveId)
      const left = customers.filter((id) => !['migrated', 'differs', 'verified', 'migrating'].includes(rows.get(id) ?? ''))
      if (left.length > 0 && (await this.prepare(waveId))) {
        this.oracle.forget()
        this.between(left)
        await this.ask('migration.migrate', { waveId, customers: left, typed: left.length === 1 ? (this.names.get(left[0] as CustomerId) ?? '') : String(left.length) })
      }
      await this.jobsDone()
      await this.ask('migration.verify', { of: { waveId } })
      await this.#idle()
      for (const [customerId, lane] of await this.#rows(waveId)) if (lane === 'differs') await this.ask('migration.accept', { customerId, note: 'Others changed it' })
      return [...(await this.#rows(waveId)).values()].every((lane) => lane === 'verified')
    })
  }

  /** Waits until no job goes on by itself. */
  async jobsDone(): Promise<readonly JobState[]> {
    for (let tries = 0; tries < 5000; tries += 1) {
      const reply = await this.machine.ask('jobs.list', { offset: 0, limit: 200 })
      if (reply?.ok === true && reply.value.jobs.every(({ state, accounts }) => state !== 'running' && accounts.every(({ open }) => open === 0))) return reply.value.jobs
      if (reply?.ok === true && reply.value.jobs.some(({ accounts }) => accounts.some(({ phase }) => phase === 'paused'))) await this.machine.ask('internal.connection', { online: true })
      await this.clock.sleep(POLL_MS)
    }
    this.oracle.broken('G7', 'a job that migrates does not end')
    return []
  }

  async #rows(waveId: WaveId): Promise<ReadonlyMap<CustomerId, string>> {
    const board = await this.ask('migration.board', { search: '', lanes: [], tags: [], findings: [], waveId, offset: 0, limit: 50 })
    return new Map((board?.rows ?? []).map(({ customerId, lane }) => [customerId, lane]))
  }

  async #idle(): Promise<void> {
    for (let tries = 0; tries < 5000; tries += 1) {
      const activity = (await this.ask('migration.account', {}))?.activity
      if (activity === null || activity?.state === 'done' || activity?.state === 'stopped') return
      // A refused token is replaced now and then.
      if (activity?.state === 'waiting') await this.machine.ask('internal.connection', { online: true })
      await this.clock.sleep(POLL_MS)
    }
    this.oracle.broken('G7', 'what is at work in a migration does not end')
  }

  async #untilDone(work: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) if (await work()) return
    this.oracle.broken('G7', 'a migration never comes to its end')
  }
}
