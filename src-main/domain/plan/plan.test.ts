import { expect, it } from 'vitest'
import { REAL } from '../testing/planner'
import { smallScope } from '../testing/small-scope'

it('does the right thing in all 19,683 combinations of base, remote and wish in three environments', () => {
  expect(smallScope(REAL)).toBe(19_683)
})
