import { effectScope } from 'vue'
import { beforeEach, expect, it, vi } from 'vitest'
import { FOLLOW_EVERY_MS } from '../composables/follow'
import { useManagers } from './managers'

/** What was asked behind the bridge, by account. */
let asked: string[]
let tell: (event: object) => void = () => undefined

beforeEach(() => {
  vi.useFakeTimers()
  asked = []
  const invoke = (_: string, { accountId }: { readonly accountId: string }): Promise<unknown> => {
    asked.push(accountId)
    return Promise.resolve({ ok: true, value: { managers: [], customers: [], read: null } })
  }
  vi.stubGlobal('window', { rolodesk: { invoke, onEvent: (hear: typeof tell) => {
    tell = hear
    return () => undefined
  } } })
  return () => vi.useRealTimers()
})

it('the list of managers follows what is read of its account, not at every customer that is read', async () => {
  const scope = effectScope()
  scope.run(() => useManagers(() => 'a' as never))
  expect(asked).toEqual(['a'])
  // As reading announces many customers one after the other.
  for (let n = 0; n < 40; n += 1) {
    tell({ type: 'changed', accountId: 'a', table: 'customers' })
    await vi.advanceTimersByTimeAsync(FOLLOW_EVERY_MS / 10)
  }
  await vi.advanceTimersByTimeAsync(FOLLOW_EVERY_MS)
  expect(asked.length).toBeGreaterThan(3)
  expect(asked.length).toBeLessThan(8)
  const before = asked.length
  // What is of another account, or of something else, changes nothing here.
  tell({ type: 'changed', accountId: 'b', table: 'managers' })
  tell({ type: 'changed', accountId: 'a', table: 'members' })
  await vi.advanceTimersByTimeAsync(2 * FOLLOW_EVERY_MS)
  expect(asked).toHaveLength(before)
  tell({ type: 'changed', accountId: 'a', table: 'managers' })
  await vi.advanceTimersByTimeAsync(2 * FOLLOW_EVERY_MS)
  expect(asked).toHaveLength(before + 1)
  scope.stop()
})
