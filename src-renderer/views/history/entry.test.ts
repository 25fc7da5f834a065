import { expect, it } from 'vitest'
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
