import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { watch } from 'vue'
import type { AccountId } from '@contract/ids'
import { useAccountsStore } from './accounts'
import { useMigrationStore } from './migration'

/** What was asked behind the bridge, and answers that wait by the account that they are about. */
let asked: { readonly method: string; readonly accountId: string }[]
let held: { readonly accountId: string; readonly go: (refused?: boolean) => void }[]
let slow: string | null
/** The page has one ear at the bridge, from the first test on. */
let tell: (event: object) => void = () => undefined

beforeEach(() => {
  ;[asked, held, slow] = [[], [], null]
  const invoke = async (method: string, { accountId }: { readonly accountId: string }): Promise<unknown> => {
    asked.push({ method, accountId })
    const refused = method === slow && await new Promise<boolean>((done) => held.push({ accountId, go: (no = false) => { done(no) } }))
    if (refused) return { ok: false, error: { code: 'MIGRATION_GATE', title: accountId, hint: '', retryable: false } }
    return { ok: true, value: method === 'migration.account' ? { proof: null, lock: null, activity: null, customRoles: false, waves: [{ id: `wave of ${accountId}`, jobId: `job of ${accountId}` }] } : {} }
  }
  vi.stubGlobal('window', { rolodesk: { invoke, onEvent: (hear: typeof tell) => {
    tell = hear
    return () => undefined
  } } })
  setActivePinia(createPinia())
})
const show = (id: string): void => { useAccountsStore().activeId = id as AccountId }
const waves = (): readonly string[] => useMigrationStore().waves.map(({ id }) => id)

it('waves are those of the account on screen, whichever answer comes last', async () => {
  show('a')
  slow = 'migration.account'
  const store = useMigrationStore()
  show('b')
  expect(waves()).toEqual([])
  await vi.waitFor(() => expect(held.map(({ accountId }) => accountId)).toEqual(['a', 'b']))
  const seen: (readonly string[])[] = []
  watch(() => waves(), (ids) => seen.push(ids), { flush: 'sync' })
  held[1]?.go()
  await vi.waitFor(() => expect(waves()).toEqual(['wave of b']))
  held[0]?.go()
  show('c')
  await vi.waitFor(() => expect(held).toHaveLength(3))
  held[2]?.go()
  await vi.waitFor(() => expect(waves()).toEqual(['wave of c']))
  expect([seen, store.wave('wave of b' as never)]).toEqual([[['wave of b'], [], ['wave of c']], null])
})

it('a second press sends nothing, and a refusal is told where it was asked for only', async () => {
  show('a')
  const store = useMigrationStore()
  await vi.waitFor(() => expect(waves()).toEqual(['wave of a']))
  slow = 'migration.dryRun'
  const first = store.command('migration.dryRun', { of: { customers: [] } })
  expect(await store.command('migration.dryRun', { of: { customers: [] } })).toBeNull()
  await vi.waitFor(() => expect(held).toHaveLength(1))
  show('b')
  held[0]?.go(true)
  expect([await first, store.failure, store.working]).toEqual([null, null, false])
  expect(asked.filter(({ method }) => method === 'migration.dryRun')).toEqual([{ method: 'migration.dryRun', accountId: 'a' }])
  const again = store.command('migration.dryRun', { of: { customers: [] } })
  await vi.waitFor(() => expect(held).toHaveLength(2))
  held[1]?.go(true)
  expect([await again, store.failure?.title]).toEqual([null, 'b'])
})

it('what is at work or read in another account is not asked for; a job of a wave on screen is, and what is read of its customers', async () => {
  show('a')
  const store = useMigrationStore()
  await vi.waitFor(() => expect(waves()).toEqual(['wave of a']))
  const before = store.version
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  for (const event of [{ type: 'migration', accountId: 'b' }, { type: 'job', job: { id: 'job of b' } }, { type: 'changed', accountId: 'b', table: 'members' }, { type: 'changed', accountId: 'a', table: 'connections' }]) tell(event)
  vi.advanceTimersByTime(5000)
  expect(store.version).toBe(before)
  for (const event of [{ type: 'job', job: { id: 'job of a' } }, { type: 'migration', accountId: 'a' }, { type: 'changed', accountId: 'a', table: 'members' }]) {
    const last = store.version
    tell(event)
    vi.advanceTimersByTime(5000)
    expect(store.version).toBe(last + 1)
  }
})
