import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { registry, type Input, type MethodName, type Output } from '../contract'
import type { AppEvent } from '../contract/events'
import { accountId, customerId, type CustomerId } from '../contract/ids'
import type { JobState } from '../contract/jobs'
import type { MigrationActivity } from '../contract/migration'
import { createEngine, type Engine } from '../engine/engine'
import type { Account } from '../emulator/account'
import { handle } from '../emulator/handle'
import { SeededRandom } from '../emulator/random'
import { stateOf } from '../emulator/state'
import { setSwitches, type Switches } from '../emulator/switches'
import type { LogEntry, World } from '../emulator/world'
import { openStore } from '../store'
import { VirtualClock } from './virtual-clock'
import { virtualWorld } from './virtual-world'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const ACCOUNT = accountId.parse('a1')

/** The engine on a fleet that is to be migrated, in virtual time; nothing is read before it is asked for. */
export interface MigrationRig {
  readonly accountId: typeof ACCOUNT
  readonly world: World
  readonly clock: VirtualClock
  readonly customers: readonly CustomerId[]
  /** The value of a reply; throws its error. */
  ask<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>>
  /** The code of a refusal, and what it tells. */
  refusal<M extends MethodName>(method: M, input: Input<M>): Promise<{ readonly code: string; readonly details: unknown }>
  internal(method: string, input: object): Promise<unknown>
  /** Waits until what is at work is over. */
  settled(everyMs?: number): Promise<MigrationActivity>
  jobDone(job: JobState): Promise<JobState>
  wait(ms: number): Promise<void>
  account(): Account
  name(id: CustomerId): string
  /** Everything that the account holds. */
  state(): string
  log(): readonly LogEntry[]
  /** What the page was told, and when. */
  readonly told: readonly { readonly at: number; readonly event: AppEvent }[]
  set(switches: Partial<Switches>): void
  /** Another administrator gives somebody a role in an environment. */
  other(id: CustomerId, memberId: number, roles: readonly { readonly environment_type: string; readonly name: string; readonly role_type: string }[]): void
  /** What is done with an answer before it comes: null leaves it. */
  intercept(change: ((request: { readonly method: string; readonly path: string }, answer: () => Promise<{ readonly status: number; readonly headers: Record<string, string>; readonly body: string }>) => ReturnType<typeof answer> | null) | null): void
  /** The app ends and is started again; `meanwhile` is done to the folder of its data. */
  restart(meanwhile?: (folder: string) => void): Promise<void>
  end(): Promise<void>
}

export interface MigrationRigOptions { readonly customers?: number; readonly people?: number; readonly legacy?: number; readonly seed?: number }

export async function migrationRig({ customers = 8, people = 8, legacy = 1, seed = 4 }: MigrationRigOptions = {}): Promise<MigrationRig> {
  const clock = new VirtualClock(Date.UTC(2026, 10, 25))
  const { world, transport } = virtualWorld(clock, { seed, accounts: 1, customers: [customers], people, legacy }, 100, (id) => id)
  const folder = mkdtempSync(join(tmpdir(), 'rolodesk-migration-'))
  const found = world.accounts[0]
  if (found === undefined) throw new Error('the rig has no account')
  const store = openStore(folder, 1)
  store.accounts.save({ id: ACCOUNT, kind: 'partner', name: found.name, dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
  store.inCache(() => store.customers.upsert(ACCOUNT, found.customers.map((one) => ({
    id: customerId.parse(one.id), name: one.name, externalId: one.external_id, planId: null, status: 'active', joinedAt: null, taskCount: null, taskLimit: null, connectionCount: null, connectionLimit: null,
    environments: one.environments.map(({ environment_type }) => environment_type),
  })), 1, 1))
  store.close()
  const random = new SeededRandom(seed)
  let change: Parameters<MigrationRig['intercept']>[0] = null
  const told: { readonly at: number; readonly event: AppEvent }[] = []
  const start = (): Engine => createEngine({
    dataDir: folder, clock, random: () => random.next(), log: silent, emit: (event) => void told.push({ at: clock.now(), event }), author: 'tester', quotaSpeed: 1,
    transport: { send: async (id, request, options) => {
      const answer = async () => {
        const { status, headers, body } = await transport.send(id, request, options)
        return { status, headers: { ...headers }, body }
      }
      return (await change?.(request, answer)) ?? answer()
    } },
  })
  let engine = start()
  const invoke = (method: string, input: unknown) => clock.run(engine.invoke(method, Object.hasOwn(registry, method) ? registry[method as MethodName].input.parse(input) : input))
  const value = async (method: string, input: unknown): Promise<unknown> => {
    const reply = await invoke(method, input)
    if (!reply.ok) throw new Error(`${method}: ${JSON.stringify(reply.error)}`)
    return reply.value
  }
  return {
    accountId: ACCOUNT, world, clock, customers: found.customers.map(({ id }) => customerId.parse(id)),
    ask: async (method, input) => (await value(method, input)) as never,
    refusal: async (method, input) => {
      const reply = await invoke(method, input)
      if (reply.ok) throw new Error(`${method} was not refused`)
      return { code: reply.error.code, details: reply.error.details }
    },
    internal: value,
    settled: (everyMs = 500) => clock.run((async () => {
      for (;;) {
        const reply = await engine.invoke('migration.account', { accountId: ACCOUNT })
        const activity = reply.ok ? (reply.value as Output<'migration.account'>).activity : null
        if (activity !== null && activity.state !== 'running' && activity.state !== 'waiting') return activity
        await clock.sleep(everyMs)
      }
    })()),
    jobDone: ({ id }) => clock.run((async () => {
      for (;;) {
        const reply = await engine.invoke('jobs.state', { jobId: id })
        const job = reply.ok ? (reply.value as JobState) : null
        if (job !== null && job.state !== 'running') return job
        await clock.sleep(1000)
      }
    })()),
    wait: (ms) => clock.run(clock.sleep(ms)),
    account: () => found,
    name: (id) => found.customers.find((one) => one.id === id)?.name ?? '',
    state: () => JSON.stringify(stateOf(found, undefined)),
    log: () => world.log.filter(({ other }) => !other),
    told,
    set: (switches) => {
      const wrong = setSwitches(world.switches, switches)
      if (wrong !== null) throw new Error(wrong)
    },
    other: (id, memberId, roles) => {
      const answer = handle(world, { account: found, method: 'PUT', path: `/api/managed_users/${String(id)}/members/${String(memberId)}`, search: '', body: { env_roles: roles }, token: { other: true } })
      if (answer.status >= 300) throw new Error(`the other administrator was refused: ${JSON.stringify(answer.body)}`)
    },
    intercept: (next) => {
      change = next
    },
    restart: async (meanwhile = () => undefined) => {
      await clock.run(engine.stop())
      meanwhile(folder)
      engine = start()
    },
    end: async () => {
      await clock.run(engine.stop())
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
