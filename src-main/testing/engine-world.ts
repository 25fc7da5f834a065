import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccountRecord } from '../contract/engine-protocol'
import { accountId } from '../contract/ids'
import { systemClock, type Clock } from '../domain/clock'
import { startEmulator } from '../emulator/server'
import { createEngine } from '../engine/engine'
import { httpTransport } from './http-transport'

const ID = accountId.parse('one')
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const RECORD: AccountRecord = { id: ID, kind: 'partner', name: 'One', dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' }

interface Logged { readonly method: string; readonly path: string; readonly query: string; readonly status: number | null }

/** How a world of an engine and an emulator differs from the smallest one. */
export interface EngineWorldOptions {
  readonly customers?: number
  readonly people?: number
  readonly seed?: number
  /** Share of customers on the legacy access model. */
  readonly legacy?: number
  readonly clock?: Clock
  /** Of the engine; the emulator has no limits unless `quotaFactor` is given. */
  readonly quotaSpeed?: number
  readonly quotaFactor?: number
  readonly dataDir?: string
}

/** An engine with one account on a real emulator over HTTP; nothing is read before `start`. */
export async function startEngineWorld({ customers = 6, people = 5, seed = 3, legacy = 0, clock = systemClock, quotaSpeed = 500, quotaFactor, dataDir = mkdtempSync(join(tmpdir(), 'rolodesk-world-')) }: EngineWorldOptions = {}) {
  const emulator = await startEmulator({ port: 0, seed, accounts: 1, customers: [customers], people, legacy, quotaFactor: quotaFactor ?? null, latencyMs: 0, control: true })
  const [account] = emulator.accounts
  if (account === undefined) throw new Error('the emulator has no account')
  let token = account.token
  const engine = createEngine({ dataDir, transport: httpTransport(() => ({ baseUrl: account.baseUrl, token })), clock, random: Math.random, log: silent, emit: () => undefined, author: 'tester', quotaSpeed })
  const value = async <T>(method: string, input: unknown): Promise<T> => {
    const reply = await engine.invoke(method, input)
    if (!reply.ok) throw new Error(JSON.stringify(reply.error))
    return reply.value as T
  }
  const control = async <T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${emulator.control}${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) })
    if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  return {
    id: ID, engine, emulator, dataDir, value, control,
    start: async (): Promise<void> => {
      await value('internal.accounts.save', RECORD)
      await value('internal.sync.start', { accountId: ID })
    },
    /** Requests that the emulator saw since it was last forgotten. */
    seen: () => control<readonly Logged[]>('GET', '/log'),
    /** From now on requests are signed with this token. */
    sign: (next: string): void => {
      token = next
    },
    stop: async (): Promise<void> => {
      await engine.stop()
      await emulator.close()
    },
  }
}
