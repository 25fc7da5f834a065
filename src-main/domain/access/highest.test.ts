import { expect, it } from 'vitest'
import { member } from '../testing/build'
import { highestAccess, rankOf, SYSTEM_ROLE_RANKS } from './highest'

const most = (roles: Parameters<typeof member>[1]): ReturnType<typeof highestAccess> => highestAccess(member(1, roles).roles, SYSTEM_ROLE_RANKS)

it('takes the role that reaches furthest, in the most important environment', () => {
  expect(most({ dev: 'EnvironmentAdmin', prod: 'Member' })).toEqual({ roleName: 'EnvironmentAdmin', environment: 'dev', rank: 50 })
  expect(most({ dev: 'Member', prod: 'Member', test: 'Member' })).toEqual({ roleName: 'Member', environment: 'prod', rank: 10 })
  expect(most({ dev: 'Environment admin', prod: 'Admin' })?.roleName).toBe('Admin')
  expect(most({ dev: null })).toBe(null)
})

it('a role of unknown rank stands between seeing and managing, and nothing is concluded from it', () => {
  expect(most({ dev: 'Custom', prod: 'Member' })?.roleName).toBe('Custom')
  expect(most({ dev: 'Custom', prod: 'Analyst' })?.roleName).toBe('Analyst')
  // A name that every object has is no rank.
  expect(['Custom', 'constructor', 'Member'].map((name) => rankOf(name, SYSTEM_ROLE_RANKS))).toEqual([null, null, 10])
})
