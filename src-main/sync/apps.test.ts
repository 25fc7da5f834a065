import { expect, it } from 'vitest'
import { connection } from '../contract/access'
import { appsOf } from './apps'

const one = (provider: string, authorizationStatus: string | null) =>
  connection.parse({ id: 'x', name: null, provider, authorizationStatus, authorizedAt: null, createdAt: null, updatedAt: null, lostAt: null, lostReason: null })

it('counts the authenticated connections by app, most first', () => {
  const list = [one('sap', 'success'), one('salesforce', 'success'), one('jira', 'failed'), one('salesforce', 'success'), one('box', null), one('asana', 'success')]
  expect(appsOf(list)).toEqual([{ provider: 'salesforce', connections: 2 }, { provider: 'asana', connections: 1 }, { provider: 'sap', connections: 1 }])
})
