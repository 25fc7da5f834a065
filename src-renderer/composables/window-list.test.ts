import { effectScope, nextTick, ref, type EffectScope } from 'vue'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '@contract/errors'
import { useWindowList } from './window-list'

interface Answer { readonly rows: readonly string[]; readonly matched: number; readonly note: string }
type Pending = { readonly asked: string; readonly offset: number; answer: (rows: readonly string[], matched?: number) => void; refuse: (code: 'OFFLINE') => void }
let scope: EffectScope | null = null
afterEach(() => scope?.stop())

function make() {
  const question = ref<string | null>('a')
  const changes = ref(0)
  const pending: Pending[] = []
  const fetch = (asked: string, { offset }: { offset: number; limit: number }): Promise<Answer> => new Promise((resolve, reject) => pending.push({
    asked, offset, answer: (rows, matched = rows.length) => resolve({ rows, matched, note: asked }), refuse: (code) => reject(new AppError({ code, title: code, hint: '', retryable: true })),
  }))
  scope = effectScope()
  const list = scope.run(() => useWindowList(() => question.value, fetch, () => changes.value))!
  const settle = async (): Promise<void> => { for (let n = 0; n < 6; n += 1) await nextTick() }
  return { question, changes, pending, list, settle }
}

describe('rows of a question', () => {
  it('stay until those of the next question are there, and an answer to an older one is dropped', async () => {
    const { question, pending, list, settle } = make()
    pending[0]?.answer(['first'])
    await settle()
    expect([list.row(0), list.matched.value, list.latest.value?.note, list.ready.value]).toEqual(['first', 1, 'a', true])
    question.value = 'b'
    await nextTick()
    question.value = 'c'
    await nextTick()
    expect(list.row(0)).toBe('first')
    pending[2]?.answer(['third', 'fourth'])
    await settle()
    pending[1]?.answer(['second'])
    await settle()
    expect([list.row(0), list.row(1), list.matched.value, list.latest.value?.note]).toEqual(['third', 'fourth', 2, 'c'])
  })

  it('are asked again when they may be others, and what failed says why beside what was there', async () => {
    const { changes, pending, list, settle } = make()
    pending[0]?.answer(['first'])
    await settle()
    changes.value += 1
    await nextTick()
    pending[1]?.refuse('OFFLINE')
    await settle()
    expect([list.row(0), list.failure.value?.code]).toEqual(['first', 'OFFLINE'])
    changes.value += 1
    await nextTick()
    pending[2]?.answer(['anew'])
    await settle()
    expect([list.row(0), list.failure.value]).toEqual(['anew', null])
  })

  it('are none where nothing is asked', async () => {
    const { question, pending, list, settle } = make()
    pending[0]?.answer(['first'])
    await settle()
    question.value = null
    await settle()
    expect([list.row(0), list.matched.value, list.ready.value, pending.length]).toEqual([undefined, 0, false, 1])
  })
})
