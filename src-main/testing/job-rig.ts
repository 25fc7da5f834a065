import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { registry, type Output } from '../contract'
import { accountId, customerId } from '../contract/ids'
import type { JobState } from '../contract/jobs'
import { createEngine } from '../engine/engine'
import type { Account } from '../emulator/account'
import { handle } from '../emulator/handle'
import { roleName } from '../emulator/member-view'
import type { Customer } from '../emulator/model'
import type { LogEntry } from '../emulator/world'
import type { Member } from '../emulator/workspace'
import { openStore } from '../store'
import { VirtualClock } from './virtual-clock'
import { virtualWorld } from './virtual-world'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** A cell of PROD, by the place of its account, customer and person; the wish is the role "Member". */
export interface RigCell { readonly account?: number; readonly customer: number; readonly person: number }

/** The engine on a new folder with the emulated accounts in it, in virtual time. */
export interface JobRig {
  /** The value of a reply, or its error. */
  ask(method: string, input: unknown): Promise<unknown>
  stage(cells: readonly RigCell[]): Promise<void>
  plan(): Promise<Output<'plan.compute'>>
  /** Plans and starts a job; `between` happens after the plan was made. */
  apply(between?: () => void): Promise<JobState>
  done(jobId: string): Promise<JobState>
  wait(ms: number): Promise<void>
  /** The computer slept, or its clock was set; in ms. */
  jump(ms: number): void
  /** Where the computer is: milliseconds by which its local time is ahead of UTC at an instant. */
  zone(offset: (at: number) => number): void
  log(): readonly LogEntry[]
  /** The emulated account. */
  account(place?: number): Account
  /** Another administrator gives somebody a role in PROD. */
  other(customer: number, person: number, role: string): void
  cell(customer: number, person: number): string | null
  email(customer: number, person: number): string
  member(customer: number, person: number): number
  id(customer: number): number
  /** Such requests get this answer, and nothing happens, until the answer is called. */
  plant(method: string, path: string, status: number): () => void
  /** Requests that change this person fail until the answer is called. */
  fail(customer: number, person: number): () => void
  /** Requests that change this person are answered with yes, and nothing happens, until the answer is called. */
  deafen(customer: number, person: number): () => void
  /** The token of an account is refused until the answer is called. */
  refuse(account: number): () => void
  end(): Promise<void>
}

/** Customers with environments, each with people who are all administrators of PROD but hold no role called "Member" there. `start`: the how many-th start of the app on its folder, since ids are never made twice. */
export async function jobRig({ accounts = 1, customers = 6, people = 6, folder = mkdtempSync(join(tmpdir(), 'rolodesk-job-')), start = 1 }: { accounts?: number; customers?: number; people?: number; folder?: string; start?: number } = {}): Promise<JobRig> {
  const clock = new VirtualClock(Date.UTC(2026, 10, 25))
  const { world, transport } = virtualWorld(clock, { seed: 21, accounts, customers: [customers], people }, 100, (id) => id)
  const store = openStore(folder, 1)
  for (const account of world.accounts) {
    const id = accountId.parse(account.id)
    store.accounts.save({ id, kind: 'partner', name: account.name, dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
    store.inCache(() => store.customers.upsert(id, account.customers.map((one) => ({
      id: customerId.parse(one.id), name: one.name, externalId: null, planId: null, status: 'active', joinedAt: null, taskCount: null, taskLimit: null, connectionCount: null, connectionLimit: null,
      environments: one.environments.map(({ environment_type }) => environment_type),
    })), 1, 1))
  }
  store.close()
  const place = (account: number, customer: number): { account: Account; customer: Customer } => {
    const found = world.accounts[account]
    const one = found?.customers.filter(({ environments }) => environments.length > 0)[customer]
    if (found === undefined || one === undefined) throw new Error('the rig has no such customer')
    return { account: found, customer: one }
  }
  const who = (account: number, customer: number, person: number): Member => {
    const at = place(account, customer)
    const workspace = at.account.workspace(at.customer)
    const admin = workspace.environmentRoles.find(({ name }) => name === 'EnvironmentAdmin')
    for (const one of workspace.members) if (one.roles.prod === undefined || roleName(workspace, one.roles.prod) === 'Member') one.roles.prod = { role_type: 'environment', role_id: admin?.id ?? 0 }
    at.account.changed(at.customer)
    const found = workspace.members[person]
    if (found === undefined) throw new Error('the rig has no such person')
    return found
  }
  const seen = new Set<string>()
  const cell = (customer: number, person: number, account = 0): string | null => {
    const at = place(account, customer)
    // Only the first look makes people administrators: what a test does afterwards stays.
    const key = `${String(account)}|${String(customer)}`
    const member = seen.has(key) ? at.account.workspace(at.customer).members[person] : who(account, customer, person)
    seen.add(key)
    return member?.roles.prod === undefined ? null : roleName(at.account.workspace(at.customer), member.roles.prod)
  }
  const planted = new Map<string, number>()
  const plant = (method: string, path: string, status: number): (() => void) => {
    planted.set(`${method} ${path}`, status)
    return () => void planted.delete(`${method} ${path}`)
  }
  const engine = createEngine({
    dataDir: folder, clock, random: seededRandom(start), log: silent, emit: () => undefined, author: 'tester', quotaSpeed: 1,
    transport: { send: (id, request, options) => {
      const status = planted.get(`${request.method} ${request.path}`)
      return status === undefined ? transport.send(id, request, options) : Promise.resolve({ status, headers: {}, body: status === 200 ? '{}' : '{"message":"no"}' })
    } },
  })
  const ask = (method: string, input: unknown): Promise<unknown> =>
    clock.run((async () => {
      const reply = await engine.invoke(method, Object.hasOwn(registry, method) ? registry[method as keyof typeof registry].input.parse(input) : input)
      return reply.ok ? reply.value : reply.error
    })())
  const plan = async (): Promise<Output<'plan.compute'>> => (await ask('plan.compute', { refresh: true })) as Output<'plan.compute'>
  const pathOf = (customer: number, person: number): string => `/api/managed_users/${String(place(0, customer).customer.id)}/members/${String(place(0, customer).account.workspace(place(0, customer).customer).members[person]?.id)}`
  return {
    ask, plan, cell,
    stage: async (cells) => {
      const edits = cells.map(({ account = 0, customer, person }) => {
        const base = cell(customer, person, account)
        const at = place(account, customer)
        return { kind: 'member.role', accountId: at.account.id, customerId: at.customer.id, target: { memberId: at.account.workspace(at.customer).members[person]?.id, environment: 'prod' }, base, wish: 'Member', seen: {} }
      })
      await ask('intents.stage', { name: 'Edits', edits })
    },
    apply: async (between = () => undefined) => {
      const { planId, gates } = await plan()
      between()
      return (await ask('jobs.start', { planId, typedCount: gates[0]?.count ?? null, name: 'A job' })) as JobState
    },
    done: (jobId) => clock.run((async () => {
      for (;;) {
        const reply = await engine.invoke('jobs.state', { jobId })
        if (!reply.ok) throw new Error(reply.error.title)
        const job = reply.value as JobState
        if (job.state !== 'running' && job.accounts.every(({ open }) => open === 0)) return job
        await clock.sleep(1000)
      }
    })()),
    member: (customer, person) => who(0, customer, person).id,
    email: (customer, person) => place(0, customer).account.workspace(place(0, customer).customer).members[person]?.email ?? '',
    id: (customer) => place(0, customer).customer.id,
    wait: (ms) => clock.run(clock.sleep(ms)),
    jump: (ms) => clock.jump(ms),
    zone: (offset) => (clock.localOffset = offset),
    account: (at = 0) => {
      const found = world.accounts[at]
      if (found === undefined) throw new Error('the rig has no such account')
      return found
    },
    log: () => world.log.filter(({ other }) => !other),
    other: (customer, person, role) => void handle(world, {
      account: place(0, customer).account, method: 'PUT', path: pathOf(customer, person), search: '', body: { env_roles: [{ environment_type: 'prod', name: role, role_type: 'environment' }] }, token: { other: true },
    }),
    plant,
    fail: (customer, person) => plant('PUT', pathOf(customer, person), 500),
    deafen: (customer, person) => plant('PUT', pathOf(customer, person), 200),
    refuse: (account) => {
      const found = world.accounts[account]
      const tokens = found?.tokens ?? []
      if (found !== undefined) found.tokens = []
      return () => {
        if (found !== undefined) found.tokens = tokens
      }
    },
    end: () => clock.run(engine.stop()),
  }
}

function seededRandom(state: number): () => number {
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
