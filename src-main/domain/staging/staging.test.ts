import fc from 'fast-check'
import { expect, it } from 'vitest'
import { intent as intentSchema, type BatchId, type Intent } from '../../contract/intents'
import { roleKey, targetKey } from '../intents/kinds'
import { brand, role } from '../testing/build'
import { coalesce } from './coalesce'
import { discard, discardAll, EMPTY_STAGING, liveIntents, redo, restage, stage, undo, type Staging } from './staging'

const batch = brand<BatchId>('b')
const shown = (staging: Staging): readonly unknown[] => coalesce(liveIntents(staging)).pending.map(({ intent }) => [intent.base, intent.wish])
const [toB, toC, toA] = [role(1, 'dev', 'A', 'B'), role(1, 'dev', 'B', 'C'), role(1, 'dev', 'C', 'A')]

it('A to B to C sends C once with base A, and undo steps through B; back to A sends nothing (G4)', () => {
  const twice = stage(stage(EMPTY_STAGING, batch, [toB]), batch, [toC])
  expect(coalesce(liveIntents(twice)).pending).toEqual([{ intent: { ...toC, base: 'A' }, covers: [toB.id, toC.id] }])
  expect(shown(undo(twice))).toEqual([['A', 'B']])
  expect(shown(undo(undo(twice)))).toEqual([])
  const round = stage(twice, batch, [toA])
  expect(coalesce(liveIntents(round))).toEqual({ pending: [], neutral: [{ intent: { ...toA, base: 'A' }, covers: [toB.id, toC.id, toA.id] }] })
})

it('a paste of 300 cells is one step; discarding and deciding anew are steps too', () => {
  const cells = Array.from({ length: 300 }, (_, i) => role(i + 1, 'prod', 'A', 'B'))
  const pasted = stage(EMPTY_STAGING, batch, cells)
  expect(liveIntents(undo(pasted))).toEqual([])
  expect(redo(undo(pasted))).toEqual(pasted)
  const [first, second] = cells as [Intent, Intent]
  expect(liveIntents(discard(pasted, batch, [first.id])).length).toBe(299)
  expect(liveIntents(undo(discardAll(pasted, batch)))).toEqual(cells)
  const decided = restage(pasted, batch, [second.id], [role(2, 'prod', 'Theirs', 'B')])
  expect(shown(decided)).toContainEqual(['Theirs', 'B'])
  expect(shown(decided).length).toBe(300)
  expect(undo(decided).steps).toEqual(pasted.steps)
  // What is not staged cannot be discarded, and makes no step.
  expect(discard(pasted, batch, [toA.id])).toBe(pasted)
})

it('any acts, all undone and all redone, end where they were, and a new act ends redo', () => {
  const act = fc.record({ kind: fc.constantFrom('stage', 'discard', 'all'), member: fc.integer({ min: 1, max: 3 }), wish: fc.constantFrom('A', 'B', 'C') })
  fc.assert(fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
    const end = acts.reduce<Staging>((state, { kind, member, wish }) => {
      if (kind === 'stage') return stage(state, batch, [role(member, 'dev', 'A', wish)])
      return kind === 'all' ? discardAll(state, batch) : discard(state, batch, liveIntents(state).slice(0, member).map(({ id }) => id))
    }, EMPTY_STAGING)
    const back = acts.reduce((state) => undo(state), end)
    expect(liveIntents(back)).toEqual([])
    expect(acts.reduce((state) => redo(state), back)).toEqual(end)
    expect(stage(undo(end), batch, [role(9, 'dev', 'A', 'B')]).undone).toEqual([])
  }))
})

it('an intent is what its schema says, and its key is that of its cell', () => {
  expect(intentSchema.parse(toB)).toEqual(toB)
  expect(intentSchema.safeParse({ ...toB, target: { memberId: 1, environment: 'staging' } }).success).toBe(false)
  expect(targetKey(toB)).toBe(roleKey(toB.accountId, toB.customerId, brand(1), 'dev'))
})
