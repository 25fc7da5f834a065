import { Hono, type Context } from 'hono'
import type { Account } from './account'
import { handle } from './handle'
import { acceptInvitation } from './invitations'
import { stateOf } from './state'
import { listSwitches, setSwitches } from './switches'
import { readToken } from './tokens'
import type { World } from './world'

type Given = Readonly<Record<string, unknown>>
const problem = (c: Context, message: string): Response => c.json({ message }, 400)

/** The control plane: state, log, faults, other administrators, invitations, clock, switches, tokens, reset. JSON in and out. */
export function controlPlane(world: World): Hono {
  const app = new Hono()
  app.use('*', async (c, next) => {
    // A web page must not steer the emulator of someone who happens to run one.
    if (c.req.header('origin') !== undefined) return c.json({ message: 'requests of web pages are refused' }, 403)
    await next()
    return undefined
  })
  app.onError((error, c) => (error instanceof SyntaxError ? problem(c, 'the body is not JSON') : c.json({ message: error.message }, 500)))
  app.get('/state', (c) => {
    const account = world.account(c.req.query('account') ?? 'a1')
    return account === undefined ? c.json({ message: 'no such account' }, 404) : c.json(stateOf(account, c.req.query('customer')))
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
    const given = await c.req.json<Given>()
    const account = accountOf(world, given)
    if (account === undefined || typeof given['method'] !== 'string' || typeof given['path'] !== 'string') return problem(c, 'account, method and path are needed')
    const { pathname, search } = new URL(given['path'], 'http://emulator')
    const answer = handle(world, { account, method: given['method'].toUpperCase(), path: pathname, search, body: given['body'] ?? {}, token: { other: true } })
    return c.json({ status: answer.status, body: answer.body ?? null })
  })
  app.post('/accept', async (c) => {
    const given = await c.req.json<Given>()
    const account = accountOf(world, given)
    const found = account?.find(String(given['customer']))
    if (account === undefined || found === undefined || typeof given['email'] !== 'string') return problem(c, 'account, customer and email are needed')
    const request = { world, account, token: null, params: {}, query: new URLSearchParams(), body: {}, ...found, workspace: account.workspace(found.customer) }
    if (!acceptInvitation(request, given['email'])) return problem(c, `no invitation of ${given['email']} waits there`)
    account.changed(found.customer)
    world.options.onChange(world.accounts)
    return c.json({})
  })
  app.post('/clock', async (c) => {
    const { mode, advanceMs } = await c.req.json<Given>()
    if (mode !== undefined && mode !== 'real' && mode !== 'virtual') return problem(c, 'mode is real or virtual')
    if (advanceMs !== undefined && !Number.isFinite(advanceMs)) return problem(c, 'advanceMs is a number of milliseconds')
    if (mode !== undefined) world.clock.setMode(mode)
    if (advanceMs !== undefined) world.clock.advance(Number(advanceMs))
    return c.json({ now: world.clock.now() })
  })
  app.get('/switches', (c) => c.json(listSwitches(world.switches)))
  app.post('/switches', async (c) => {
    const wrong = setSwitches(world.switches, await c.req.json<Given>())
    return wrong === null ? c.json(listSwitches(world.switches)) : problem(c, wrong)
  })
  app.post('/tokens', async (c) => {
    const given = await c.req.json<Given>()
    const account = accountOf(world, given)
    const token = readToken(given)
    if (account === undefined) return problem(c, 'no such account')
    if (typeof token === 'string') return problem(c, token)
    account.tokens = account.tokens.filter(({ value }) => value !== token.value)
    if (given['revoke'] !== true) account.tokens.push(token)
    return c.json({ tokens: account.tokens.length })
  })
  app.post('/reset', (c) => {
    world.reset()
    return c.json({})
  })
  return app
}

function accountOf(world: World, given: Given): Account | undefined {
  return world.account(typeof given['account'] === 'string' ? given['account'] : 'a1')
}
