import { Hono, type Context } from 'hono'
import { dispatch } from './dispatch'
import type { SwitchName } from './switches'
import type { LogEntry, World } from './world'

const problem = (c: Context, message: string): Response => c.json({ message }, 400)

/** The control plane: state, log, faults, other administrators, clock, switches, tokens, reset. JSON in and out. */
export function controlPlane(world: World): Hono {
  const app = new Hono()
  app.use('*', async (c, next) => {
    // A web page must not steer the emulator of someone who happens to run one.
    if (c.req.header('origin') !== undefined) return c.json({ message: 'requests of web pages are refused' }, 403)
    await next()
    return undefined
  })
  app.get('/state', (c) => {
    const account = world.account(c.req.query('account') ?? 'a1')
    return account === undefined ? c.json({ message: 'no such account' }, 404) : c.json(account)
  })
  app.get('/log', (c) => c.json(world.log))
  app.delete('/log', (c) => {
    world.log.length = 0
    return c.json({})
  })
  app.post('/faults', async (c) => {
    const wrong = world.faults.add(await c.req.json())
    return wrong === null ? c.json({}) : problem(c, wrong)
  })
  app.delete('/faults', (c) => {
    world.faults.clear()
    return c.json({})
  })
  app.post('/other', async (c) => {
    const given = await c.req.json<{ account?: string; method?: string; path?: string; body?: unknown }>()
    const account = world.account(given.account ?? 'a1')
    if (account === undefined || given.method === undefined || given.path === undefined) return problem(c, 'account, method and path are needed')
    const url = new URL(given.path, 'http://emulator')
    const entry: LogEntry = {
      time: world.clock.now(), account: account.id, tokenTail: null, method: given.method, path: url.pathname, query: url.search, body: given.body ?? null,
      status: null, limitClass: null, throttled: false, other: true,
    }
    world.log.push(entry)
    const answer = dispatch(world, account, { method: given.method, path: url.pathname, query: url.searchParams, body: given.body, token: undefined }, entry)
    return c.json({ status: answer.status, body: answer.body ?? null })
  })
  app.post('/clock', async (c) => {
    const given = await c.req.json<{ advanceMs?: number; mode?: 'real' | 'virtual' }>()
    if (given.mode !== undefined) world.clock.setMode(given.mode)
    if (given.advanceMs !== undefined) world.clock.advance(given.advanceMs)
    return c.json({ now: world.clock.now() })
  })
  app.get('/switches', (c) => c.json(world.switches))
  app.post('/switches', async (c) => {
    const given = await c.req.json<Record<string, unknown>>()
    for (const [name, value] of Object.entries(given)) {
      if (!Object.hasOwn(world.switches, name) || typeof value !== 'boolean') return problem(c, `no switch is called ${name}, or its value is not true or false`)
    }
    for (const [name, value] of Object.entries(given)) world.switches[name as SwitchName] = value === true
    return c.json(world.switches)
  })
  app.post('/tokens', async (c) => {
    const given = await c.req.json<{ account?: string; token?: string; groups?: string[]; revoke?: boolean }>()
    const account = world.account(given.account ?? 'a1')
    const value = given.token
    if (account === undefined || value === undefined) return problem(c, 'account and token are needed')
    account.tokens = account.tokens.filter((token) => token.value !== value)
    if (given.revoke !== true) account.tokens.push({ value, groups: given.groups ?? null })
    return c.json({ tokens: account.tokens.length })
  })
  app.post('/reset', (c) => {
    world.reset()
    return c.json({})
  })
  return app
}
