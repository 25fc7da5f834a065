import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { SheetEdit } from '@contract/sheet'
import { useMatrixActsStore } from './matrix-acts'
import { useMatrixStore } from './matrix'
import { HEAD, useMatrixSelectionStore } from './matrix-selection'
import { useAccountsStore } from './accounts'
import { useChangesStore } from './changes'

const cell = { base: 'Member', type: 'environment', state: 'clean', lock: null, edit: null }
const rowOf = (n: number) => ({ kind: 'row', at: n, row: { key: `a/1/${String(n)}`, accountId: 'a', customerId: 1, memberId: n, kind: 'team', roles: [], cells: { dev: cell, test: cell, prod: cell } } })
const keyAt = (n: number): string => `a/1/${String(n)}`

/** What the app behind the bridge was asked to stage, and what is still to be answered. */
let staged: { readonly name: string; readonly edit: SheetEdit }[]
let held: (() => void)[]
/** Questions that wait until they are let go. */
let slow: string | null
/** What was asked for, and who hears of what happened. */
let asked: string[]
let tell: (event: object) => void

function answerTo(method: string, input: { readonly offset?: number; readonly limit?: number; readonly name?: string; readonly edit?: Extract<SheetEdit, { kind: 'set' | 'fill' }> }): unknown {
  const rows = Array.from({ length: 10 }, (_, n) => rowOf(n))
  switch (method) {
    case 'matrix.page': return { window: rows, lines: 10, matched: 10, total: 10, completeness: { read: 1, failed: 0, total: 1 } }
    case 'matrix.keys': return { keys: rows.slice(input.offset, (input.offset ?? 0) + (input.limit ?? 0)).map(({ row }) => row.key), matched: 10 }
    case 'matrix.place': return { row: null, line: null }
    case 'intents.counts': return { staged: staged.length, undo: null, redo: null, accounts: [] }
    case 'intents.undo': return { staged: 0, undo: null, redo: 'second' }
    case 'matrix.preview': case 'matrix.stage': {
      const { name = '', edit } = input
      if (method === 'matrix.stage' && edit !== undefined) {
        staged.push({ name, edit })
        tell({ type: 'intents' })
      }
      const done = { edits: 1, prod: 0, people: 1, customers: 1, same: 0, range: { rows: 1, environments: ['dev'] }, beyond: 0, refused: [], refusedCount: 0, missing: [] }
      return method === 'matrix.stage' ? { batchId: 'b', counts: { staged: staged.length, undo: name, redo: null }, done } : done
    }
    default: throw new Error(`not expected: ${method}`)
  }
}

beforeEach(() => {
  ;[staged, held, slow, asked, tell] = [[], [], null, [], () => undefined]
  const invoke = async (method: string, input: object): Promise<unknown> => {
    asked.push(method)
    if (method === slow) await new Promise<void>((go) => held.push(go))
    return { ok: true, value: answerTo(method, input) }
  }
  vi.stubGlobal('window', { rolodesk: { invoke, onEvent: (hear: typeof tell) => {
    const before = tell
    tell = (event) => { before(event); hear(event) }
    return () => undefined
  } } })
  setActivePinia(createPinia())
})

/** The matrix with ten rows, the cell in DEV of one of them active. */
async function at(line: number) {
  const [matrix, selection, acts] = [useMatrixStore(), useMatrixSelectionStore(), useMatrixActsStore()]
  await matrix.reload()
  const dev = matrix.columns.findIndex(({ key }) => key === 'dev')
  await selection.go(line, dev, false)
  return { selection, acts, dev }
}
const name = (word: string) => () => word

it('an act is about the cells that were chosen when it was asked for, wherever the next key goes', async () => {
  const { selection, acts, dev } = await at(3)
  slow = 'matrix.keys'
  const filled = acts.fill('down', name('fill'))
  await selection.go(4, dev, false)
  slow = null
  held.forEach((go) => { go() })
  await filled
  expect(useChangesStore().failure).toBeNull()
  expect(staged.map(({ edit }) => edit)).toEqual([{ kind: 'fill', rows: [keyAt(2), keyAt(3)], environments: ['dev'], direction: 'down' }])
})

it('an act does not overtake the one before, nor an undo the one that was accepted', async () => {
  const { selection, acts, dev } = await at(1)
  slow = 'matrix.preview'
  const first = acts.set(null, name('first'))
  await vi.waitFor(() => { expect(held).toHaveLength(1) })
  slow = null
  await selection.go(2, dev, false)
  const second = acts.keep({ kind: 'set', rows: [keyAt(2)], environments: ['dev'], wish: null }, name('second'))
  const undone = useChangesStore().undo()
  await new Promise((done) => { setTimeout(done, 20) })
  expect([staged, useChangesStore().last]).toEqual([[], null])
  held.forEach((go) => { go() })
  await Promise.all([first, second, undone])
  expect(staged.map(({ name: word }) => word)).toEqual(['first', 'second'])
  expect(useChangesStore().last?.did).toBe('undone')
})

it('the active cell stays in its column when others are hidden, and on a head when it is sorted by it', async () => {
  const { selection } = await at(3)
  const matrix = useMatrixStore()
  await selection.go(3, matrix.columns.findIndex(({ key }) => key === 'prod'), false)
  matrix.choices = matrix.choices.map((one) => (one.key === 'person' || one.key === 'number' || one.key === 'prod' ? one : { ...one, shown: false }))
  await vi.waitFor(() => { expect(matrix.columns).toHaveLength(3) })
  expect([selection.active.line, selection.column]).toEqual([3, 'prod'])
  await selection.go(HEAD, 2, false)
  matrix.sortBy('prod')
  await matrix.reload()
  expect([selection.active.line, selection.column]).toEqual([HEAD, 'prod'])
  await selection.go(3, 2, false)
  matrix.setFilter({ search: 'a' })
  await matrix.reload()
  expect(selection.active.line).toBe(0)
})

it('nothing of the account before is there when another one is chosen while the matrix is not on screen', async () => {
  await at(3)
  const matrix = useMatrixStore()
  matrix.leave()
  useAccountsStore().activeId = 'other' as never
  expect([matrix.lines, matrix.matched, matrix.ready, matrix.lineAt(0)]).toEqual([0, 0, false, undefined])
})

it('an act reads the lines once, although it is told of its own edits as well', async () => {
  const { acts } = await at(3)
  useMatrixStore().enter()
  useChangesStore().load()
  await vi.waitFor(() => { expect(asked.filter((method) => method === 'matrix.page')).toHaveLength(2) })
  asked.length = 0
  await acts.set(null, name('none'))
  expect(asked.filter((method) => method === 'matrix.page')).toHaveLength(1)
  expect(useChangesStore().counts).toEqual({ staged: 1, undo: 'none', redo: null, accounts: [] })
  tell({ type: 'intents' })
  await vi.waitFor(() => { expect(asked.filter((method) => method === 'matrix.page')).toHaveLength(2) })
})
