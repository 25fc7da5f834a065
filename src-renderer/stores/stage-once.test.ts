import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { IntentDraft } from '@contract/intents'
import { useAccountsStore } from './accounts'
import { useCustomerStore } from './customer'
import { useStageInAccount, useStageOnce } from './stage-once'

/** What was staged behind the bridge, answers that wait, and whether staging is refused. */
let staged: { readonly name: string; readonly edits: readonly IntentDraft[] }[]
let held: (() => void)[]
let refused: boolean
const draft = (of: number): IntentDraft => ({ kind: 'customer.delete', accountId: 'a', customerId: of, target: { name: 'C' }, base: true, wish: false }) as unknown as IntentDraft
const counts = { staged: 1, undo: 'x', redo: null }

beforeEach(() => {
  ;[staged, held, refused] = [[], [], false]
  const invoke = async (method: string, input: (typeof staged)[number]): Promise<unknown> => {
    if (method !== 'intents.stage') return { ok: true, value: {} }
    if (refused) return { ok: false, error: { code: 'DISK_FULL', title: 'Full', hint: '', retryable: false } }
    staged.push(input)
    await new Promise<void>((go) => held.push(go))
    return { ok: true, value: { batchId: 'b', counts } }
  }
  vi.stubGlobal('window', { rolodesk: { invoke, onEvent: () => () => undefined } })
  setActivePinia(createPinia())
  useAccountsStore().activeId = 'a' as never
  useCustomerStore().target = { accountId: 'a', customerId: 1 } as never
})
const named = (n: number): string => `${String(n)} edits`

it('a second press stages nothing, neither before the answer nor while the dialog closes, until it is opened anew', async () => {
  const act = useStageOnce()
  act.begin()
  const first = act.stage(named, ({ customerId }) => [draft(customerId)])
  expect(await act.stage(named, () => [draft(1)])).toBe(false)
  await vi.waitFor(() => expect(held).toHaveLength(1))
  held[0]?.()
  expect(await first).toBe(true)
  expect(await act.stage(named, () => [draft(1)])).toBe(false)
  expect(staged).toEqual([{ name: '1 edits', edits: [draft(1)] }])
  act.begin()
  const again = act.stage(named, () => [draft(1), draft(1)])
  await vi.waitFor(() => expect(held).toHaveLength(2))
  held[1]?.()
  expect([await again, staged[1]?.name]).toEqual([true, '2 edits'])
})

it('an act stages nothing once another customer or account is on screen, nor before it is opened', async () => {
  const customer = useCustomerStore()
  const [one, many] = [useStageOnce(), useStageInAccount()]
  expect(await one.stage(named, () => [draft(1)])).toBe(false)
  for (const act of [one, many]) act.begin()
  for (const target of [{ accountId: 'a', customerId: 2 }, { accountId: 'b', customerId: 1 }, null]) {
    customer.target = target as never
    expect(await one.stage(named, () => [draft(1)])).toBe(false)
  }
  customer.target = { accountId: 'a', customerId: 1 } as never
  useAccountsStore().activeId = 'b' as never
  expect(await many.stage(named, () => [draft(1)])).toBe(false)
  expect(staged).toEqual([])
})

it('what was refused is told and can be pressed again; an act with nothing to do is none', async () => {
  const act = useStageOnce()
  act.begin()
  expect([await act.stage(named, () => []), act.failure.value, act.busy.value]).toEqual([false, null, false])
  refused = true
  expect([await act.stage(named, () => [draft(1)]), act.failure.value?.code, act.busy.value]).toEqual([false, 'DISK_FULL', false])
  act.begin()
  expect(act.failure.value).toBeNull()
})
