import { expect, it } from 'vitest'
import { responseError } from '../api/parse-error'
import type { Call } from '../contract/plan'
import { advised } from './advice'

const rejected = (body: unknown, status = 400) => responseError({ status, headers: {}, body: JSON.stringify(body) }, 0)
const call = (kind: Call['kind']): Call => ({ kind }) as Call

it.each([
  ['an assigned role (seed 001)', 'role.delete', { errors: [{ code: 'bad_request', title: 'You can’t delete a role when collaborators are assigned to the role.' }] }, undefined, 'give the holders another role'],
  ['a name that is taken', 'role.create', { errors: { name: ['has already been taken'] } }, 'name', 'Choose another name'],
  ['privileges that are no object', 'role.update', { errors: { config: ['must be an object'] } }, 'config', 'copy those of a role that works'],
  ['an external id of another customer (seed 003)', 'customer.update', { message: 'External ID is already taken' }, 'externalId', 'Another customer has this ID'],
  ['a limit below the usage (contract 2.3)', 'customer.send', { errors: { custom_task_limit: ['must exceed the current usage'] } }, 'customTaskLimit', 'more than what was used'],
  ['a second provisioning (contract 2.5)', 'customer.provision', { message: 'Environments are already provisioned' }, undefined, 'Environments are provisioned'],
  ['a manager who is no collaborator (contract 9)', 'manager.create', { message: '7 is not a collaborator of the partner workspace' }, undefined, 'collaborator of the partner workspace first'],
] as const)('says what to do about %s', (_, kind, body, field, hint) => {
  const { json } = advised(call(kind), rejected(body))
  expect(json.code).toBe('REJECTED')
  expect(json.hint).toContain(hint)
  expect(json.details?.['field']).toBe(field)
})

it('leaves what is no answer of this kind as it is', () => {
  for (const error of [rejected({}, 500), rejected({ message: 'no' }, 403), rejected({ message: 'Something new' })]) expect(advised(call('customer.update'), error)).toBe(error)
})
