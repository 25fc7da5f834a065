import { expect, it } from 'vitest'
import { readAll, readFirst } from './read-all'

const list = Array.from({ length: 450 }, (_, i) => i)
const fetch = (offset: number, limit: number) => Promise.resolve({ rows: list.slice(offset, offset + limit), matched: list.length })

it('reads every row once, in order', async () => {
  expect(await readAll(fetch)).toEqual(list)
})

it('ends when the list got shorter meanwhile', async () => {
  expect(await readAll((offset) => Promise.resolve({ rows: offset === 0 ? [1, 2] : [], matched: 9 }))).toEqual([1, 2])
})

it('gives nothing when a newer question was asked', async () => {
  let asked = 0
  expect(await readAll(fetch, () => (asked += 1) < 2)).toBeNull()
})

it('reads the first rows, as many windows as it takes, with what the last one tells', async () => {
  const told = async (offset: number, limit: number) => ({ ...await fetch(offset, limit), from: offset })
  expect(await readFirst(201, told)).toEqual({ rows: list.slice(0, 400), matched: 450, from: 200 })
  expect(await readFirst(600, told)).toEqual({ rows: list, matched: 450, from: 400 })
})
