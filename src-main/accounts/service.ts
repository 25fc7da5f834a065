import type { Handlers } from '../contract'
import type { AccountRecord, ApiRequest, ApiResponse, EngineInternals } from '../contract/engine-protocol'
import { AppError, appError, changesWaiting } from '../contract/errors'
import { accountId as accountIdSchema, SANDBOX_ACCOUNT_ID, type AccountId } from '../contract/ids'
import type { Account, TokenState, Workspace } from '../contract/methods/accounts'
import { AccessToken } from './access-token'
import { examineConnection, hopsFor } from './connection-doctor'
import { accountNotFound, keychainError } from './errors'
import type { SecretStore } from './secret-store'
import { Targets } from './targets'
import { verifyToken, type SignedSend } from './verify'

/** A call of one of the engine's internals. */
export type EngineCall = <M extends keyof EngineInternals>(method: M, input: Parameters<EngineInternals[M]>[0]) => Promise<Awaited<ReturnType<EngineInternals[M]>>>

/** The sandbox as the accounts see it: where it listens and with which token, both new with each start. */
export interface SandboxPort {
  start(): Promise<{ readonly baseUrl: string; readonly token: AccessToken }>
  stop(): void
}

export interface AccountsDeps {
  readonly engine: EngineCall
  readonly secrets: SecretStore
  readonly send: SignedSend
  readonly sandbox: SandboxPort
  readonly now: () => number
  readonly newId: () => string
  /** Something about the accounts changed. */
  readonly changed: () => void
}

type Methods = 'accounts.list' | 'accounts.check' | 'accounts.add' | 'accounts.update' | 'accounts.replaceToken' | 'accounts.waiting' | 'accounts.remove' | 'accounts.openSandbox' | 'doctor.connection'
type Listed = AccountRecord & { readonly customers: number }

/** Partner accounts: metadata in the ledger, tokens in the secret store, and the signing of requests. */
export function accountsService(deps: AccountsDeps) {
  const { engine, secrets, send, sandbox } = deps
  const targets = new Targets(secrets)
  const refused = new Set<AccountId>()
  const list = (): Promise<readonly Listed[]> => engine('internal.accounts.list', {})
  const find = async (id: AccountId): Promise<Listed> => {
    const found = (await list()).find((record) => record.id === id)
    if (found === undefined) throw accountNotFound()
    return found
  }
  // Thousands of requests are signed: the ledger is asked once, and again when something here has changed it.
  let records = new Map<AccountId, AccountRecord>()
  const forget = (): void => void (records = new Map())
  const recordOf = async (id: AccountId): Promise<AccountRecord> => {
    const known = records
    const record = known.get(id) ?? withoutCount(await find(id))
    known.set(id, record)
    return record
  }

  const tokenStateOf = async (record: AccountRecord): Promise<TokenState> => {
    if (record.kind === 'sandbox') return 'not-needed'
    const secret = await targets.secretOf(record)
    if (secret.status !== 'present') return secret.status
    if (refused.has(record.id)) return 'refused'
    return record.tokenPlace === 'session' ? 'session' : 'keychain'
  }
  const toAccount = async ({ tokenPlace, ...record }: Listed): Promise<Account> => ({ ...record, tokenState: await tokenStateOf({ ...record, tokenPlace }) })

  const saved = async (record: AccountRecord): Promise<Account> => {
    await engine('internal.accounts.save', record)
    forget()
    deps.changed()
    return toAccount(await find(record.id))
  }

  let lane: Promise<unknown> = Promise.resolve()
  /** One change of the accounts at a time: two at once could both find that there is no twin. */
  const inTurn = <I, O>(change: (input: I) => Promise<O>) => (input: I): Promise<O> => {
    const done = lane.then(() => change(input))
    lane = done.catch(() => undefined)
    return done
  }

  const handlers: Handlers<Methods> = {
    'accounts.list': async () => Promise.all((await list()).map(toAccount)),
    'accounts.check': async (input) => verifyToken(send, targets.confirmedUrl(input), new AccessToken(input.token)),
    'accounts.add': inTurn(async (input) => {
      const baseUrl = targets.confirmedUrl(input)
      const token = new AccessToken(input.token)
      const workspace = await verifyToken(send, baseUrl, token)
      await refuseDuplicate(await list(), baseUrl, workspace)
      const id = accountIdSchema.parse(deps.newId())
      const record: AccountRecord = {
        id, kind: 'partner', name: input.name, dataCenter: input.dataCenter, baseUrl, colour: input.colour, shape: input.shape, workspace, createdAt: deps.now(), tokenPlace: 'none',
      }
      // The ledger first: an item in the keychain that no account points to could never be found again.
      await engine('internal.accounts.save', record)
      try {
        const account = await saved({ ...record, tokenPlace: await targets.keep(id, token, baseUrl, input.sessionOnly) })
        await engine('internal.sync.start', { accountId: id })
        return account
      } catch (error) {
        await secrets.delete(id, !input.sessionOnly)
        await engine('internal.accounts.remove', { accountId: id, fingerprint: null })
        forget()
        throw error
      }
    }),
    'accounts.update': inTurn(async ({ accountId, name, colour, shape }) => {
      const record = withoutCount(await find(accountId))
      return saved({ ...record, name, colour, shape })
    }),
    'accounts.replaceToken': inTurn(async (input) => {
      const record = withoutCount(await find(input.accountId))
      if (record.kind === 'sandbox') throw appError('REJECTED', 'The sandbox needs no token.', 'Its token is made anew with each start.')
      const token = new AccessToken(input.token)
      const baseUrl = await targets.replacedUrl(record, input)
      const workspace = await verifyToken(send, baseUrl, token)
      if (record.workspace !== null && record.workspace.id !== workspace.id) {
        throw appError('REJECTED', `This token belongs to ${workspace.name}, not to ${record.workspace.name}.`, 'Add it as an account of its own. The old token was kept.')
      }
      const place = await targets.keep(record.id, token, baseUrl, input.sessionOnly)
      refused.delete(record.id)
      const account = await saved({ ...record, workspace, tokenPlace: place })
      await engine('internal.sync.start', { accountId: record.id })
      return account
    }),
    'accounts.waiting': ({ accountId }) => engine('internal.accounts.waiting', { accountId }),
    'accounts.remove': inTurn(async ({ accountId, confirmName, discardCount, fingerprint }) => {
      const record = await find(accountId)
      if (confirmName !== record.name) throw appError('BAD_INPUT', 'The name does not match.', `Type ${record.name} to remove this account.`, { details: { field: 'confirmName' } })
      const { staged, queued, fingerprint: now } = await engine('internal.accounts.waiting', { accountId })
      if (discardCount !== staged + queued || fingerprint !== now) throw changesWaiting(staged + queued)
      if (record.kind === 'sandbox') sandbox.stop()
      else {
        const deleted = await secrets.delete(accountId, record.tokenPlace === 'keychain')
        if (!deleted.ok) throw keychainError(deleted.keychain)
      }
      // What was staged meanwhile is not lost: it is refused again there.
      await engine('internal.accounts.remove', { accountId, fingerprint })
      forget()
      refused.delete(accountId)
      deps.changed()
      return { removed: true } as const
    }),
    'accounts.openSandbox': inTurn(async () => {
      const known = (await list()).find(({ id }) => id === SANDBOX_ACCOUNT_ID)
      const { baseUrl } = await sandbox.start()
      const account = await saved(known ?? {
        id: SANDBOX_ACCOUNT_ID, kind: 'sandbox', name: 'Sandbox', dataCenter: 'custom', baseUrl, colour: 5, shape: 'cross', workspace: null, createdAt: deps.now(), tokenPlace: 'none',
      })
      await engine('internal.sync.start', { accountId: SANDBOX_ACCOUNT_ID })
      return account
    }),
    'doctor.connection': async ({ accountId }) => {
      const record = await find(accountId)
      const started = record.kind === 'sandbox' ? await sandbox.start() : null
      const { host } = new URL(started?.baseUrl ?? targets.baseUrlOf(record))
      try {
        return { host, hops: await examineConnection(send, started ?? (await targets.targetOf(record)), deps.now) }
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        return { host, hops: hopsFor(error.json, 0) }
      }
    },
  }

  /** Sends a request of the engine for an account: finds base URL and token by its id and nothing else. */
  const sendFor = async (id: AccountId, request: ApiRequest, options: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<ApiResponse> => {
    const record = await recordOf(id)
    if (record.kind === 'sandbox') return send(await sandbox.start(), request, options)
    const response = await send(await targets.targetOf(record), request, options)
    if (response.status === 401 && !refused.has(id)) {
      refused.add(id)
      deps.changed()
    }
    return response
  }
  return { handlers, sendFor, list }
}

function refuseDuplicate(records: readonly AccountRecord[], baseUrl: string, workspace: Workspace): void {
  const twin = records.find((record) => record.baseUrl === baseUrl && record.workspace?.id === workspace.id)
  if (twin === undefined) return
  throw appError('DUPLICATE_ACCOUNT', `This token belongs to ${workspace.name}, which is already here as ${twin.name}.`, 'To use another token for it, open Settings and replace the token. Nothing was saved.')
}

/** The record as the ledger takes it. */
function withoutCount(listed: Listed): AccountRecord {
  const record: AccountRecord & { customers?: number } = { ...listed }
  delete record.customers
  return record
}
