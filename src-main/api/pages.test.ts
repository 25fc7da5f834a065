import { expect, it } from 'vitest'
import { announcedTotal } from './pages'

it.each<[string, number | null, number, number, number | null]>([
  ['more than a page on the first page', 250, 100, 0, 250],
  ['the same on the last page', 250, 50, 200, 250],
  ['everything on the only page', 50, 50, 0, 50],
  ['as many as a full first page, which may be those of the page', 100, 100, 0, null],
  ['those of a later page alone', 50, 50, 200, null],
  ['fewer than came already', 240, 50, 200, null],
  ['nothing', null, 50, 0, null],
])('of a list that announces %s (%s with %i rows after %i) the total is %s', (_, total, received, before, expected) => {
  expect(announcedTotal({ items: [], received, skipped: 0, total }, before)).toBe(expected)
})
