import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { AppError, type AppErrorJson } from '../contract/errors'
import { accountId, customerId, memberId, projectId } from '../contract/ids'
import { startEmulator, type RunningEmulator } from '../emulator/server'
import { call, impatientClock, startCanned, type Canned, type CannedServer } from '../testing/canned-server'
import { httpTransport } from '../testing/http-transport'
import { ApiClient } from './client'
import { InviteWindow } from './invite-window'
import { DEFAULT_API_OPTIONS } from './options'
import { createCustomer, listCustomers, updateCustomer } from './resources/customers'
import { inviteMember } from './resources/invitations'
import { listMembers } from './resources/members'
import { listProjectGrants, saveProjectGrants } from './resources/project-grants'

/** The error that a promise ends with; it must be one that a person can read. */
async function errorOf(work: Promise<unknown>): Promise<AppErrorJson> {
  const thrown: unknown = await work.then(() => undefined, (error: unknown) => error)
  if (!(thrown instanceof AppError)) throw new Error(`an AppError was expected, not ${String(thrown)}`)
  expect(thrown.json.title).toMatch(/^\S+ \S+ .*\S/)
  expect(thrown.json.hint).toMatch(/\.$/)
  return thrown.json
}

describe('against the emulator', () => {
  let emulator: RunningEmulator
  let client: ApiClient
  const control = async (path: string, method: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${emulator.control}${path}`, { method, headers: { 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    return answer.json()
  }
  const fault = (fault: unknown, times?: number): Promise<unknown> => control('/faults', 'POST', [{ match: {}, fault, ...(times === undefined ? {} : { times }) }])
  const requests = async (): Promise<readonly { readonly method: string }[]> => (await control('/log', 'GET')) as { method: string }[]
  const acme = { name: 'Acme', notificationEmail: 'ops@acme.example' }

  beforeAll(async () => {
    emulator = await startEmulator({ port: 0, seed: 5, accounts: 1, customers: [120], people: 1, quotaFactor: null, latencyMs: 0, control: true })
    const target = emulator.accounts[0]
    if (target === undefined) throw new Error('no account')
    client = new ApiClient(accountId.parse('one'), { transport: httpTransport(() => target), clock: impatientClock(), random: () => 0.5, online: () => true }, { ...DEFAULT_API_OPTIONS, speed: 1000 })
  })
  afterEach(async () => {
    await control('/faults', 'DELETE')
    await control('/log', 'DELETE')
  })
  afterAll(() => emulator.close())

  const PASSING = [
    { kind: 'hang' }, { kind: 'reset-before' }, { kind: 'reset-after' }, { kind: 'truncate' }, { kind: 'html', status: 502 }, { kind: 'html', status: 200 },
    { kind: 'status', status: 500 }, { kind: 'status', status: 429 }, { kind: 'status', status: 429, headers: { 'retry-after': '7' } }, { kind: 'status', status: 408 },
  ]
  it.each(PASSING)('a read survives $kind $status', async (one) => {
    await fault(one, 2)
    expect((await listCustomers(client, 1, { ...call(), timeoutMs: 300 })).received).toBe(100)
    expect((await requests()).length).toBe(3)
  })

  it.each([
    [{ kind: 'hang' }, 'TIMEOUT', 4], [{ kind: 'reset-before' }, 'UNREACHABLE', 4], [{ kind: 'reset-after' }, 'UNREACHABLE', 4], [{ kind: 'truncate' }, 'BAD_RESPONSE', 4],
    [{ kind: 'html', status: 502 }, 'SERVER_ERROR', 4], [{ kind: 'status', status: 500 }, 'SERVER_ERROR', 4], [{ kind: 'status', status: 429 }, 'RATE_LIMITED', 10],
    [{ kind: 'status', status: 403, body: { message: 'no' } }, 'FORBIDDEN', 1], [{ kind: 'status', status: 302, headers: { location: 'http://127.0.0.2:1/api' } }, 'REDIRECTED', 1],
  ])('a read that always meets %o ends as %s after %i requests', async (one, code, count) => {
    await fault(one)
    expect((await errorOf(listCustomers(client, 1, { ...call(), timeoutMs: 200 }))).code).toBe(code)
    expect((await requests()).length).toBe(count)
  })

  it.each([
    [{ kind: 'hang' }, 'TIMEOUT'], [{ kind: 'reset-before' }, 'UNREACHABLE'], [{ kind: 'reset-after' }, 'UNREACHABLE'], [{ kind: 'truncate' }, 'BAD_RESPONSE'],
    [{ kind: 'html', status: 502 }, 'SERVER_ERROR'], [{ kind: 'html', status: 200 }, 'BAD_RESPONSE'], [{ kind: 'status', status: 500 }, 'SERVER_ERROR'],
    [{ kind: 'status', status: 200, body: { unexpected: true } }, 'BAD_RESPONSE'],
  ])('a create that meets %o is sent once, and its outcome is unknown (%s)', async (one, code) => {
    await fault(one, 1)
    expect(await errorOf(createCustomer(client, acme, { ...call(), timeoutMs: 300 }))).toMatchObject({ code, retryable: false, details: { outcome: 'unknown' } })
    expect((await requests()).filter(({ method }) => method === 'POST').length).toBe(1)
  })

  it('a create that was refused by quota is sent again, one that was refused otherwise is not', async () => {
    await fault({ kind: 'status', status: 429 }, 2)
    expect((await createCustomer(client, acme, call())).name).toBe('Acme')
    expect((await requests()).filter(({ method }) => method === 'POST').length).toBe(3)
    await fault({ kind: 'status', status: 400, body: { message: 'Validation failed', errors: { name: ['is taken'] } } }, 1)
    const refused = await errorOf(createCustomer(client, acme, call()))
    expect(refused).toMatchObject({ code: 'REJECTED', title: 'Workato rejected the request: name is taken' })
    expect(refused.details?.['outcome']).toBeUndefined()
    expect((await requests()).filter(({ method }) => method === 'POST').length).toBe(4)
  })

  it('a one-off change of the task limit is not sent twice, other changes of a customer are', async () => {
    const id = (await listCustomers(client, 1, call())).items[0]?.id ?? customerId.parse(1)
    await fault({ kind: 'reset-after' }, 1)
    expect((await updateCustomer(client, id, { name: 'Acme Two' }, call())).name).toBe('Acme Two')
    await fault({ kind: 'reset-after' }, 1)
    expect((await errorOf(updateCustomer(client, id, { taskLimitAdjustment: -5000 }, call()))).details).toMatchObject({ outcome: 'unknown' })
    expect((await requests()).filter(({ method }) => method === 'PUT').length).toBe(3)
  })

  it('a call that is taken back ends at once', async () => {
    await fault({ kind: 'hang' })
    const abort = new AbortController()
    const waiting = listCustomers(client, 1, { ...call(), signal: abort.signal })
    await expect.poll(async () => (await requests()).length).toBe(1)
    abort.abort(new AppError({ code: 'CANCELLED', title: 'Ended.', hint: 'Ended.', retryable: false }))
    expect((await errorOf(waiting)).code).toBe('CANCELLED')
  })
})

describe('against answers that no server should give', () => {
  const mu = customerId.parse(4101)
  const open: CannedServer[] = []
  const answering = async (answer: Parameters<typeof startCanned>[0]): Promise<CannedServer> => {
    const server = await startCanned(answer)
    open.push(server)
    return server
  }
  afterEach(async () => {
    for (const server of open.splice(0)) await server.close()
  })
  const member = (id: number) => ({ id, name: 'Ines Roy', email: `p${String(id)}@acme.example`, grant_type: 'team', roles: [] })

  it('gives up on a body of 10 MB', async () => {
    const { client } = await answering(() => ({ raw: `[${'"x",'.repeat(2_700_000)}"x"]` }))
    expect((await errorOf(listMembers(client(), mu, call()))).code).toBe('BAD_RESPONSE')
  })

  it('gives up on a body that never ends', async () => {
    const { client } = await answering(() => (response) => {
      const chunk = 'x'.repeat(1 << 20)
      const pour = (): void => {
        while (!response.destroyed && response.write(chunk));
      }
      response.on('drain', pour)
      pour()
    })
    expect((await errorOf(listMembers(client(), mu, { ...call(), timeoutMs: 20_000 }))).code).toBe('BAD_RESPONSE')
  })

  it('does not store characters that are not UTF-8', async () => {
    const { client } = await answering(() => ({ raw: new Uint8Array([0x5b, 0x22, 0xc3, 0x28, 0xff, 0x22, 0x5d]) }))
    expect((await errorOf(listMembers(client(), mu, call()))).code).toBe('BAD_RESPONSE')
  })

  it('follows no redirect, so that the token stays', async () => {
    const other = await answering(() => ({ json: [] }))
    const { client } = await answering(() => ({ status: 302, headers: { location: `${other.url}/api/managed_users` } }))
    expect((await errorOf(listMembers(client(), mu, call()))).code).toBe('REDIRECTED')
    expect(other.requests).toEqual([])
  })

  it('keeps the id and the code of an error for the support of Workato', async () => {
    const answers: Canned[] = [{ status: 500, json: { message: 'Server error', id: 'b7c1' } }, { status: 400, json: { errors: [{ code: 17, title: 'No.' }, { code: 'x', title: 'Really.' }] } }]
    const { client } = await answering((_, number) => answers[number - 1] ?? {})
    const add = saveProjectGrants(client(), mu, projectId.parse('1'), [], call())
    expect((await errorOf(add)).details).toMatchObject({ status: 400, errorCode: 17, said: 'No.; Really.' })
    const failing = await answering(() => answers[0] ?? {})
    expect((await errorOf(listMembers(failing.client(), mu, call()))).details).toMatchObject({ status: 500, errorId: 'b7c1' })
  })

  const grants = (ids: readonly number[]) => ids.map((id) => ({
    id: `pg-${String(id)}`, project: { id: 7, name: 'Orders', environment: { id: 4101, type: 'dev' } }, project_role: { id: 'pr-1', name: 'ProjectAdmin' }, user: { id: 880, name: 'Ines', email: 'i@acme.example' }, user_group: null,
  }))
  const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)
  const read = async (pages: readonly { readonly ids: readonly number[]; readonly total?: number }[]) => {
    const { client, requests } = await answering(({ query }) => {
      const page = pages[Number(query.get('page[number]')) - 1]
      return { json: { data: grants(page?.ids ?? []), total: page?.total } }
    })
    return { list: await listProjectGrants(client(), mu, projectId.parse('7'), call()), pages: requests.length }
  }

  it('reads pages to the announced number or to a short one', async () => {
    expect(await read([{ ids: range(0, 100), total: 200 }, { ids: range(100, 200), total: 200 }])).toMatchObject({ pages: 2, list: { complete: true, shifted: false, items: { length: 200 } } })
    expect(await read([{ ids: range(0, 100) }, { ids: range(100, 137) }])).toMatchObject({ pages: 2, list: { complete: true, items: { length: 137 } } })
    expect(await read([{ ids: range(0, 100) }, { ids: [] }])).toMatchObject({ pages: 2, list: { complete: true, items: { length: 100 } } })
  })

  it('takes no number for that of the whole list that may be that of the page', async () => {
    expect(await read([{ ids: range(0, 100), total: 100 }, { ids: range(100, 137), total: 37 }])).toMatchObject({ pages: 2, list: { complete: true, shifted: false, items: { length: 137 } } })
    expect(await read([{ ids: range(0, 100), total: 100 }, { ids: [], total: 100 }])).toMatchObject({ pages: 2, list: { complete: true, shifted: false, items: { length: 100 } } })
  })

  it('says when the list shifted while it was read: a row came, a row went', async () => {
    expect((await read([{ ids: range(0, 100), total: 150 }, { ids: range(99, 150), total: 151 }])).list).toMatchObject({ complete: false, shifted: true, items: { length: 150 } })
    expect((await read([{ ids: range(0, 100), total: 150 }, { ids: range(101, 150), total: 149 }])).list).toMatchObject({ complete: false, shifted: true })
    expect((await read([{ ids: range(0, 100) }, { ids: range(99, 120) }])).list).toMatchObject({ complete: false, shifted: true })
  })

  it('does not take a list for whole that lacks announced rows', async () => {
    expect((await read([{ ids: range(0, 40), total: 50 }])).list).toMatchObject({ complete: false, shifted: false, items: { length: 40 } })
  })

  it('takes the same page again for a server without pages, and more than a page for everything', async () => {
    expect(await read([{ ids: range(0, 100) }, { ids: range(0, 100) }])).toMatchObject({ pages: 2, list: { complete: true, items: { length: 100 } } })
    expect(await read([{ ids: range(0, 250) }])).toMatchObject({ pages: 1, list: { complete: true, items: { length: 250 } } })
  })

  it('fails the whole list when one of its pages cannot be read', async () => {
    const { client } = await answering(({ query }) => (query.get('page[number]') === '2' ? { status: 500, json: {} } : { json: { data: grants(range(0, 100)), total: 200 } }))
    expect((await errorOf(listProjectGrants(client(), mu, projectId.parse('7'), call()))).code).toBe('SERVER_ERROR')
  })

  it('ends a list that does not end by itself', async () => {
    const { client, requests } = await answering(({ query }) => {
      const page = Number(query.get('page[number]'))
      return { json: { data: grants(range(page * 100, page * 100 + 100)) } }
    })
    expect(await errorOf(listProjectGrants(client(), mu, projectId.parse('7'), call()))).toMatchObject({ code: 'BAD_RESPONSE', details: { pages: 500 } })
    expect(requests.length).toBe(500)
  })

  it.each([['nothing', ''], ['text', 'hello'], ['null', 'null'], ['an object', '{"data":{}}'], ['a number', '7'], ['a list in a wrong place', '{"result":{"rows":[]}}']])('a list that is %s is an error, not an empty list', async (_, raw) => {
    const { client } = await answering(() => ({ raw }))
    expect((await errorOf(listMembers(client(), mu, call()))).code).toBe('BAD_RESPONSE')
  })

  it.each([
    ['without an id', { ...member(1), id: undefined }], ['without an address', { ...member(1), email: null }], ['without any role', { ...member(1), roles: undefined }],
    ['with a role in an unknown environment', { ...member(1), roles: [{ environment_type: 'moon', role_name: 'Member', role_type: 'environment' }] }],
    ['with a role of an unknown kind', { ...member(1), roles: [{ environment_type: 'dev', role_name: 'Member', role_type: 'galactic' }] }],
    ['with two roles in one environment', { ...member(1), roles: [{ environment_type: 'dev', role_name: 'A' }, { environment_type: 'dev', role_name: 'B' }] }],
    ['that is no object', 'Ines'],
  ])('a member %s is reported as skipped', async (_, row) => {
    const { client } = await answering(() => ({ json: [member(2), row] }))
    expect(await listMembers(client(), mu, call())).toMatchObject({ skipped: 1, complete: false, items: { length: 1 } })
  })

  const invitation = { name: 'Ines Roy', email: 'ines@acme.example', roles: [{ environment: 'dev' as const, roleName: 'Member', roleType: 'environment' as const }], groupIds: [] }
  it('an invitation that the twenty-minute rule refuses is waited for and sent again; all else is sent once', async () => {
    const clock = impatientClock()
    const before = clock.now()
    const { client, requests } = await answering((_, number) => (number === 1 ? { status: 429, headers: { 'retry-after': '900' }, json: { message: 'Too many requests' } } : { json: { result: 'ok' } }))
    expect(await inviteMember(client({}, { clock }), new InviteWindow(clock), mu, invitation, call())).toBe('invited')
    expect(requests.length).toBe(2)
    expect(clock.now() - before).toBeGreaterThanOrEqual(900_000)
  })

  it('without a number it waits for the whole twenty minutes, after few tries that would slow everything else', async () => {
    const clock = impatientClock()
    const before = clock.now()
    const { client, requests } = await answering((_, number) => (number <= 4 ? { status: 429, json: { message: 'Too many requests' } } : { json: { result: 'ok' } }))
    expect(await inviteMember(client({}, { clock }), new InviteWindow(clock), mu, invitation, call())).toBe('invited')
    expect(requests.length).toBe(5)
    expect(clock.now() - before).toBeGreaterThanOrEqual(1_200_000)
  })

  it.each([[{ status: 500, json: {} }, true], [{ raw: '{"resul' }, true], [{ status: 400, json: { message: 'Email is invalid' } }, false]] as const)('an invitation answered with %o is sent once (outcome unknown: %s)', async (answer, unknown) => {
    const clock = impatientClock()
    const window = new InviteWindow(clock)
    const { client, requests } = await answering(() => answer)
    const error = await errorOf(inviteMember(client({}, { clock }), window, mu, invitation, call()))
    expect(error.details?.['outcome'] === 'unknown').toBe(unknown)
    expect(requests.length).toBe(1)
    // What may have been made counts for the twenty minutes, what was refused does not.
    expect(window.allowedAt(mu, invitation.email) > clock.now()).toBe(unknown)
  })

  it('an address of an existing user is an outcome, not a failure', async () => {
    const { client } = await answering(() => ({ status: 409, json: { message: 'already exists' } }))
    expect(await inviteMember(client(), new InviteWindow(impatientClock()), mu, invitation, call())).toBe('already-user')
  })

  it('more than a hundred grants are refused before anything is sent', async () => {
    const { client, requests } = await answering(() => ({ json: {} }))
    const many = range(1, 102).map((id) => ({ assignee: { kind: 'user' as const, id: memberId.parse(id) }, projectRoleId: 'pr-1' as never }))
    expect((await errorOf(saveProjectGrants(client(), mu, projectId.parse('7'), many, call()))).code).toBe('BAD_INPUT')
    expect(requests).toEqual([])
  })
})
