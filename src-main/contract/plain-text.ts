const CONTROLS = /\p{Cc}+/gu
/** Embeddings, overrides and isolates turn the direction of what follows them; a half of a pair is no character. */
const HARMFUL = /[\u202a-\u202e\u2066-\u2069\p{Cs}]/gu

/**
 * Text of the remote API as it may be kept and shown: at most `max` UTF-16 units, a space in place of control characters
 * (SQLite ends a text at NUL), and nothing that makes it read as another one.
 */
export function plainText(text: string, max: number): string {
  return text.slice(0, max).replace(CONTROLS, ' ').replace(HARMFUL, '')
}
