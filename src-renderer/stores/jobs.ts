import { computed, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { JobPhase, JobState } from '@contract/jobs'
import { AppError } from '@contract/errors'
import { call, onAppEvent } from '../bridge/client'

const RECENT = 50

/** Whether nothing of a job can go on without a person: it was paused, or every account that has something to do is. */
export function standsStill({ state, accounts }: JobState): boolean {
  const busy = accounts.filter(({ open }) => open > 0)
  return state === 'paused' || (state === 'running' && busy.length > 0 && busy.every(({ phase }) => phase === 'paused'))
}

/** The state of a job as it is shown: one that stands still is paused, whoever has to do something. */
export function shownPhase(job: JobState): JobPhase {
  return standsStill(job) ? 'paused' : job.state
}

/** The jobs of this computer, newest first, each as its last event told it. */
export const useJobsStore = defineStore('jobs', () => {
  const list = shallowRef<readonly JobState[]>([])
  /** The newest one that is not at its end. */
  const atWork = computed(() => list.value.find(({ state }) => state === 'running') ?? list.value.find(({ state }) => state === 'paused') ?? null)

  function take(job: JobState): void {
    list.value = list.value.some(({ id }) => id === job.id) ? list.value.map((one) => (one.id === job.id ? job : one)) : [job, ...list.value]
  }
  async function refresh(): Promise<void> {
    try {
      list.value = (await call('jobs.list', { offset: 0, limit: RECENT })).jobs
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
    }
  }
  function load(): void {
    onAppEvent((event) => {
      if (event.type === 'job') take(event.job)
      if (event.type === 'engine' && event.status === 'running') void refresh()
    })
    void refresh()
  }

  return { list, atWork, load, take, refresh }
})
