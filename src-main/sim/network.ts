import type { Transport } from '../api/transport'
import { appError } from '../contract/errors'
import type { ApiResponse } from '../contract/engine-protocol'
import type { Account } from '../emulator/account'
import { handle } from '../emulator/handle'
import type { SeededRandom } from '../emulator/random'
import type { World } from '../emulator/world'
import type { VirtualClock } from '../testing/virtual-clock'
import type { Boundaries } from './boundaries'
import { cellsOf } from './cells'
import type { Oracle } from './oracle'

/** What can go wrong with a request. */
const FAULTS = ['429', '429-header', '500', '502-html', 'reset-before', 'reset-after', 'hang', 'truncate', '401'] as const
export type Fault = (typeof FAULTS)[number]

/** Settings of the simulated network. */
export interface NetworkOptions {
  readonly clock: VirtualClock
  readonly world: World
  readonly boundaries: Boundaries
  readonly oracle: Oracle
  readonly random: SeededRandom
  /** Probability of a fault of a request, while faults are on. */
  readonly faults: { rate: number }
  readonly inGap: () => void
  readonly trace: (line: string) => void
}

const LATENCY_MS = 80
const HANG_MS = 40_000
/** Waits for the end of whoever asked. */
const never = (signal: AbortSignal): Promise<never> => new Promise((_, reject) => {
  if (signal.aborted) return reject(signal.reason as Error)
  signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
})
const unreachable = () => appError('UNREACHABLE', 'The connection broke.', 'Try again.', { retryable: true })

/** The emulated API behind a network that fails, with another administrator at work in every gap. Signs by account id, as main does. */
export function simulatedNetwork({ clock, world, boundaries, oracle, random, faults, inGap, trace }: NetworkOptions): Transport {
  const account = (id: string): Account => {
    const found = world.account(id)
    if (found === undefined) throw new Error('no such account')
    return found
  }
  return {
    send: async (id, request, { signal }) => {
      signal.throwIfAborted()
      if (boundaries.dead) return never(signal)
      const customer = /managed_users\/(\d+)/.exec(request.path)?.[1] ?? ''
      const own = account(id)
      const dry = isDry(request, oracle)
      const writes = request.method !== 'GET' && !dry
      const invite = request.path.endsWith('/member_invitations') ? `${id}|${customer}|${String((request.body as { email?: string }).email)}` : null
      const fault = random.chance(faults.rate) ? random.pick(FAULTS) : null
      const tell = (status: number | string): void => trace(`${String(clock.now())} ${id} ${request.method} ${request.path} ${JSON.stringify(request.body ?? null)} -> ${String(status)}`)
      const known = (state: 'refused' | 'done' | 'unknown'): void => (invite === null ? undefined : oracle.invitation(invite, state))
      // What names no customer belongs to the partner account whose token signs it.
      if (writes) oracle.leaving(id, customer, customer === '' ? id : world.accounts.find((one) => one.find(customer) !== undefined)?.id)
      oracle.sums()
      if (invite !== null) oracle.invitation(invite, 'under-way')
      try {
        boundaries.pass('request')
        await clock.sleep(LATENCY_MS, signal)
        if (boundaries.dead) return await never(signal)
        inGap()
        if (fault === 'reset-before') throw unreachable()
        const refused = refusal(fault)
        if (refused !== null) {
          known(refused.status === 500 || refused.status === 502 ? 'unknown' : 'refused')
          tell(refused.status)
          return refused
        }
        const before = cellsOf(own, Number(customer))
        const query = new URLSearchParams((request.query ?? []).map(([name, value]) => [name, value])).toString()
        const answer = handle(world, {
          account: own, method: request.method, path: request.path, search: query === '' ? '' : `?${query}`, body: request.body ?? {}, token: fault === '401' ? 'expired' : (own.tokens[0]?.value ?? null),
        })
        const after = cellsOf(own, Number(customer))
        const effectAt = oracle.moment()
        if (writes) oracle.effect(id, customer, before, after)
        if (dry) oracle.dry(id, customer, before, after)
        tell(fault === null ? answer.status : `${String(answer.status)} ${fault}`)
        boundaries.pass('effect')
        if (fault === 'reset-after') throw unreachable()
        if (fault === 'hang') {
          await clock.sleep(HANG_MS, signal)
          throw appError('TIMEOUT', 'Workato did not answer in 40 s.', 'Try again.', { retryable: true })
        }
        await clock.sleep(LATENCY_MS, signal)
        boundaries.pass('answer')
        if (answer.status === 200 && request.method === 'GET' && /\/members$|^\/api\/managed_users(\/\d+)?$|^\/api\/customer_managers$/.test(request.path) && fault !== 'truncate') oracle.saw(id, customer, after, effectAt)
        known(answer.status >= 400 && answer.status < 500 ? 'refused' : fault === 'truncate' ? 'unknown' : 'done')
        const body = answer.body === undefined ? '' : JSON.stringify(answer.body)
        return { status: answer.status, headers: { ...answer.headers }, body: fault === 'truncate' && body.length > 2 ? body.slice(0, body.length / 2) : body }
      } catch (error) {
        known('unknown')
        if (boundaries.dead) return never(signal)
        throw error
      }
    },
  }
}

/** Whether a request only asks what a migration would do: then it has to say so in both places (contract 1.8). */
function isDry({ path, query, body }: Parameters<Transport['send']>[1], oracle: Oracle): boolean {
  if (!path.includes('/roles_migration/')) return false
  const said = [(query ?? []).find(([name]) => name === 'dry_run')?.[1], String((body as { readonly dry_run?: unknown } | undefined)?.dry_run)]
  if (said[0] !== said[1] || (said[0] !== 'true' && said[0] !== 'false')) oracle.broken('dry-run', `${path} was sent with dry_run ${String(said[0])} in the query and ${String(said[1])} in the body`)
  return said[0] === 'true'
}

function refusal(fault: Fault | null): ApiResponse | null {
  switch (fault) {
    case '429': return { status: 429, headers: {}, body: '{"message":"Too many requests"}' }
    case '429-header': return { status: 429, headers: { 'retry-after': '7' }, body: '{"message":"Too many requests"}' }
    case '500': return { status: 500, headers: {}, body: '{"message":"Internal error","id":"e-1"}' }
    case '502-html': return { status: 502, headers: {}, body: '<html><title>Bad gateway</title></html>' }
    default: return null
  }
}
