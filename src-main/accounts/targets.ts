import type { Input } from '../contract'
import { DATA_CENTERS } from '../contract/data-centers'
import type { AccountRecord } from '../contract/engine-protocol'
import type { AccountId } from '../contract/ids'
import type { AccessToken } from './access-token'
import { foreignHost, hostToConfirm, normaliseBaseUrl } from './base-url'
import { baseUrlChanged, baseUrlInvalid, baseUrlUnconfirmed, keychainError, tokenAbsent } from './errors'
import type { SecretResult, SecretStore } from './secret-store'

type Address = Pick<AccountRecord, 'dataCenter' | 'baseUrl'>

/** Where tokens may be sent. The ledger is a file: its addresses are checked each time, and a token goes to the one that it was confirmed for or nowhere. */
export class Targets {
  constructor(private readonly secrets: SecretStore) {}

  /** Throws BASE_URL_INVALID. */
  baseUrlOf({ dataCenter, baseUrl }: Address): string {
    const url = normaliseBaseUrl(dataCenter === 'custom' ? baseUrl : DATA_CENTERS[dataCenter].origin)
    if (url === null) throw baseUrlInvalid()
    return url
  }

  /** What is kept for an account and the address that the ledger names. Never throws: an address that may not be used is another one than was confirmed. */
  async secretOf(record: AccountRecord): Promise<SecretResult> {
    const { id, tokenPlace, dataCenter, baseUrl } = record
    if (dataCenter === 'custom' && normaliseBaseUrl(baseUrl) === null) return { status: 'elsewhere', baseUrl: '' }
    const url = this.baseUrlOf(record)
    return tokenPlace === 'session' ? this.secrets.getOfSession(id, url) : this.secrets.get(id, url, tokenPlace === 'keychain')
  }

  /** The token of an account and where it may be sent; throws what keeps it from being read or sent. */
  async targetOf(record: AccountRecord): Promise<{ readonly baseUrl: string; readonly token: AccessToken }> {
    const baseUrl = this.baseUrlOf(record)
    const secret = await this.secretOf(record)
    if (secret.status === 'absent') throw tokenAbsent()
    if (secret.status === 'elsewhere') throw baseUrlChanged(secret.baseUrl, baseUrl)
    if (secret.status === 'unreadable') throw keychainError(secret.keychain)
    return { baseUrl, token: secret.token }
  }

  /** Where a token that was just entered together with its address may be sent; throws BASE_URL_UNCONFIRMED. */
  confirmedUrl(input: Input<'accounts.check'>): string {
    const url = this.baseUrlOf(input)
    const host = hostToConfirm(url)
    if (host !== null && host !== input.confirmedHost) throw baseUrlUnconfirmed(host)
    return url
  }

  /** Where a token that replaces another may be sent: where that one may be, else where the user says, since nobody has typed this address just now. */
  async replacedUrl(record: AccountRecord, { confirmedHost, sessionOnly }: Pick<Input<'accounts.replaceToken'>, 'confirmedHost' | 'sessionOnly'>): Promise<string> {
    const url = this.baseUrlOf(record)
    const kept = await this.secretOf(record)
    if (kept.status === 'elsewhere') throw baseUrlChanged(kept.baseUrl, url)
    if (kept.status === 'unreadable' && !sessionOnly) throw keychainError(kept.keychain)
    const host = foreignHost(url)
    if (kept.status !== 'present' && host !== null && host !== confirmedHost) throw baseUrlUnconfirmed(host)
    return url
  }

  /** Keeps a token for an address; says where. Throws what keeps the keychain from taking it. */
  async keep(id: AccountId, token: AccessToken, baseUrl: string, sessionOnly: boolean): Promise<'session' | 'keychain'> {
    if (sessionOnly) {
      await this.secrets.setForSession(id, token, baseUrl)
      return 'session'
    }
    const written = await this.secrets.set(id, token, baseUrl)
    if (!written.ok) throw keychainError(written.keychain)
    return 'keychain'
  }
}
