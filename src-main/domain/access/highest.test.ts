import { expect, it } from 'vitest'
import { member } from '../testing/build'
import { compareAccess, highestAccess, SYSTEM_ROLE_RANKS } from './highest'

const most = (roles: Parameters<typeof member>[1]): ReturnType<typeof highestAccess> => highestAccess(member(1, roles).roles, SYSTEM_ROLE_RANKS)

it('takes the highest known role, in the most important environment, and tells of unknown ones', () => {
  expect(most({ dev: 'EnvironmentAdmin', prod: 'Member' })).toEqual({ kind: 'known', roleName: 'EnvironmentAdmin', environment: 'dev', rank: 3, alsoUnknown: false })
  expect(most({ dev: 'Member', prod: 'Member', test: 'Custom' })).toEqual({ kind: 'known', roleName: 'Member', environment: 'prod', rank: 1, alsoUnknown: true })
  expect(most({ dev: 'Custom', test: null })).toEqual({ kind: 'unknown', roleName: 'Custom', environment: 'dev' })
  expect(most({ dev: null })).toEqual({ kind: 'none' })
  // A name that every object has is no rank.
  expect(most({ dev: 'constructor' })).toEqual({ kind: 'unknown', roleName: 'constructor', environment: 'dev' })
})

it('orders people by it, most first', () => {
  const people = [most({}), most({ dev: 'Custom' }), most({ dev: 'Member' }), most({ prod: 'Member' }), most({ dev: 'EnvironmentManager' }), most({ dev: 'EnvironmentAdmin' })]
  expect([...people].sort(compareAccess)).toEqual([...people].reverse())
})
