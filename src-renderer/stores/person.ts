import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Output } from '@contract'
import type { EnvironmentType } from '@contract/access'
import { AppError, type AppErrorJson } from '@contract/errors'
import type { Membership, PersonRow } from '@contract/methods/people'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer, type Answer } from '../composables/answer'
import { makeFollower } from '../composables/follow'
import { RowWindows } from '../composables/row-windows'

/** The cell that is explained. */
export interface Explained {
  readonly membership: Membership
  readonly environment: EnvironmentType
}

export type Why = Pick<Answer<unknown, Output<'people.why'>>, 'value' | 'failure'>

/** One person over all accounts: the memberships, and why there is access in one environment. */
export const usePersonStore = defineStore('person', () => {
  const email = ref('')
  const search = ref('')
  const person = shallowRef<PersonRow | null>(null)
  const matched = ref(0)
  const ready = ref(false)
  const failure = shallowRef<AppErrorJson | null>(null)
  const version = ref(0)
  const explained = shallowRef<Explained | null>(null)
  const why = makeAnswer(({ membership: { accountId, customerId, memberId }, environment }: Explained): Promise<Output<'people.why'>> => call('people.why', { accountId, customerId, memberId, environment }))
  let range = { first: 0, last: 60 }
  let unsubscribe: (() => void) | undefined
  const windows = new RowWindows<Membership>(async (offset, limit) => {
    const asked = email.value
    const found = await call('people.person', { email: asked, search: search.value, offset, limit })
    if (asked === email.value) person.value = found.person
    return { rows: found.memberships, matched: found.matched, total: found.person?.customers ?? 0 }
  })
  const row = (index: number): Membership | undefined => (version.value < 0 ? undefined : windows.row(index))

  async function settle(asking: Promise<boolean>): Promise<void> {
    try {
      if (!(await asking)) return
      failure.value = null
      matched.value = windows.matched
      ready.value = true
      version.value += 1
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      failure.value = error.json
    }
  }
  function show(first: number, last: number): void {
    range = { first, last }
    if (email.value !== '') void settle(windows.ensure(first, last))
  }
  const reload = (): Promise<void> => settle(windows.reload(range.first, range.last))

  function find(text: string): void {
    search.value = text
    range = { first: 0, last: 60 }
    void reload()
  }

  /** Answers why there is access in a cell; null: nothing is asked. */
  function explain(next: Explained | null): void {
    explained.value = next
    why.clear()
    if (next !== null) void why.ask(next)
  }

  const changed = makeFollower(() => {
    if (email.value === '') return
    void reload()
    if (explained.value !== null) void why.ask(explained.value)
  })
  /** Puts a person on screen, or nobody. Nothing of the one before stays. */
  function open(next: string): void {
    email.value = next
    search.value = ''
    person.value = null
    matched.value = 0
    ready.value = false
    failure.value = null
    windows.clear()
    explain(null)
    version.value += 1
    range = { first: 0, last: 60 }
    if (next === '') {
      unsubscribe?.()
      unsubscribe = undefined
      return
    }
    unsubscribe ??= onAppEvent((event) => {
      if (event.type === 'changed' || (event.type === 'engine' && event.status === 'running')) changed()
    })
    void reload()
  }

  return { email, search, person, matched, ready, failure, version, explained, why, row, show, reload, find, explain, open }
})
