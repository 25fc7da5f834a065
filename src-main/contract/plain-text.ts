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

/** What takes no room on screen, or turns the direction of what follows: a name with it reads as another one. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu
/** Spaces that a page swallows, and those that look like the usual one. */
const ODD_SPACE = /^ | $| (?= )|(?![ \u3000])\p{Zs}/gu

/** A name of the remote API that tells what somebody may do, for the screen: what would not be seen in it is spelt out, so that two names that differ never look the same for that. */
export function visibleText(name: string): string {
  return name.replace(ODD_SPACE, spelt).replace(UNSEEN, spelt)
}

function spelt(character: string): string {
  return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`
}
