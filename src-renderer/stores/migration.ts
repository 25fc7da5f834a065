import { computed, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import type { Input, Output } from '@contract'
import { AppError, type AppErrorJson } from '@contract/errors'
import type { AccountId } from '@contract/ids'
import type { WaveId } from '@contract/migration'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'
import { useAccountsStore } from './accounts'

type Command =
  | 'migration.check' | 'migration.stop' | 'migration.confirmRoot' | 'migration.note' | 'migration.setCustomRoles' | 'migration.saveWave' | 'migration.removeWave' | 'migration.prove' | 'migration.dryRun'
  | 'migration.acknowledge' | 'migration.migrate' | 'migration.verify' | 'migration.stageFixes' | 'migration.accept' | 'migration.stageRescue' | 'files.saveMigration'
export type MigrationAccount = Output<'migration.account'>
export type MigrationWave = MigrationAccount['waves'][number]

/** The migration of the account on screen: what holds for all of it, its waves, and the commands. What is on screen besides asks again when `version` grows. */
export const useMigrationStore = defineStore('migration', () => {
  const accounts = useAccountsStore()
  const answer = makeAnswer(async (accountId: AccountId) => ({ accountId, ...(await call('migration.account', { accountId })) }))
  const state = computed(() => (answer.value?.accountId === accounts.activeId ? answer.value : null))
  const waves = computed(() => state.value?.waves ?? [])
  const failure = shallowRef<AppErrorJson | null>(null)
  /** From a press until its answer: a second press does nothing. */
  const working = ref(false)
  const version = ref(0)

  async function ask(): Promise<void> {
    if (accounts.activeId !== null) await answer.ask(accounts.activeId)
  }
  const lookAgain = (): void => {
    version.value += 1
    void ask()
  }
  const follow = makeFollower(lookAgain, 250)
  /** Reading says so for every customer. */
  const followReading = makeFollower(lookAgain)
  onAppEvent((event) => {
    if (event.type === 'changed' && event.accountId === accounts.activeId && (event.table === 'members' || event.table === 'customers')) followReading()
    // A job that migrates moves its customers to another lane.
    const here = (event.type === 'migration' && event.accountId === accounts.activeId) || (event.type === 'job' && waves.value.some(({ jobId }) => jobId === event.job.id))
    if (here || event.type === 'intents' || (event.type === 'engine' && event.status === 'running')) follow()
  })
  // Synchronous: no frame may show the waves of one account under the name of another.
  watch(() => accounts.activeId, () => {
    answer.clear()
    failure.value = null
    void ask()
  }, { immediate: true, flush: 'sync' })

  /** Sends a command for the account on screen; null: it was refused, and `failure` says why, or another one is on its way. */
  async function command<M extends Command>(method: M, input: Omit<Input<M>, 'accountId'>): Promise<Output<M> | null> {
    const accountId = accounts.activeId
    if (working.value || accountId === null) return null
    working.value = true
    failure.value = null
    try {
      const found = await call(method, { accountId, ...input } as Input<M>)
      await ask()
      version.value += 1
      return found
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      if (accounts.activeId === accountId) failure.value = problem.json
      return null
    } finally {
      working.value = false
    }
  }
  const wave = (id: WaveId): MigrationWave | null => waves.value.find((one) => one.id === id) ?? null

  return { answer, state, waves, failure, working, version, ask, command, wave }
})
