import type { AccountId } from '../contract/ids'
import type { KeychainState } from '../contract/methods/app'
import { AccessToken } from './access-token'

/** The OS keychain, one item per account. Rejects with the system's own words. */
export interface Keychain {
  get(item: string): Promise<string | null>
  set(item: string, secret: string): Promise<void>
  /** Whether there was such an item. */
  delete(item: string): Promise<boolean>
}

/** Present, absent and unreadable are different answers: only "absent" means that the token is gone. */
export type SecretResult = { readonly status: 'present'; readonly token: AccessToken } | { readonly status: 'absent' } | { readonly status: 'unreadable'; readonly keychain: 'locked' | 'missing' }
export type WriteResult = { readonly ok: true } | { readonly ok: false; readonly keychain: 'locked' | 'missing' }

/** A call that waits for a prompt that nobody answers is given up after this time. */
const TIMEOUT_MS = 5000
const PROBE_ITEM = 'rolodesk-keychain-probe'

/**
 * Tokens in the keychain or, where the user chose so, in memory until the app closes. One call of the keychain at a time: a
 * call that waits for an unlock prompt holds a thread, and a second one would only ask a second time.
 */
export class SecretStore {
  readonly #session = new Map<AccountId, AccessToken>()
  /** Requests that need the same token at the same time share one answer: while a prompt is open each question takes its whole time. */
  readonly #asked = new Map<AccountId, { readonly expected: boolean; readonly answer: Promise<SecretResult> }>()
  #lane: Promise<unknown> = Promise.resolve()
  #waiting = 0

  constructor(private readonly keychain: Keychain, private readonly timeoutMs = TIMEOUT_MS) {}

  /** The token of an account. `expected`: the ledger says that it was put into the keychain. */
  get(account: AccountId, expected: boolean): Promise<SecretResult> {
    const kept = this.#session.get(account)
    if (kept !== undefined) return Promise.resolve({ status: 'present', token: kept })
    const asked = this.#asked.get(account)
    if (asked?.expected === expected) return asked.answer
    const answer = this.#read(account, expected).finally(() => {
      if (this.#asked.get(account)?.answer === answer) this.#asked.delete(account)
    })
    this.#asked.set(account, { expected, answer })
    return answer
  }

  #read(account: AccountId, expected: boolean): Promise<SecretResult> {
    return this.#inLane(async () => {
      const read = await this.#try(() => this.keychain.get(account))
      if (!read.ok) return { status: 'unreadable', keychain: read.keychain }
      if (read.value !== null) return { status: 'present', token: new AccessToken(read.value) }
      if (!expected) return { status: 'absent' }
      // A locked keyring answers like one without the item; only a write tells the two apart.
      const probe = await this.#probe()
      return probe.ok ? { status: 'absent' } : { status: 'unreadable', keychain: probe.keychain }
    })
  }

  /** Puts a token into the keychain, in place of what was kept for the session. */
  set(account: AccountId, token: AccessToken): Promise<WriteResult> {
    this.#asked.delete(account)
    return this.#inLane(async () => {
      const written = await this.#try(() => this.keychain.set(account, token.expose()))
      if (!written.ok) return written
      this.#session.delete(account)
      return { ok: true }
    })
  }

  /** Keeps a token in memory until the app closes; one that the keychain holds from before is removed from it, where it lets itself be asked. */
  async setForSession(account: AccountId, token: AccessToken): Promise<void> {
    this.#session.set(account, token)
    await this.#inLane(() => this.#try(() => this.keychain.delete(account)))
  }

  /** The token that is kept for the session. What an unreadable keychain still holds of an earlier token is never used in its place. */
  getOfSession(account: AccountId): SecretResult {
    const token = this.#session.get(account)
    return token === undefined ? { status: 'absent' } : { status: 'present', token }
  }

  /** Removes a token wherever it is. `expected` as for {@link get}; only then does an unreadable keychain, which is left alone, matter. */
  async delete(account: AccountId, expected: boolean): Promise<WriteResult> {
    this.#session.delete(account)
    this.#asked.delete(account)
    return this.#inLane(async () => {
      if (!expected) {
        await this.#try(() => this.keychain.delete(account))
        return { ok: true }
      }
      const probe = await this.#probe()
      if (!probe.ok) return probe
      const deleted = await this.#try(() => this.keychain.delete(account))
      return deleted.ok ? { ok: true } : deleted
    })
  }

  /** Whether the keychain can be written to right now. */
  async state(): Promise<KeychainState> {
    const probe = await this.#inLane(() => this.#probe())
    return probe.ok ? 'available' : probe.keychain
  }

  async #probe(): Promise<WriteResult> {
    const written = await this.#try(() => this.keychain.set(PROBE_ITEM, 'probe'))
    if (!written.ok) return written
    await this.#try(() => this.keychain.delete(PROBE_ITEM))
    return { ok: true }
  }

  /** Whether the system still waits for an answer to its unlock prompt. */
  waiting(): boolean {
    return this.#waiting > 0
  }

  async #try<T>(call: () => Promise<T>): Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly keychain: 'locked' | 'missing' }> {
    if (this.waiting()) return { ok: false, keychain: 'locked' }
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), this.timeoutMs)))
    try {
      this.#waiting += 1
      const answered = call().finally(() => (this.#waiting -= 1))
      const result = await Promise.race([answered.then((value) => ({ value })), late])
      // A late failure has been told as "locked" already.
      answered.catch(() => undefined)
      return result === 'late' ? { ok: false, keychain: 'locked' } : { ok: true, value: result.value }
    } catch (error) {
      return { ok: false, keychain: /lock|prompt|dismiss|denied|cancel/i.test(error instanceof Error ? error.message : '') ? 'locked' : 'missing' }
    } finally {
      clearTimeout(timer)
    }
  }

  #inLane<T>(work: () => Promise<T>): Promise<T> {
    const after = this.#lane.then(work, work)
    this.#lane = after.catch(() => undefined)
    return after
  }
}
