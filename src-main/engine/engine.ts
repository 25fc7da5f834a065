import { ApiClient } from '../api/client'
import { createRecorder } from '../api/recorder'
import type { Transport } from '../api/transport'
import type { Handlers, MethodsOf } from '../contract'
import type { EngineInternals } from '../contract/engine-protocol'
import { appError, changesWaiting, failureReply, type Reply } from '../contract/errors'
import type { AppEvent } from '../contract/events'
import type { AccountId } from '../contract/ids'
import type { StoreMend } from '../contract/methods/app'
import type { Clock, Random } from '../domain/clock'
import { accountOptionsHandlers } from '../features/account-options'
import { compareHandlers } from '../features/compare'
import { customersHandlers } from '../features/customers'
import { doctorHandlers } from '../features/doctor'
import { fileInternals } from '../features/files'
import { grantsHandlers } from '../features/grants'
import { intentsHandlers } from '../features/intents'
import { jobsHandlers } from '../features/jobs'
import { journalHandlers } from '../features/journal'
import { managersHandlers } from '../features/managers'
import { matrixHandlers } from '../features/matrix'
import { matrixData } from '../features/matrix-data'
import { driftHandlers } from '../features/drift'
import { migrationHandlers } from '../features/migration'
import { migrationAfterHandlers } from '../features/migration-after'
import { migrationRescueHandlers } from '../features/migration-rescue'
import { migrationReviewHandlers } from '../features/migration-review'
import { migrationWavesHandlers } from '../features/migration-waves'
import { peopleHandlers } from '../features/people'
import { planHandlers } from '../features/plan'
import { roleEditsHandlers } from '../features/role-edits'
import { reviewsHandlers } from '../features/reviews'
import { rolesHandlers } from '../features/roles'
import { settingsHandlers } from '../features/settings'
import { tagsHandlers } from '../features/tags'
import { templatesHandlers } from '../features/templates'
import { viewsHandlers } from '../features/views'
import { workspaceHandlers } from '../features/workspace'
import { workspaceEditsHandlers } from '../features/workspace-edits'
import { Executor } from '../jobs/executor'
import { MigrationRunner } from '../jobs/migration/runner'
import { waitingOf } from '../jobs/waiting'
import type { Logger } from '../log/logger'
import { openStore } from '../store'
import type { openLibsql } from '../store/libsql-db'
import { AccountSync } from '../sync/account-sync'
import { apiOptionsOf } from './api-options'
import { recordFiles } from './record-files'

/** What the engine is made of; in tests each is a real counterpart in the test's own process. */
export interface EngineParts {
  readonly dataDir: string
  /** What to do about a store that did not open before. */
  readonly mend?: StoreMend | undefined
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
  readonly emit: (event: AppEvent) => void
  /** Who sits at this computer, as the system knows them. */
  readonly author: string
  /** Factor on the scarce quotas, those of 60 requests per minute: 1, but in tests against an emulator whose limits are as much wider. */
  readonly quotaSpeed: number
  /** Folder for redacted answers of partner accounts; absent: nothing is recorded. */
  readonly recordTo?: string | undefined
  /** Opens a database file; a simulation has its own. */
  readonly openDb?: typeof openLibsql
}

/** The running engine. */
export interface Engine {
  /** Runs a public method or one of main's own (`internal.*`); always resolves. */
  invoke(method: string, input: unknown): Promise<Reply<unknown>>
  stop(): Promise<void>
}

/** Opens the store and composes the engine; throws the AppError of a store that cannot be opened. */
export function createEngine({ dataDir, mend, transport, clock, random, log, emit, author, quotaSpeed, recordTo, openDb }: EngineParts): Engine {
  const store = openStore(dataDir, clock.now(), mend, openDb)
  if (store.cachePutAside !== null) log.warn('store.cache.put-aside')
  if (!store.backedUp) log.warn('store.backup.failed')
  if (store.readonly) log.warn('store.readonly')
  for (const { table, row, column } of store.mended) log.error('ledger.text.altered', { table, row, column })
  if (store.journalAlteredAt !== null) log.error('journal.altered', { entry: store.journalAlteredAt })
  const syncs = new Map<AccountId, AccountSync>()
  const recorder = recordTo === undefined ? undefined : createRecorder(recordFiles(recordTo, log))
  // Who may not write must not read anew either.
  let online = !store.readonly && !store.settings.get().workOffline

  const sync = (accountId: AccountId): AccountSync => {
    const running = syncs.get(accountId)
    if (running !== undefined) return running
    const record = store.accounts.list().find(({ id }) => id === accountId)
    if (record === undefined) throw appError('ACCOUNT_NOT_FOUND', 'This account is no longer here.', 'It was removed. Choose another account.')
    // The sandbox answers what is known already.
    const deps = { transport, clock, random, online: () => online, ...(recorder === undefined || record.kind === 'sandbox' ? {} : { recorder }) }
    const client = new ApiClient(accountId, deps, apiOptionsOf(record.kind, store.accountOptions.get(accountId), quotaSpeed))
    const made = new AccountSync({ store, client, clock, log, emit }, online)
    syncs.set(accountId, made)
    return made
  }

  const jobs = new Executor({ store, client: (id) => sync(id).deps.client, clock, random, log, emit, author }, online)
  const migration = new MigrationRunner(jobs.deps, online)
  /** The account may have got a new token, or other hours. */
  const release = (accountId: AccountId): void => {
    if (store.readonly) return
    jobs.release(accountId)
    migration.release(accountId)
  }
  const optionsChanged = (accountId: AccountId): void => {
    release(accountId)
    const running = syncs.get(accountId)
    // Only partner accounts have options; one that does not read yet takes them when it begins.
    if (running === undefined) return
    running.deps.client.adopt(apiOptionsOf('partner', store.accountOptions.get(accountId), quotaSpeed))
    running.start(false)
  }

  const deps = { store, sync, jobs, migration, matrix: matrixData(store, clock), isOnline: () => online, emit, optionsChanged }
  const internals: EngineInternals = {
    ...fileInternals(deps),
    'internal.accounts.list': () => store.accounts.list().map((record) => ({ ...record, customers: store.customers.count(record.id) })),
    'internal.accounts.save': (record) => {
      store.accounts.save(record)
      return record
    },
    'internal.accounts.waiting': ({ accountId }) => waitingOf(store, accountId),
    'internal.accounts.remove': async ({ accountId, fingerprint }) => {
      const waiting = waitingOf(store, accountId)
      if (fingerprint !== null && fingerprint !== waiting.fingerprint) throw changesWaiting(waiting.staged + waiting.queued)
      const running = syncs.get(accountId)
      syncs.delete(accountId)
      // The ledger at once, so that nothing new begins; the cache when the last answer on its way can no longer write to it.
      store.inLedger(() => {
        store.accounts.remove(accountId)
        store.accountOptions.remove(accountId)
        store.intents.forgetAccount(accountId)
      })
      emit({ type: 'intents' })
      await Promise.all([running?.stop(), jobs.forget(accountId), migration.forget(accountId)])
      if (!store.removeRead(accountId)) log.warn('store.removed.remains', { accountId })
      return {}
    },
    'internal.jobs.running': () => store.jobs.running().map((id) => ({ id, name: jobs.state(id).name, open: store.steps.open(id) })),
    'internal.settings.set': (changes) => store.settings.set(changes),
    'internal.settings.get': () => store.settings.get(),
    'internal.sync.start': ({ accountId }) => {
      sync(accountId).start(false)
      release(accountId)
      return {}
    },
    'internal.connection': (input) => {
      online = input.online && !store.readonly
      for (const running of syncs.values()) running.setOnline(online)
      jobs.setOnline(online)
      migration.setOnline(online)
      return {}
    },
  }
  const handlers: Handlers<MethodsOf<'engine'>> = {
    ...customersHandlers(deps), ...managersHandlers(deps), ...reviewsHandlers(deps), ...workspaceHandlers(deps), ...workspaceEditsHandlers(deps), ...grantsHandlers(deps), ...peopleHandlers(deps), ...doctorHandlers(deps), ...settingsHandlers(deps), ...accountOptionsHandlers(deps),
    ...intentsHandlers(deps), ...planHandlers(deps), ...jobsHandlers(deps), ...journalHandlers(deps), ...matrixHandlers(deps), ...viewsHandlers(deps),
    ...rolesHandlers(deps), ...roleEditsHandlers(deps), ...templatesHandlers(deps), ...tagsHandlers(deps), ...compareHandlers(deps),
    ...migrationHandlers(deps), ...migrationWavesHandlers(deps), ...migrationReviewHandlers(deps), ...migrationAfterHandlers(deps), ...migrationRescueHandlers(deps), ...driftHandlers(deps),
  }
  const all: Readonly<Record<string, (input: never) => unknown>> = { ...handlers, ...internals }

  if (!store.readonly) {
    jobs.begin()
    migration.begin()
  }
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
      await Promise.all([jobs.stop(), migration.end(), ...[...syncs.values()].map((running) => running.stop())])
      store.close()
    },
  }
}
