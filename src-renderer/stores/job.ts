import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Output } from '@contract'
import { AppError, type AppErrorJson } from '@contract/errors'
import type { JobId, JobState, JobStep, StepState } from '@contract/jobs'
import { call, onAppEvent } from '../bridge/client'
import { RowWindows } from '../composables/row-windows'
import { useJobsStore } from './jobs'

/** Steps on screen: of some states. */
export const STEP_FILTERS = {
  all: [], decide: ['conflict', 'failed', 'unknown'], applied: ['applied', 'sent'], already: ['already'], queued: ['queued', 'sending'], cancelled: ['cancelled'],
} as const satisfies Readonly<Record<string, readonly StepState[]>>
export type StepFilter = keyof typeof STEP_FILTERS
type Command = 'jobs.pause' | 'jobs.resume' | 'jobs.startNow' | 'jobs.cancel' | 'jobs.retryFailed' | 'jobs.checkUnknown'
export type Undone = Output<'jobs.undo'>

const FOLLOW_EVERY_MS = 250

/** The job on screen: its counts as events tell them, its steps in windows, and the commands on it. */
export const useJobStore = defineStore('job', () => {
  const jobs = useJobsStore()
  const id = ref<JobId | null>(null)
  const fetched = shallowRef<JobState | null>(null)
  const failure = shallowRef<AppErrorJson | null>(null)
  const working = ref(false)
  const filter = ref<StepFilter>('all')
  const matched = ref(0)
  const ready = ref(false)
  const version = ref(0)
  const undone = shallowRef<Undone | null>(null)
  /** The list follows every event; what was fetched is for a job that is not in it. */
  const job = computed(() => jobs.list.find((one) => one.id === id.value) ?? fetched.value)
  let range = { first: 0, last: 60 }
  let windows = makeWindows()
  let following: ReturnType<typeof setTimeout> | undefined
  let unsubscribe: (() => void) | undefined

  function makeWindows(): RowWindows<JobStep> {
    const [jobId, states] = [id.value, STEP_FILTERS[filter.value]]
    return new RowWindows(async (offset, limit) => {
      if (jobId === null) return { rows: [], matched: 0, total: 0 }
      const found = await call('jobs.steps', { jobId, states: [...states], offset, limit })
      return { rows: found.steps as readonly JobStep[], matched: found.matched, total: found.matched }
    })
  }
  async function settle(reading: Promise<boolean>): Promise<void> {
    const asked = windows
    try {
      if (!(await reading) || asked !== windows) return
      matched.value = asked.matched
      ready.value = true
      version.value += 1
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      if (asked === windows) failure.value = problem.json
    }
  }
  const row = (index: number): JobStep | undefined => (version.value < 0 ? undefined : windows.row(index))
  function show(first: number, last: number): void {
    range = { first, last }
    void settle(windows.ensure(first, last))
  }
  const reload = (): Promise<void> => settle(windows.reload(range.first, range.last))
  function choose(next: StepFilter): void {
    filter.value = next
    windows = makeWindows()
    range = { first: 0, last: 60 }
    ready.value = false
    void settle(windows.ensure(0, 60))
  }

  async function attempt<T>(work: () => Promise<T>): Promise<T | null> {
    if (working.value) return null
    working.value = true
    failure.value = null
    try {
      return await work()
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      failure.value = problem.json
      return null
    } finally {
      working.value = false
    }
  }
  function take(state: JobState | null): void {
    if (state === null) return
    fetched.value = state
    jobs.take(state)
    void reload()
  }

  /** Puts a job on screen, or none. Nothing of the one before stays. */
  function open(next: JobId | null): void {
    id.value = next
    fetched.value = null
    failure.value = null
    undone.value = null
    choose('all')
    if (next === null) {
      unsubscribe?.()
      unsubscribe = undefined
      return
    }
    unsubscribe ??= onAppEvent((event) => {
      if ((event.type === 'job' && event.job.id === id.value) || (event.type === 'engine' && event.status === 'running')) following ??= setTimeout(() => { following = undefined; void reload() }, FOLLOW_EVERY_MS)
    })
    void attempt(() => call('jobs.state', { jobId: next })).then((state) => { if (state !== null && id.value === next) fetched.value = state as JobState })
  }

  async function command(name: Command): Promise<void> {
    const jobId = id.value
    if (jobId !== null) take((await attempt(() => call(name, { jobId }))) as JobState | null)
  }
  /** `keys` null: all open conflicts of the job. */
  async function resolve(keys: readonly string[] | null, choice: 'mine' | 'theirs'): Promise<void> {
    const jobId = id.value
    if (jobId === null) return
    const done = await attempt(() => call('jobs.resolve', { jobId, keys: keys === null ? null : [...keys], choice }))
    take((done?.job ?? null) as JobState | null)
  }
  /** Stages the addition of those who are users already and could not be invited. */
  async function addInstead(): Promise<void> {
    const jobId = id.value
    if (jobId !== null) take(((await attempt(() => call('jobs.addInstead', { jobId })))?.job ?? null) as JobState | null)
  }
  /** Stages the way back from everything that was applied. */
  async function undo(): Promise<void> {
    const jobId = id.value
    if (jobId !== null) undone.value = await attempt(() => call('jobs.undo', { jobId }))
  }
  /** Saves the evidence of every step to a file that the person chooses; true: it was saved. */
  async function saveEvidence(): Promise<boolean> {
    const jobId = id.value
    return jobId !== null && (await attempt(() => call('files.saveEvidence', { jobId })))?.rows != null
  }

  return { id, job, failure, working, filter, matched, ready, version, undone, row, show, reload, choose, open, command, resolve, addInstead, undo, saveEvidence }
})
