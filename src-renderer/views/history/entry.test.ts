import { expect, it } from 'vitest'
import type { Call } from '@contract/plan'
import words from '../../i18n/en.json'
import { summaryOf } from './entry'

it.each([
  ['started', { name: 'Year end', steps: 12, fingerprint: 'f' }, { key: 'started', values: { name: 'Year end' }, count: 12 }],
  ['sending', { requestId: 'r', call: { kind: 'member.update', memberId: 7 }, steps: [{}, {}] }, { key: 'sending', values: { call: 'member.update' }, count: 2 }],
  ['answered', { requestId: 'r', status: 200, became: 'sent' }, { key: 'answered', values: { status: '200', cause: '' }, count: 1 }],
  ['answered', { requestId: 'r', status: 422, became: 'failed', error: 'REJECTED' }, { key: 'refused', values: { status: '422', cause: 'REJECTED' }, count: 1 }],
  ['answered', { requestId: 'r', status: null, became: 'unknown', error: 'TIMEOUT' }, { key: 'noAnswer', values: { cause: 'TIMEOUT' }, count: 1 }],
  ['read-back', { steps: [{}] }, { key: 'read-back', values: {}, count: 1 }],
  ['kept', { part: 'root', sealed: 'h' }, { key: 'kept', values: { part: 'root' }, count: 1 }],
  ['resolved', 'not what was expected', { key: 'resolved', values: {}, count: 0 }],
] as const)('%s', (event, data, expected) => {
  expect(summaryOf({ event, data })).toEqual(expected)
})

it('every call has its words', () => {
  const kinds = {
    'member.update': 1, 'member.invite': 1, 'member.add': 1, 'member.remove': 1, 'group.add': 1, 'group.remove': 1, 'group.create': 1, 'group.update': 1, 'group.delete': 1, 'grants.set': 1, 'grant.remove': 1,
    'role.create': 1, 'role.update': 1, 'role.delete': 1, 'customer.update': 1, 'customer.send': 1, 'customer.provision': 1, 'customer.delete': 1, 'customer.create': 1,
    'manager.create': 1, 'manager.update': 1, 'manager.remove': 1, 'migrate.system': 1, 'migrate.role': 1,
  } satisfies Record<Call['kind'], 1>
  const found = Object.entries(words.history.call).flatMap(([of, acts]) => Object.keys(acts).map((act) => `${of}.${act}`))
  expect(Object.keys(kinds).filter((kind) => !found.includes(kind))).toEqual([])
})
