import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { customerId, memberId } from '../contract/ids'
import { call, startCanned, type CannedServer } from '../testing/canned-server'
import { endpoints } from './endpoints'
import { createRecorder, type ResponseRecorder } from './recorder'
import { listMembers } from './resources/members'

const mu = customerId.parse(4101)
let server: CannedServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

/** A recorder with what it wrote. */
function recording() {
  const files = new Map<string, string>()
  const recorder = createRecorder((name, text) => files.set(name, text))
  const record = (body: unknown, { status = 200, headers = {}, endpoint = endpoints.listMembers(mu) } = {}): void => recorder.record(endpoint, { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) })
  const all = (): string => [...files].flat().join('\n')
  const body = (part: string): unknown => (JSON.parse([...files].find(([name]) => name.includes(part))?.[1] ?? '{}') as { body: unknown }).body
  return { files, recorder, record, all, body }
}

const ROW = {
  id: 880, grant_type: 'moderator', name: 'Ines Roy', email: 'ines@acme.example', external_id: 'AAA0932808240:UU0239093499', time_zone: 'Pacific Time (US & Canada)', created_at: '2026-09-01T10:00:00.000-07:00',
  roles: [{ environment_type: 'dev', role_name: 'EnvironmentManager', role_type: 'environment' }, { environment_type: 'prod', role_name: 'Acme night shift', role_type: 'environment' }],
  user_groups: [{ id: 'pf-APHDLgAD-cTXBtz', name: 'Finance' }], members_count: 41, system: true, nothing: null,
}

it('keeps structure, types, words of the API, the spelling of system roles and formats of dates', () => {
  const { record, body } = recording()
  record({ data: [ROW], total: 57, page: { number: 1, size: 100 } }, { headers: { 'content-type': 'application/json; charset=utf-8' } })
  expect(body('members')).toEqual({
    data: [{
      id: 1, grant_type: 'moderator', name: 'Aaaa Aaa', email: '<e-mail>', external_id: 'id2', time_zone: '<text of 26>', created_at: '9999-99-99T99:99:99.999-99:99',
      roles: [{ environment_type: 'dev', role_name: 'EnvironmentManager', role_type: 'environment' }, { environment_type: 'prod', role_name: 'Aaaa aaaaa aaaaa', role_type: 'environment' }],
      user_groups: [{ id: 'pf-id3', name: 'Aaaaaaa' }], members_count: 0, system: true, aaaaaaa: null,
    }],
    total: 0, page: { number: 1, size: 100 },
  })
})

it('keeps the words of privileges and the structure of a config', () => {
  const { record, body } = recording()
  record({ data: [{ environment_type: 'dev', name: 'Analyst', privileges: { Recipes: ['read', 'create'], 'On-prem groups & agents': ['read'], 'Acme extras': ['Ines'] }, config: { team: { privileges: 'all' }, limit: 7 } }] })
  expect(body('members')).toEqual({ data: [{ environment_type: 'dev', name: 'Analyst', privileges: { Recipes: ['read', 'create'], 'On-prem groups & agents': ['read'], 'Aaaa aaaaaa': ['Aaaa'] }, config: { team: { privileges: 'all' }, aaaaa: 0 } }] })
})

it('gives an id the same placeholder in all answers, and keeps whether it was a number', () => {
  const { record, body } = recording()
  record({ data: [ROW] })
  record({ data: { user: { id: 880 }, assignment_id: '880', project_ids: ['7', 8] } }, { endpoint: endpoints.getMember(mu, memberId.parse(880)) })
  expect(body('members_id')).toEqual({ data: { user: { id: 1 }, assignment_id: '1', project_ids: ['4', 5] } })
})

it('writes the first answer of each kind only: method, path, status and access model', () => {
  const { record, files } = recording()
  const legacy = [{ id: 1, role_name: 'Operator' }]
  for (let i = 0; i < 3; i += 1) {
    record({ data: [ROW] })
    record(legacy)
    record([...legacy, ROW])
    record({ message: 'Not found' }, { status: 404 })
  }
  expect([...files.keys()].sort()).toEqual(['environment', 'privilege_group', 'both'].map((model) => `GET_api_managed_users_mu_members.200.${model}.json`).concat('GET_api_managed_users_mu_members.404.none.json').sort())
})

it('says of headers only which there are', () => {
  const { record, all } = recording()
  record({ errors: [{ code: 'too_many_requests', title: 'Too many requests' }] }, { status: 429, headers: { 'retry-after': '37', 'set-cookie': 'session=abc', 'x-request-id': 'r-1', 'content-type': 'text/html; boundary=ines' } })
  expect(all()).toContain('"retry-after": "<number>"')
  expect(all()).toContain('"code": "too_many_requests"')
  for (const secret of ['37', 'session', 'r-1', 'ines']) expect(all()).not.toContain(secret)
})

it('takes what is no JSON for its length alone, and an empty body for null', () => {
  const { record, body } = recording()
  record('<html>ines@acme.example</html>', { status: 502 })
  record('', { status: 204 })
  expect(body('502')).toBe('<not JSON, 30 characters>')
  expect(body('204')).toBeNull()
})

describe('attacked', () => {
  const SECRETS = ['Ines', 'Roy', 'ines@acme.example', 'Zoë Ōno-Straße', 'emu-75xvn7tai6kyi77sgekp8x518hp5ttfg3fzlmogw', '4815162342', 'Acme night shift', 'https://hooks.example/T0K3N']
  const key = fc.oneof(
    fc.constantFrom('name', 'email', 'id', 'user_id', 'folder_ids', 'message', 'title', 'description', 'avatar_url', 'config', 'privileges', 'role_name', 'errors', 'new_field', 'external_id', 'token', 'phone'),
    fc.constantFrom(...SECRETS),
  )
  const leaf = fc.oneof(fc.constantFrom(...SECRETS), fc.constantFrom(4815162342), fc.constantFrom('dev', null, true))
  const tree = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('node'), { maxLength: 4 }), fc.dictionary(key, tie('node'), { maxKeys: 5 })),
  })).node

  it('no name, address, token, id or link is ever written, wherever it stands', () => {
    fc.assert(fc.property(tree, (body) => {
      const { record, all } = recording()
      record({ data: body })
      for (const secret of SECRETS) expect(all()).not.toContain(secret)
    }), { numRuns: 500 })
  })

  it('a plain word of a customer is not kept, be it a value, a verb or a key', () => {
    const { record, all } = recording()
    record({ data: { type: 'acme', status: 'Acmecorp', code: 'acme_corp', source: 'acme', acme: 1, acme_corp: { acmecorp: 'x' }, privileges: { acme: ['acme', 'read'], acme_area: 'acme_verb' }, config: { acme_connector: { privileges: 'acme' } } } })
    expect(all().toLowerCase()).not.toContain('acme')
    expect(all()).toContain('"read"')
  })

  it.each(['type', 'status', 'grant_type', 'code', 'environment', 'result'])('%s keeps known words only, nothing that has digits, spaces or signs', (word) => {
    for (const secret of ['ines@acme.example', 'Ines Roy', 'emu-75xvn7tai6kyi77sgekp8x', '4815162342', 'a'.repeat(40)]) {
      const { record, all } = recording()
      record({ data: { [word]: secret } })
      expect(all()).not.toContain(secret)
    }
  })

  it.each<[string, unknown]>([['ends in an error', null], ['is deeper than a call may go', `${'['.repeat(100_000)}${']'.repeat(100_000)}`]])('a record that %s changes nothing of the call', async (_, raw) => {
    const { recorder } = recording()
    const broken: ResponseRecorder = { record: () => { throw new Error('no folder') } }
    const body = typeof raw === 'string' ? raw : '[]'
    server = await startCanned(() => ({ raw: body }))
    expect(await server.client({}, { recorder: raw === null ? broken : recorder }).call(endpoints.listMembers(mu), call())).toBeInstanceOf(Array)
  })

  it('sees the answers of a client, never its token or the ids in its paths', async () => {
    const { recorder, all, files } = recording()
    server = await startCanned(() => ({ json: { data: [ROW], total: 1 } }))
    await listMembers(server.client({}, { recorder }), customerId.parse(998877), call())
    expect(files.size).toBe(1)
    for (const secret of ['998877', 'canned-token', 'Ines', 'acme', 'Bearer']) expect(all()).not.toContain(secret)
  })
})
