import { expect, it } from 'vitest'
import { DEFAULT_ACCOUNT_OPTIONS } from '../contract/account-options-defaults'
import { LIMIT_CLASSES } from '../contract/limits'
import { apiOptionsOf } from './api-options'

it('a partner account has its own limits and share, the sandbox ten times the documented ones, whatever was saved', () => {
  const saved = { ...DEFAULT_ACCOUNT_OPTIONS, rbacPathPrefix: '/api/v2', reserved: 0.5, perMinute: { members: 30 } } as const
  const partner = apiOptionsOf('partner', saved, 1)
  expect(partner).toMatchObject({ rbacPathPrefix: '/api/v2', reserved: 0.5, speed: 1, perMinute: { members: 30, customers: LIMIT_CLASSES.customers.perMinute, recipes: LIMIT_CLASSES.recipes.perMinute } })
  expect(apiOptionsOf('sandbox', saved, 1)).toMatchObject({ rbacPathPrefix: '/api', reserved: 0, speed: 10, perMinute: { members: LIMIT_CLASSES.members.perMinute } })
})

it('the factor of tests widens the scarce quotas alone', () => {
  expect(apiOptionsOf('partner', { ...DEFAULT_ACCOUNT_OPTIONS, perMinute: { members: 30 } }, 7).perMinute).toMatchObject({
    members: 210, customers: 420, projectGrants: 420, environmentRoles: 600, usage: 1000, recipes: 2000,
  })
})
