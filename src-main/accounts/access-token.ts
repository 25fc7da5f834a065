/** An API token that cannot be printed, logged or serialised by accident; only `expose()` gives its text. */
export class AccessToken {
  readonly #text: string
  constructor(text: string) {
    this.#text = text
  }

  /** The token itself: for signing a request or handing it to the keychain, nothing else. */
  expose(): string {
    return this.#text
  }

  toString(): string {
    return '[redacted]'
  }

  toJSON(): string {
    return '[redacted]'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[redacted]'
  }
}
