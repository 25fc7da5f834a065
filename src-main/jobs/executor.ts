import type { AccountId } from '../contract/ids'
import { appError } from '../contract/errors'
import type { JobId, JobPhase, JobState, PlanId } from '../contract/jobs'
import type { Step } from '../store/step-row'
import { AccountRunner } from './account-runner'
import type { JobDeps } from './deps'
import { ranSince } from './job-hours'
import { recover } from './lot'
import { Progress } from './progress'
import { startMigration, type MigrationStart } from './migration/start'
import { startJob } from './start-job'
import { jobView, type JobView } from './state'

/** What was wished so long ago may no longer be; in ms. */
const OLD_MS = 7 * 86_400_000

/** Executes jobs: one runner for each account. All that it knows is on disk, so that it goes on wherever it was ended. */
export class Executor {
  readonly #runners = new Map<AccountId, AccountRunner>()
  readonly #view: JobView
  readonly #progress: Progress
  #online: boolean

  constructor(readonly deps: JobDeps, online: boolean) {
    this.#online = online
    this.#view = jobView(deps, (id) => this.#runners.get(id)?.hold() ?? null)
    this.#progress = new Progress(deps, this.#view)
  }

  /** Takes up what was running when the app ended. */
  begin(): void {
    try {
      this.#holdIfAltered()
      // Before what was on its way is noted anew, which moves it.
      this.#holdOld()
      recover(this.deps)
      this.#abandon()
    } catch (error) {
      // A full disk must not keep the app from starting; each part does the same before it goes on.
      this.deps.log.warn('jobs.recover.later', { error })
    }
    this.#pokeAll()
  }

  setOnline(online: boolean): void {
    this.#online = online
    if (online) for (const runner of this.#runners.values()) runner.release()
    this.#pokeAll()
  }

  /** A new token, or another cause to try an account again. */
  release(accountId: AccountId): void {
    this.#runner(accountId).release()
  }

  /** The account is gone: nothing of it is sent any more. Resolves when nothing of it is on its way and its steps are at their end. */
  async forget(accountId: AccountId): Promise<void> {
    const runner = this.#runners.get(accountId)
    this.#runners.delete(accountId)
    await runner?.stop()
    this.#abandon()
  }

  async stop(): Promise<void> {
    this.#progress.end()
    await Promise.all([...this.#runners.values()].map((runner) => runner.stop()))
  }

  /** Starts a job from a reviewed plan. Throws PLAN_STALE, COUNT_NEEDED. */
  start(planId: PlanId, typedCount: number | null, name: string): JobState {
    const id = startJob(this.deps, planId, typedCount, name)
    this.deps.emit({ type: 'intents' })
    return this.#changed(id)
  }

  /** Starts the real migration of customers. Throws MIGRATION_LOCKED, MIGRATION_GATE, NAME_NEEDED, COUNT_NEEDED. */
  migrate(start: MigrationStart): JobState {
    return this.#changed(startMigration(this.deps, start))
  }

  /** Throws NOT_FOUND. */
  state(id: JobId): JobState {
    const job = this.#view(id)
    if (job === null) throw appError('NOT_FOUND', 'There is no such job.', 'Look at the list of jobs.')
    return job
  }

  pause(id: JobId): JobState {
    this.#command(id, ['running'], 'paused')
    for (const runner of this.#runners.values()) runner.interrupt(id)
    return this.state(id)
  }

  resume(id: JobId): JobState {
    return this.#command(id, ['paused'], 'running')
  }

  /** A person wants it now, whatever the hours of its accounts. */
  startNow(id: JobId): JobState {
    const { store } = this.deps
    this.state(id)
    store.inLedger(() => {
      // What it could not work until now is no pace of it.
      if (store.jobs.get(id)?.state === 'running') this.#move(id, 'running')
      store.jobs.ignoreHours(id)
    })
    return this.#changed(id)
  }

  /** What is on its way is still settled; everything else is at its end. */
  cancel(id: JobId): JobState {
    return this.#command(id, ['running', 'paused'], 'cancelled', () =>
      this.deps.store.steps.inStates(id, ['queued']).map((step) => [step, { state: 'cancelled', notBefore: null }]))
  }

  retryFailed(id: JobId): JobState {
    return this.#command(id, ['running', 'paused', 'done', 'cancelled'], this.#unlessStopped(id, ['paused']), () =>
      this.#of(id, 'failed').map((step) => [step, { state: 'queued', tries: 0, notBefore: null, resolved: null, outcome: { reason: null, error: null } }]))
  }

  checkUnknown(id: JobId): JobState {
    return this.#command(id, ['running', 'paused', 'done', 'cancelled'], this.#unlessStopped(id, ['paused', 'cancelled']), () =>
      this.#of(id, 'unknown').map((step) => [step, { parked: false, tries: 0, notBefore: null }]))
  }

  /** A job goes on with some of its steps, but one that a person has stopped stays so: a paused one is not resumed, and what is looked at in a cancelled one is never sent. */
  #unlessStopped(id: JobId, stopped: readonly JobPhase[]): JobPhase {
    const { state } = this.state(id)
    return stopped.includes(state) ? state : 'running'
  }

  /** Steps of accounts that are still there. */
  #of(id: JobId, state: 'failed' | 'unknown'): readonly Step[] {
    const { accounts, steps } = this.deps.store
    const there = new Set(accounts.list().map((one) => one.id))
    return steps.inStates(id, [state]).filter(({ accountId }) => there.has(accountId))
  }

  #command(id: JobId, from: readonly JobPhase[], to: JobPhase, changes: () => readonly (readonly [Step, Parameters<JobDeps['store']['steps']['change']>[1]])[] = () => []): JobState {
    const { store, clock } = this.deps
    const { state } = this.state(id)
    if (!from.includes(state)) return this.state(id)
    store.inLedger(() => {
      for (const [step, change] of changes()) store.steps.change(step, change, clock.now())
      if (state !== to) this.#move(id, to)
    })
    return this.#changed(id)
  }

  #changed(id: JobId): JobState {
    this.#finish(id)
    this.#progress.note(id)
    this.#pokeAll()
    return this.state(id)
  }

  /** Where the journal is not what was written, the rest of the file need not be either: a person says whether jobs go on. */
  #holdIfAltered(): void {
    const { store } = this.deps
    if (store.journalAlteredAt === null) return
    for (const id of store.jobs.running()) this.#move(id, 'paused')
  }

  /** A job that nothing has moved for long, as while the computer was off or an account had no token, goes on only when a person says so. */
  #holdOld(): void {
    const { store, clock } = this.deps
    for (const id of store.jobs.unmoved(clock.now() - OLD_MS)) {
      store.inLedger(() => {
        store.jobs.move(id, 'paused', 0, clock.now())
        store.jobs.holdOld(id)
      })
      this.#progress.note(id)
    }
  }

  #abandon(): void {
    const { store, clock } = this.deps
    store.inLedger(() => store.steps.abandon(clock.now()))
    this.#finishAll()
  }

  #finishAll(): void {
    for (const id of this.deps.store.jobs.running()) this.#finish(id)
  }

  /** A job is done when no step of it can go on by itself. */
  #finish(id: JobId): void {
    const { store } = this.deps
    if (store.jobs.get(id)?.state !== 'running' || store.steps.open(id) > 0) return
    this.#move(id, 'done')
    this.#progress.note(id)
  }

  #move(id: JobId, to: JobPhase): void {
    const { store, clock } = this.deps
    const job = store.jobs.get(id)
    if (job === null) return
    const ran = store.steps.accounts(id).map(({ accountId }) => ranSince(this.deps, job, accountId))
    store.jobs.move(id, to, Math.max(0, ...ran), clock.now())
  }

  #pokeAll(): void {
    for (const { id } of this.deps.store.accounts.list()) this.#runner(id).poke()
  }

  #runner(accountId: AccountId): AccountRunner {
    const known = this.#runners.get(accountId)
    if (known !== undefined) return known
    const made = new AccountRunner(this.deps, accountId, () => this.#online, {
      changed: (jobId) => {
        this.#finish(jobId)
        this.#progress.note(jobId)
      },
      before: () => this.#holdOld(),
      // The last word on a job may have been lost with the app.
      idle: () => this.#finishAll(),
    })
    this.#runners.set(accountId, made)
    return made
  }
}
