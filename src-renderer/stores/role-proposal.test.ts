import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { effectScope, shallowRef } from 'vue'
import type { IntentId } from '@contract/intents'
import type { RoleEdit } from '@contract/methods/role-edits'
import { useRoleProposal } from './role-proposal'

const edit = (name: string): RoleEdit => ({ kind: 'create', scope: 'environment', name, config: {}, customers: [] })
const draft = (name: string) => ({ kind: 'role.create', target: { scope: 'environment', name } })

/** What the app behind the bridge was asked, how many privileges it has yet to read, and answers that wait. */
let asked: { readonly method: string; readonly input: { readonly edits: readonly RoleEdit[]; readonly removes?: readonly string[] } }[]
let unread: number[]
let held: (() => void)[]
let slow: string | null
/** What is wrong with an edit of this name. */
let wrong: string | null
/** Nothing is answered any more. */
let refused: boolean
/** Tells an event to whoever listened last. */
let tell: (event: unknown) => void

beforeEach(() => {
  ;[asked, unread, held, slow, wrong, refused] = [[], [], [], null, null, false]
  const invoke = async (method: string, input: (typeof asked)[number]['input']): Promise<unknown> => {
    if (method === 'intents.counts') return { ok: true, value: { staged: 0, undo: null, redo: null, accounts: [] } }
    asked.push({ method, input })
    if (method === slow) await new Promise<void>((go) => held.push(go))
    if (refused) return { ok: false, error: { code: 'INTERNAL', title: 'No.', hint: '', retryable: true } }
    const [first] = input.edits
    return { ok: true, value: method === 'roles.propose' ? { drafts: [draft(first?.kind === 'create' ? first.name : '')], outcomes: [], errors: first?.kind === 'create' && first.name === wrong ? [{ field: 'name', message: 'Too long.' }] : [], unread: unread.shift() ?? 0 } : {} }
  }
  vi.stubGlobal('window', { rolodesk: { invoke, onEvent: (handler: typeof tell) => { tell = handler; return () => undefined } } })
  setActivePinia(createPinia())
})

function proposing(first: string) {
  const edits = shallowRef<readonly RoleEdit[] | null>([edit(first)])
  const scope = effectScope()
  onTestFinished(() => scope.stop())
  const proposal = scope.run(() => useRoleProposal(() => edits.value))
  if (proposal === undefined) throw new Error('no scope')
  return { edits, proposal }
}
const methods = (): readonly string[] => asked.map(({ method }) => method)

it('a proposal is asked for again while privileges come in, and not once none comes any more', async () => {
  unread = [40, 20, 20]
  const { proposal } = proposing('A')
  await vi.waitFor(() => expect(methods()).toEqual(['roles.propose', 'roles.propose', 'roles.propose']))
  await vi.waitFor(() => expect(proposal.ready.value).toBe(true))
  expect(asked).toHaveLength(3)
})

it('what is proposed is kept once, in the place of what it replaces, and never for an act that is no longer the one on screen', async () => {
  const { edits, proposal } = proposing('A')
  await vi.waitFor(() => expect(proposal.ready.value).toBe(true))
  edits.value = [edit('B')]
  expect(await proposal.keep('too early')).toBe(false)
  await vi.waitFor(() => expect(proposal.ready.value).toBe(true))
  slow = 'intents.restage'
  const kept = proposal.keep('B', ['i1' as IntentId])
  expect(await proposal.keep('B again', ['i1' as IntentId])).toBe(false)
  await vi.waitFor(() => expect(held).toHaveLength(1))
  held[0]?.()
  expect(await kept).toBe(true)
  expect(asked.filter(({ method }) => method !== 'roles.propose')).toEqual([{ method: 'intents.restage', input: { name: 'B', removes: ['i1'], edits: [draft('B')] } }])
  expect(await proposal.keep('B once more')).toBe(false)
})

it('what is wrong with an act keeps it from being kept, until that is mended', async () => {
  wrong = 'A'
  const { edits, proposal } = proposing('A')
  await vi.waitFor(() => expect(proposal.current.value?.errors).toHaveLength(1))
  expect([proposal.ready.value, await proposal.keep('A')]).toEqual([false, false])
  edits.value = [edit('B')]
  await vi.waitFor(() => expect(proposal.ready.value).toBe(true))
  expect(methods()).not.toContain('intents.stage')
})

it('an answer that was overtaken is not shown for the act that followed, and is not kept for it when that one is refused', async () => {
  const { edits, proposal } = proposing('A')
  await vi.waitFor(() => expect(proposal.ready.value).toBe(true))
  slow = 'roles.propose'
  edits.value = [edit('B')]
  await vi.waitFor(() => expect(held).toHaveLength(1))
  tell({ type: 'intents' })
  await vi.waitFor(() => expect(held).toHaveLength(2))
  held[0]?.()
  await vi.waitFor(() => expect(proposal.pending.value).toBe(true))
  expect(proposal.current.value).toBeNull()
  refused = true
  held[1]?.()
  await vi.waitFor(() => expect(proposal.failure.value?.title).toBe('No.'))
  expect([proposal.current.value, await proposal.keep('B')]).toEqual([null, false])
})
