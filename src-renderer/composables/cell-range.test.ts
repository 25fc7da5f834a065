import { expect, it } from 'vitest'
import { useCellRange } from './cell-range'

it('a range lies between its two corners, leaves out columns without values, and is none on the heads', () => {
  const range = useCellRange({ keyAt: (line) => `row-${String(line)}`, from: 1 })
  range.go(4, 3, false)
  range.go(2, 0, true)
  expect([range.range.value, range.count.value]).toEqual([{ firstLine: 2, lastLine: 4, firstColumn: 1, lastColumn: 3 }, 9])
  range.shrink()
  expect(range.range.value).toBeNull()
  range.go(-1, 2, false)
  expect([range.range.value, range.count.value]).toEqual([null, 0])
})

it('a corner whose row is another one by now is told, and one that was not read is taken for what is there', () => {
  let rows: (string | null)[] = ['a', 'b', 'c']
  const keyAt = (line: number): string | null => rows[line] ?? null
  const range = useCellRange({ keyAt, from: 1 })
  range.go(0, 1, false)
  range.go(2, 1, true)
  expect(range.pin()(keyAt)).toBe(true)
  rows = ['a', 'c', 'd']
  expect(range.pin()(keyAt)).toBe(false)
  range.go(5, 1, true)
  rows = ['a', 'c', 'd', 'e', 'f', 'g']
  expect(range.pin()(keyAt)).toBe(true)
})

it('corners that were remembered stay so whatever is chosen later', () => {
  const range = useCellRange({ keyAt: (line) => `row-${String(line)}`, from: 1 })
  range.go(2, 1, false)
  const same = range.pin()
  range.reset()
  expect([same((line) => `row-${String(line)}`), same((line) => `row-${String(line + 1)}`)]).toEqual([true, false])
})
