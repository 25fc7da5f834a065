import type { IntentDraft } from '../contract/intents'
import type { JobState } from '../contract/jobs'
import type { VirtualClock } from '../testing/virtual-clock'
import type { Machine } from './machine'
import type { Oracle } from './oracle'

const RETRY_MS = 30_000
const POLL_MS = 20_000
const PATIENCE_MS = 12 * 3600_000

/** Somebody at the machine: what was not acknowledged is looked at and done again, as a person would. */
export class Person {
  /** Edits whose staging was acknowledged. */
  #acknowledged = 0

  constructor(private readonly machine: Machine, private readonly clock: VirtualClock, private readonly oracle: Oracle) {}

  /** Stages edits as one batch with a name of its own. */
  async stage(name: string, edits: readonly IntentDraft[]): Promise<void> {
    if (edits.length === 0) return
    for (;;) {
      const reply = await this.machine.ask('intents.stage', { name, edits })
      if (reply?.ok === true) this.#acknowledged += edits.length
      this.#kept()
      if (reply?.ok === true || (await this.#staged()) === name) return
      await this.clock.sleep(RETRY_MS)
    }
  }

  /** Plans and starts a job; null: there was nothing to do. */
  async apply(name: string): Promise<JobState | null> {
    for (;;) {
      const plan = await this.machine.ask('plan.compute', { refresh: true })
      if (plan?.ok === true && Object.values(plan.value.totals).every((count) => count === 0)) return null
      if (plan?.ok === true) {
        this.oracle.forget()
        const reply = await this.machine.ask('jobs.start', { planId: plan.value.planId, typedCount: plan.value.gates[0]?.count ?? null, name })
        if (reply?.ok === true) return reply.value
      }
      const job = (await this.#jobs()).find((one) => one.name === name)
      if (job !== undefined) return job
      await this.clock.sleep(RETRY_MS)
    }
  }

  /** Does one of the commands of a job until it is acknowledged. */
  async command(method: 'jobs.pause' | 'jobs.resume' | 'jobs.cancel' | 'jobs.retryFailed' | 'jobs.undo', jobId: string): Promise<void> {
    for (;;) {
      const reply = await this.machine.ask(method, { jobId })
      this.#kept()
      if (reply?.ok === true) return
      await this.clock.sleep(RETRY_MS)
    }
  }

  /** Waits until nothing goes on by itself; whoever is refused gets a new token now and then. */
  async untilDone(): Promise<readonly JobState[]> {
    for (const end = this.clock.now() + PATIENCE_MS; ;) {
      const jobs = await this.#jobs()
      if (jobs.every(({ state, accounts }) => state !== 'running' && accounts.every(({ open }) => open === 0))) return jobs
      if (this.clock.now() > end) {
        this.oracle.broken('G7', `the queue does not drain: ${JSON.stringify(jobs.map(({ name, state, counts, accounts }) => ({ name, state, counts, accounts })))}`)
        return jobs
      }
      if (jobs.some(({ accounts }) => accounts.some(({ phase }) => phase === 'paused'))) await this.machine.ask('internal.connection', { online: true })
      await this.clock.sleep(POLL_MS)
    }
  }

  async #jobs(): Promise<readonly JobState[]> {
    for (;;) {
      const reply = await this.machine.ask('jobs.list', { offset: 0, limit: 200 })
      if (reply?.ok === true) return reply.value.jobs
      await this.clock.sleep(RETRY_MS)
    }
  }

  async #staged(): Promise<string | null> {
    for (;;) {
      const reply = await this.machine.ask('intents.counts', {})
      if (reply?.ok === true) return reply.value.undo
      await this.clock.sleep(RETRY_MS)
    }
  }

  /** What was shown as kept is there (G1). */
  #kept(): void {
    const there = this.machine.ledger().get<{ n: number }>('SELECT count(*) AS n FROM intents')?.n ?? 0
    if (there < this.#acknowledged) this.oracle.broken('G1', `${String(this.#acknowledged)} edits were acknowledged, ${String(there)} are there`)
  }
}
