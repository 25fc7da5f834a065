import { expect, it } from 'vitest'
import { appError, type AppErrorCode } from '../contract/errors'
import type { ApiResponse } from '../contract/engine-protocol'
import { AccessToken } from './access-token'
import { examineConnection } from './connection-doctor'
import type { SignedSend } from './verify'

const target = { baseUrl: 'https://partner.example', token: new AccessToken('t') }
const answer = (status: number, body: unknown = { message: 'x' }): ApiResponse => ({ status, headers: {}, body: JSON.stringify(body) })
/** A way that answers by path: what it gives, or the error with which it ends. */
const way = (answers: { me?: number | AppErrorCode; customers?: number; members?: number }): SignedSend & { readonly paths: string[] } => {
  const paths: string[] = []
  const send: SignedSend = async (_, { path }) => {
    paths.push(path)
    if (path === '/api/users/me') {
      if (typeof answers.me === 'string') throw appError(answers.me, 'planted', 'planted')
      return answer(answers.me ?? 200, { id: 1, name: 'Partner' })
    }
    if (path === '/api/managed_users') return answer(answers.customers ?? 200, { result: [{ id: 4101, name: 'Acme' }] })
    return answer(answers.members ?? 200, [])
  }
  return Object.assign(send, { paths })
}

it.each([
  [{ me: 'OFFLINE' }, 'network'], [{ me: 'HOST_NOT_FOUND' }, 'name'], [{ me: 'PROXY' }, 'proxy'], [{ me: 'UNREACHABLE' }, 'connect'], [{ me: 'TLS' }, 'tls'], [{ me: 'TIMEOUT' }, 'answer'], [{ me: 502 }, 'answer'],
  [{ me: 'REDIRECTED' }, 'answer'], [{ me: 401 }, 'token'], [{ me: 403 }, 'permission'], [{ customers: 403 }, 'permission'], [{ members: 403 }, 'permission'], [{ members: 429 }, 'quota'], [{ me: 429 }, 'quota'],
] as const)('%o ends at the hop %s, with all before it right and all after it not reached', async (answers, failing) => {
  const hops = await examineConnection(way(answers), target, () => 0)
  const at = hops.findIndex(({ state }) => state === 'failed')
  expect(hops[at]?.hop).toBe(failing)
  expect(hops[at]?.error?.hint).not.toBe('')
  expect(hops.slice(0, at).map(({ state }) => state)).toEqual(hops.slice(0, at).map(() => 'ok'))
  expect(hops.slice(at + 1).map(({ state }) => state)).toEqual(hops.slice(at + 1).map(() => 'not-reached'))
})

it('says that all is well after three reading requests, the last for the members of a customer that it found', async () => {
  const send = way({})
  expect((await examineConnection(send, target, () => 0)).map(({ state }) => state)).toEqual(Array(9).fill('ok'))
  expect(send.paths).toEqual(['/api/users/me', '/api/managed_users', '/api/managed_users/4101/members'])
})
