import type { AccountId } from '../contract/ids'
import type { KeychainState } from '../contract/methods/app'
import { AccessToken } from './access-token'
import { KeychainLane, type Keychain, type Tried } from './keychain-lane'

/**
 * Present, absent and unreadable are different answers: only "absent" means that the token is gone. `elsewhere`: there is one, confirmed for
 * `baseUrl` and not for the address that it was asked for.
 */
export type SecretResult =
  | { readonly status: 'present'; readonly token: AccessToken }
  | { readonly status: 'absent' }
  | { readonly status: 'elsewhere'; readonly baseUrl: string }
  | { readonly status: 'unreadable'; readonly keychain: 'locked' | 'missing' }
export type WriteResult = { readonly ok: true } | { readonly ok: false; readonly keychain: 'locked' | 'missing' }

/** A token and the one address that it may be sent to. `baseUrl` null: kept by a version that did not note it. */
interface Secret {
  readonly token: AccessToken
  readonly baseUrl: string | null
}

/**
 * Tokens, each with the base URL that it was confirmed for, in the keychain or, where the user chose so, in memory until the app closes.
 * A token is only given out for that address: whoever changes the files of the app must not lead it elsewhere.
 */
export class SecretStore {
  readonly #session = new Map<AccountId, Secret>()
  /** Requests that need the same token at the same time share one answer: while a prompt is open each question takes its whole time. */
  readonly #asked = new Map<AccountId, { readonly question: string; readonly answer: Promise<SecretResult> }>()
  readonly #lane: KeychainLane

  constructor(keychain: Keychain, timeoutMs?: number) {
    this.#lane = new KeychainLane(keychain, timeoutMs)
  }

  /** The token of an account for an address. `expected`: the ledger says that it was put into the keychain. */
  get(account: AccountId, baseUrl: string, expected: boolean): Promise<SecretResult> {
    const kept = this.#session.get(account)
    if (kept !== undefined) return Promise.resolve(forAddress(kept, baseUrl))
    const question = `${String(expected)} ${baseUrl}`
    const asked = this.#asked.get(account)
    if (asked?.question === question) return asked.answer
    const answer = this.#lane.inTurn(() => this.#read(account, baseUrl, expected)).finally(() => {
      if (this.#asked.get(account)?.answer === answer) this.#asked.delete(account)
    })
    this.#asked.set(account, { question, answer })
    return answer
  }

  async #read(account: AccountId, baseUrl: string, expected: boolean): Promise<SecretResult> {
    const read = await this.#lane.read(account)
    if (!read.ok) return { status: 'unreadable', keychain: read.keychain }
    if (read.value !== null) {
      const secret = fromItem(read.value)
      // From now on it is known; where this fails it is tried again at the next reading.
      if (secret.baseUrl === null) await this.#lane.write(account, toItem(secret.token, baseUrl), read.value)
      return forAddress(secret, baseUrl)
    }
    if (!expected) return { status: 'absent' }
    // A locked keyring answers like one without the item; only a write tells the two apart.
    const probe = await this.#lane.probe()
    return probe.ok ? { status: 'absent' } : { status: 'unreadable', keychain: probe.keychain }
  }

  /** Puts a token into the keychain, in place of what was kept for the session. `baseUrl`: where it may be sent. */
  set(account: AccountId, token: AccessToken, baseUrl: string): Promise<WriteResult> {
    this.#asked.delete(account)
    return this.#lane.inTurn(async () => {
      const before = await this.#held(account)
      if (!before.ok) return before
      const written = await this.#lane.write(account, toItem(token, baseUrl), before.value)
      if (!written.ok) return written
      this.#session.delete(account)
      return { ok: true }
    })
  }

  /** Keeps a token in memory until the app closes; one that the keychain holds from before is removed from it, where it lets itself be asked. */
  async setForSession(account: AccountId, token: AccessToken, baseUrl: string): Promise<void> {
    this.#session.set(account, { token, baseUrl })
    await this.#lane.inTurn(() => this.#lane.delete(account, null))
  }

  /** The token that is kept for the session. What an unreadable keychain still holds of an earlier token is never used in its place. */
  getOfSession(account: AccountId, baseUrl: string): SecretResult {
    const kept = this.#session.get(account)
    return kept === undefined ? { status: 'absent' } : forAddress(kept, baseUrl)
  }

  /**
   * Removes a token from the session and from the keychain, which may hold an earlier one of an account that lives in the session: a locked keychain
   * is left alone and nothing happens. Without any keychain that matters only where a token is `expected` in it, as for {@link get}.
   */
  delete(account: AccountId, expected: boolean): Promise<WriteResult> {
    this.#asked.delete(account)
    return this.#lane.inTurn(async () => {
      const gone = await this.#deleteItem(account)
      if (!gone.ok && (expected || gone.keychain === 'locked')) return gone
      this.#session.delete(account)
      return { ok: true }
    })
  }

  async #deleteItem(account: AccountId): Promise<WriteResult> {
    const before = await this.#held(account)
    return before.ok ? this.#lane.delete(account, before.value) : before
  }

  /** What the keychain holds of an account, certainly: a prompt is waited for with the harmless item, not with a token. */
  async #held(account: AccountId): Promise<Tried<string | null>> {
    const probe = await this.#lane.probe()
    return probe.ok ? this.#lane.read(account) : probe
  }

  /** Whether the keychain can be written to right now. */
  async state(): Promise<KeychainState> {
    const probe = await this.#lane.inTurn(() => this.#lane.probe())
    return probe.ok ? 'available' : probe.keychain
  }

  /** Whether the system still waits for an answer to its unlock prompt. */
  waiting(): boolean {
    return this.#lane.waiting()
  }
}

function forAddress({ token, baseUrl: confirmed }: Secret, baseUrl: string): SecretResult {
  return confirmed === null || confirmed === baseUrl ? { status: 'present', token } : { status: 'elsewhere', baseUrl: confirmed }
}

/** Address and token with a space between, which neither of them can hold. */
function toItem(token: AccessToken, baseUrl: string): string {
  return `${baseUrl} ${token.expose()}`
}

function fromItem(item: string): Secret {
  const [first = '', second] = item.split(' ')
  return second === undefined ? { token: new AccessToken(first), baseUrl: null } : { token: new AccessToken(second), baseUrl: first }
}
