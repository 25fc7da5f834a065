import type { Server } from 'node:http'
import type { Http2SecureServer, Http2Server } from 'node:http2'
import { serve, type HttpBindings } from '@hono/node-server'
import { Hono, type Context } from 'hono'
import type { Account } from './account'
import type { AccountData } from './account-data'
import type { Answer } from './answer'
import { controlPlane } from './control'
import type { FaultRule } from './faults'
import { generateAccounts } from './generate'
import { handle, logCall, type ApiCall } from './handle'
import { held } from './held'
import type { DataOptions } from './model'
import { World } from './world'

/** What an emulator is started with. */
export interface EmulatorOptions extends DataOptions {
  /** 0: any free port. */
  readonly port: number
  /** Factor on the documented limits; null: no limits. */
  readonly quotaFactor: number | null
  readonly latencyMs: number
  /** Instead of generated data. */
  readonly data?: readonly AccountData[]
  /** Whether `/__control` is offered. */
  readonly control: boolean
  readonly onChange?: (accounts: readonly Account[]) => void
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
  const { data } = options
  const world = new World({
    start: data === undefined ? () => generateAccounts(options) : () => structuredClone(data), quotaFactor: options.quotaFactor, now: Date.now, onChange: options.onChange ?? (() => undefined),
  })
  const app = new Hono<Env>({ strict: true })
  if (options.control) app.route('/__control', controlPlane(world))
  app.all('/:account/api/*', (c) => answerApi(world, options.latencyMs, c))
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

async function answerApi(world: World, latencyMs: number, c: Context<Env>): Promise<Response> {
  const account = world.account(c.req.param('account') ?? '')
  if (account === undefined) return c.json({ message: 'Not found' }, 404)
  const url = new URL(c.req.url)
  const token = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? null
  const call: ApiCall = { account, method: c.req.method, path: url.pathname.slice(account.id.length + 1), search: url.search, body: parse(await c.req.text()), token }
  const entry = logCall(world, call)
  const fault = world.faults.next(call.method, call.path)
  if (latencyMs > 0) await pause(latencyMs)
  switch (fault?.kind) {
    case 'status': case 'html':
      entry.status = fault.status ?? (fault.kind === 'html' ? 502 : 500)
      return instead(fault, entry.status)
    case 'reset-before':
      return reset(c)
    case 'delay':
      await pause(fault.ms ?? 1000)
  }
  const answer = handle(world, call, entry)
  switch (fault?.kind) {
    case 'reset-after':
      return reset(c)
    case 'hang': {
      if (fault.ms === undefined) return never()
      const late = held(fault.ms, answer, world.switches)
      // On a clock that stands still nobody has to wait: the clock moves instead.
      if (world.clock.virtual) world.clock.advance(late.waitMs)
      else await pause(late.waitMs)
      return whole(late.answer)
    }
    case 'truncate': {
      const text = JSON.stringify(answer.body ?? null)
      return json(text.slice(0, Math.floor(text.length / 2)), answer)
    }
    default:
      return whole(answer)
  }
}

function whole(answer: Answer): Response {
  return json(answer.body === undefined ? null : JSON.stringify(answer.body), answer)
}

function json(text: string | null, { status, headers }: Answer): Response {
  return new Response(text, { status, headers: { ...(text === null ? {} : { 'content-type': 'application/json' }), ...headers } })
}

/** The answer of a planned failure; a text is sent as it is, so that answers of any size and shape can be made. */
function instead(fault: FaultRule['fault'], status: number): Response {
  const html = fault.kind === 'html'
  const body = fault.body ?? (html ? '<!doctype html><title>Bad gateway</title>' : { message: 'Server error', id: '00000000-0000-4000-8000-000000000000' })
  const bytes = fault.bodyBase64 === undefined ? (typeof body === 'string' ? body : JSON.stringify(body)) : Buffer.from(fault.bodyBase64, 'base64')
  return new Response(status === 204 || status === 304 ? null : bytes, { status, headers: { 'content-type': html ? 'text/html' : 'application/json', ...fault.headers } })
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
