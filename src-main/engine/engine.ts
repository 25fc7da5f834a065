import { ApiClient } from '../api/client'
import type { Transport } from '../api/transport'
import type { Handlers, MethodsOf } from '../contract'
import type { EngineInternals } from '../contract/engine-protocol'
import { appError, failureReply, type Reply } from '../contract/errors'
import type { AppEvent } from '../contract/events'
import type { AccountId } from '../contract/ids'
import { LIMIT_CLASSES, type LimitClass } from '../contract/limits'
import type { Clock, Random } from '../domain/clock'
import { customersHandlers } from '../features/customers'
import { settingsHandlers } from '../features/settings'
import type { Logger } from '../log/logger'
import { openStore } from '../store'
import { AccountSync } from '../sync/account-sync'

/** What the engine is made of; in tests each is a real counterpart in the test's own process. */
export interface EngineParts {
  readonly dataDir: string
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
  readonly emit: (event: AppEvent) => void
}

/** The running engine. */
export interface Engine {
  /** Runs a public method or one of main's own (`internal.*`); always resolves. */
  invoke(method: string, input: unknown): Promise<Reply<unknown>>
  stop(): Promise<void>
}

/** Sandbox: ten times the documented limits, as its emulator grants. Reserved: the share left to the partner's automations. */
const SANDBOX_FACTOR = 10
const RESERVED = 0.2

/** Opens the store and composes the engine; throws the AppError of a store that cannot be opened. */
export function createEngine({ dataDir, transport, clock, random, log, emit }: EngineParts): Engine {
  const store = openStore(dataDir, clock.now())
  if (store.cachePutAside !== null) log.warn('store.cache.put-aside')
  const syncs = new Map<AccountId, AccountSync>()
  let online = !store.settings.get().workOffline

  const sync = (accountId: AccountId): AccountSync => {
    const running = syncs.get(accountId)
    if (running !== undefined) return running
    const record = store.accounts.list().find(({ id }) => id === accountId)
    if (record === undefined) throw appError('ACCOUNT_NOT_FOUND', 'This account is no longer here.', 'It was removed. Choose another account.')
    const factor = record.kind === 'sandbox' ? SANDBOX_FACTOR : 1
    const limits = (limitClass: LimitClass) => ({ perMinute: LIMIT_CLASSES[limitClass].perMinute * factor, reserved: record.kind === 'sandbox' ? 0 : RESERVED })
    const client = new ApiClient(accountId, { transport, clock, random }, limits)
    const made = new AccountSync({ store, client, clock, log, emit }, online)
    syncs.set(accountId, made)
    return made
  }

  const internals: EngineInternals = {
    'internal.accounts.list': () => store.accounts.list().map((record) => ({ ...record, customers: store.customers.count(record.id) })),
    'internal.accounts.save': (record) => {
      store.accounts.save(record)
      return record
    },
    'internal.accounts.remove': async ({ accountId }) => {
      const running = syncs.get(accountId)
      syncs.delete(accountId)
      // The ledger at once, so that nothing new begins; the cache when the last answer on its way can no longer write to it.
      store.accounts.remove(accountId)
      await running?.stop()
      store.customers.removeAccount(accountId)
      return {}
    },
    'internal.settings.set': (changes) => store.settings.set(changes),
    'internal.settings.get': () => store.settings.get(),
    'internal.sync.start': ({ accountId }) => {
      sync(accountId).start(false)
      return {}
    },
    'internal.connection': (input) => {
      online = input.online
      for (const running of syncs.values()) running.setOnline(online)
      return {}
    },
  }
  const deps = { store, sync, emit }
  const handlers: Handlers<MethodsOf<'engine'>> = { ...customersHandlers(deps), ...settingsHandlers(deps) }
  const all: Readonly<Record<string, (input: never) => unknown>> = { ...handlers, ...internals }

  return {
    invoke: async (method, input) => {
      const handler = Object.hasOwn(all, method) ? all[method] : undefined
      if (handler === undefined) return failureReply(appError('UNKNOWN_METHOD', 'This is not a method of the engine.', 'This is a defect of Rolodesk.'))
      try {
        return { ok: true, value: await handler(input as never) }
      } catch (error) {
        const reply = failureReply(error)
        if (!reply.ok && reply.error.code === 'INTERNAL') log.error('engine.failed', { method, error })
        return reply
      }
    },
    stop: async () => {
      await Promise.all([...syncs.values()].map((running) => running.stop()))
      store.close()
    },
  }
}
