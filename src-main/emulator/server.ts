import type { Server } from 'node:http'
import type { Http2SecureServer, Http2Server } from 'node:http2'
import { serve, type HttpBindings } from '@hono/node-server'
import { Hono, type Context } from 'hono'
import { controlPlane } from './control'
import { dispatch } from './dispatch'
import type { FaultRule } from './faults'
import { generateAccounts } from './generate'
import type { AccountState, DataOptions } from './model'
import { World, type LogEntry } from './world'

/** What an emulator is started with. */
export interface EmulatorOptions extends DataOptions {
  /** 0: any free port. */
  readonly port: number
  /** Factor on the documented limits; null: no limits. */
  readonly quotaFactor: number | null
  readonly latencyMs: number
  /** Instead of generated data. */
  readonly data?: readonly AccountState[]
  /** Whether `/__control` is offered. */
  readonly control: boolean
  readonly onChange?: (accounts: readonly AccountState[]) => void
}

/** A listening emulator. */
export interface RunningEmulator {
  readonly url: string
  readonly control: string
  readonly accounts: readonly { readonly id: string; readonly name: string; readonly baseUrl: string; readonly token: string }[]
  close(): Promise<void>
}

type Env = { Bindings: HttpBindings }
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const never = (): Promise<never> => new Promise(() => undefined)

/** Starts the emulator on loopback. */
export async function startEmulator(options: EmulatorOptions): Promise<RunningEmulator> {
  const world = new World(options.data === undefined ? generateAccounts(options) : [...options.data], {
    quotaFactor: options.quotaFactor, latencyMs: options.latencyMs, onChange: options.onChange ?? (() => undefined),
  })
  const app = new Hono<Env>({ strict: true })
  if (options.control) app.route('/__control', controlPlane(world))
  app.all('/:account/api/*', (c) => answerApi(world, c))
  app.notFound((c) => c.html('<!doctype html><title>Not found</title><p>There is nothing here.', 404))
  const { server, port } = await listen(app, options.port)
  const url = `http://127.0.0.1:${String(port)}`
  return {
    url,
    control: `${url}/__control`,
    accounts: world.accounts.map((account) => ({ id: account.id, name: account.name, baseUrl: `${url}/${account.id}`, token: account.tokens[0]?.value ?? '' })),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

function listen(app: Hono<Env>, port: number): Promise<{ server: Server | Http2Server | Http2SecureServer; port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, (info) => resolve({ server, port: info.port }))
    server.once('error', reject)
  })
}

async function answerApi(world: World, c: Context<Env>): Promise<Response> {
  const account = world.account(c.req.param('account') ?? '')
  if (account === undefined) return c.json({ message: 'Not found' }, 404)
  const url = new URL(c.req.url)
  const path = url.pathname.slice(account.id.length + 1)
  const text = await c.req.text()
  const body = parse(text)
  const token = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? null
  const entry: LogEntry = {
    time: world.clock.now(), account: account.id, tokenTail: token === null ? null : token.slice(-4), method: c.req.method, path, query: url.search,
    body: body ?? null, status: null, limitClass: null, throttled: false, other: false,
  }
  world.log.push(entry)
  const fault = world.faults.next(c.req.method, path)
  if (world.options.latencyMs > 0) await pause(world.options.latencyMs)
  const early = fault === null ? null : await beforeEffect(fault, c, entry)
  if (early !== null) return early
  if (text !== '' && body === undefined) return c.json({ message: 'Bad request' }, 400)
  const answer = dispatch(world, account, { method: c.req.method, path, query: url.searchParams, body, token }, entry)
  const json = answer.body === undefined ? '' : JSON.stringify(answer.body)
  if (fault?.kind === 'reset-after') return reset(c)
  if (fault?.kind === 'truncate') return new Response(json.slice(0, Math.floor(json.length / 2)), { status: answer.status, headers: { 'content-type': 'application/json' } })
  return new Response(json === '' ? null : json, { status: answer.status, headers: { 'content-type': 'application/json', ...answer.headers } })
}

/** A fault that happens instead of the effect; null when the request goes on. */
async function beforeEffect(fault: FaultRule['fault'], c: Context<Env>, entry: LogEntry): Promise<Response | null> {
  switch (fault.kind) {
    case 'status':
      entry.status = fault.status ?? 500
      return new Response(JSON.stringify(fault.body ?? { message: 'Server error', id: '00000000-0000-4000-8000-000000000000' }), {
        status: entry.status, headers: { 'content-type': 'application/json', ...fault.headers },
      })
    case 'html':
      entry.status = fault.status ?? 502
      return new Response('<!doctype html><title>Bad gateway</title>', { status: entry.status, headers: { 'content-type': 'text/html', ...fault.headers } })
    case 'reset-before':
      return reset(c)
    case 'hang':
      if (fault.ms === undefined) return never()
      await pause(fault.ms)
      return null
    case 'delay':
      await pause(fault.ms ?? 1000)
      return null
    case 'reset-after':
    case 'truncate':
      return null
  }
}

function reset(c: Context<Env>): Promise<never> {
  c.env.incoming.socket.destroy()
  return never()
}

function parse(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    return undefined
  }
}
