import { expect, it } from 'vitest'
import { ADMIN_SCENARIOS } from '../testing/admin-scenarios'
import { GUARD_SCENARIOS } from '../testing/guard-scenarios'
import { REAL } from '../testing/planner'
import { checkProperty, PROPERTIES } from '../testing/properties'
import { SCENARIOS } from '../testing/scenarios'
import { smallScope } from '../testing/small-scope'

it('does the right thing in all 19,683 combinations of base, remote and wish in three environments', { timeout: 120_000 }, () => {
  expect(smallScope(REAL)).toBe(19_683)
})

it.each(Object.keys(PROPERTIES))('%s', { timeout: 120_000 }, (name) => {
  checkProperty(name, REAL, 200)
})

it.each(Object.entries({ ...SCENARIOS, ...GUARD_SCENARIOS, ...ADMIN_SCENARIOS }))('%s', (_, scenario) => {
  scenario(REAL)
})
