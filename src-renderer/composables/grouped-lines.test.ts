import { expect, it } from 'vitest'
import { GroupedLines } from './grouped-lines'

const groups = [{ key: 'a', count: 2 }, { key: 'none', count: 0 }, { key: 'b', count: 3 }, { key: 'c', count: 1 }]
const words = (lines: GroupedLines<(typeof groups)[number]>): string[] =>
  Array.from({ length: lines.count }, (_, i) => { const line = lines.at(i); return line === undefined ? '?' : line.kind === 'group' ? line.group.key.toUpperCase() : `${line.group.key}${String(line.at)}` })

it('puts a head before the rows of each group that has some', () => {
  const lines = new GroupedLines(groups, new Set())
  expect(words(lines)).toEqual(['A', 'a0', 'a1', 'B', 'b0', 'b1', 'b2', 'C', 'c0'])
  expect(lines.at(9)).toBeUndefined()
  expect(lines.at(-1)).toBeUndefined()
})

it('shows only the head of a closed group', () => {
  expect(words(new GroupedLines(groups, new Set(['b'])))).toEqual(['A', 'a0', 'a1', 'B', 'C', 'c0'])
})

it('tells which rows of which groups are in a range of lines', () => {
  const lines = new GroupedLines(groups, new Set())
  expect(lines.within(2, 5).map(({ group, from, to }) => [group.key, from, to])).toEqual([['a', 1, 1], ['b', 0, 1]])
  expect(lines.within(3, 3)).toEqual([])
  expect(new GroupedLines(groups, new Set(['b'])).within(0, 9).map(({ group }) => group.key)).toEqual(['a', 'c'])
})
