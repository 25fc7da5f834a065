import { SCOPES, type ScopeName, type ScopeResult } from '../contract/methods/doctor'

/** What the answers so far have told about the permissions of an API client. */
export class Scopes {
  readonly #seen = new Map<ScopeName, ScopeResult>()

  constructor(private readonly changed: () => void) {}

  /** The API let a request of this group pass, or refused it. `at`: UTC ms. */
  note(scope: ScopeName, state: 'allowed' | 'forbidden', at: number): void {
    const before = this.#seen.get(scope)?.state
    this.#seen.set(scope, { scope, state, seenAt: at })
    if (before !== state) this.changed()
  }

  forbidden(scope: ScopeName): boolean {
    return this.#seen.get(scope)?.state === 'forbidden'
  }

  /** Everything is to be asked again: another token, or the user wants to know. */
  forget(): void {
    this.#seen.clear()
  }

  list(): readonly ScopeResult[] {
    return SCOPES.map((scope) => this.#seen.get(scope) ?? { scope, state: 'unknown', seenAt: null })
  }
}
