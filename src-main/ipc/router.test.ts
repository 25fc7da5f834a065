import { expect, it } from 'vitest'
import { registry, type Handlers, type MethodsOf } from '../contract'
import { isOwnPage } from './own-page'
import { createRouter } from './router'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const main = new Proxy({}, { get: () => () => { throw new Error('secret inside') } }) as Handlers<MethodsOf<'main'>>
const router = createRouter({ main, engine: async (method) => ({ ok: true, value: method }), log: silent })

it.each(Object.keys(registry))('%s refuses a key that it does not know, and never tells the value', async (method) => {
  const reply = await router(method, { planted: 'the-value' })
  expect(reply).toMatchObject({ ok: false, error: { code: 'BAD_INPUT' } })
  expect(JSON.stringify(reply)).not.toContain('the-value')
})

it.each<[string, string, boolean]>([
  ['workspace.jobs', '{"from":0,"to":8640000000000000}', true], ['workspace.jobs', '{"from":-1,"to":1}', false], ['workspace.jobs', '{"from":0.5,"to":1}', false],
  ['workspace.jobs', '{"from":0,"to":8640000000000001}', false], ['workspace.jobs', '{"from":0,"to":1e300}', false],
  ['reading.completeness', '{"accounts":["one","two"],"customers":null}', true], ['reading.completeness', '{"accounts":["one"],"customers":[1]}', true],
  ['reading.completeness', '{"accounts":["one","two"],"customers":[1]}', false], ['reading.completeness', '{"accounts":[],"customers":[1]}', false],
])('%s with %s is let through: %s', async (method, input, passes) => {
  const rest = method === 'workspace.jobs' ? { accountId: 'one', customerId: 1, interval: 'day' } : { resource: 'members' }
  const reply = await router(method, { ...rest, ...(JSON.parse(input) as object) })
  expect(reply.ok || reply.error.code).toBe(passes || 'BAD_INPUT')
})

it.each(['__proto__', 'constructor', 'internal.accounts.list', '', 7, null, {}])('%s is no method', async (method) => {
  expect(await router(method, {})).toMatchObject({ ok: false, error: { code: 'UNKNOWN_METHOD' } })
})

it('an unexpected failure tells nothing of its inside', async () => {
  expect(JSON.stringify(await router('accounts.list', {}))).not.toContain('secret inside')
})

it('no method gives out anything that is called a token or a secret', () => {
  const allowed = new Set(['tokenState'])
  const names = (schema: unknown): string[] => {
    const shape = (schema as { shape?: Record<string, unknown> }).shape
    const element = (schema as { element?: unknown }).element
    return [...Object.entries(shape ?? {}).flatMap(([key, inner]) => [key, ...names(inner)]), ...(element === undefined ? [] : names(element))]
  }
  const found = Object.values(registry).flatMap(({ output }) => names(output)).filter((key) => /token|secret|password|authorization/i.test(key) && !allowed.has(key))
  expect(found).toEqual([])
})

it.each([
  ['app://ui/index.html', true], ['app://ui/', true], ['app://other/index.html', false], ['https://ui/', false], ['http://evil.example/?next=app://ui/', false], ['file:///app://ui/', false], ['', false],
] as const)('own page: %s is %s', (address, own) => expect(isOwnPage(address)).toBe(own))
