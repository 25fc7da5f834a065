import { SCOPES, type ScopeName, type ScopeResult } from '../contract/methods/doctor'

/** What was refused is asked again by itself after this time, in ms: the role of an API client can be changed in Workato at any time. */
export const ASK_AGAIN_MS = 15 * 60_000

/** What the answers so far have told about the permissions of an API client. */
export class Scopes {
  readonly #seen = new Map<ScopeName, ScopeResult>()
  /** When each group was asked last, UTC ms. */
  readonly #asked = new Map<ScopeName, number>()

  constructor(private readonly changed: () => void) {}

  /** The API let a request of this group pass, or refused it. `at`: UTC ms. */
  note(scope: ScopeName, state: 'allowed' | 'forbidden', at: number): void {
    const before = this.#seen.get(scope)?.state
    this.#seen.set(scope, { scope, state, seenAt: at })
    this.#asked.set(scope, at)
    if (before !== state) this.changed()
  }

  /** Whether requests of this group are held back at this time (UTC ms): they were refused, and not long ago. */
  closed(scope: ScopeName, at: number): boolean {
    return this.#forbidden(scope) && at - (this.#asked.get(scope) ?? -Infinity) < ASK_AGAIN_MS
  }

  /** A request of this group goes out at this time (UTC ms): where the group was refused, the others wait for what it finds. */
  asking(scope: ScopeName, at: number): void {
    if (this.#forbidden(scope)) this.#asked.set(scope, at)
  }

  /** Everything is to be asked again: another token, or the user wants to know. */
  forget(): void {
    const refused = SCOPES.some((scope) => this.#forbidden(scope))
    this.#seen.clear()
    this.#asked.clear()
    if (refused) this.changed()
  }

  list(): readonly ScopeResult[] {
    return SCOPES.map((scope) => this.#seen.get(scope) ?? { scope, state: 'unknown', seenAt: null })
  }

  #forbidden(scope: ScopeName): boolean {
    return this.#seen.get(scope)?.state === 'forbidden'
  }
}
