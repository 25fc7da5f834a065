/** A small deterministic generator (mulberry32): the same seed gives the same numbers on every machine. */
export class SeededRandom {
  #state: number
  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** A number in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  /** One of the items. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.int(0, items.length - 1)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** A new order of the items. */
  shuffle<T>(items: readonly T[]): T[] {
    const mixed = [...items]
    for (let i = mixed.length - 1; i > 0; i -= 1) {
      const j = this.int(0, i)
      const held = mixed[i] as T
      mixed[i] = mixed[j] as T
      mixed[j] = held
    }
    return mixed
  }
}

/** A number of 32 bits for any text (FNV-1a), so that each part of the data has a generator of its own. */
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz2345678'
const SPACE = BigInt(LETTERS.length) ** 8n

/** An opaque id as the API prints them, for example `pr-AQBGCnMB-JoFtKL`; no two numbers give the same. */
export function opaqueId(prefix: 'am' | 'pf' | 'pr' | 'pg', number: number): string {
  // The factor shares no divisor with the space, so that the eight letters are another spelling of the number.
  let rest = (BigInt(number) * 48_271_999_999_981n) % SPACE
  let letters = ''
  for (let i = 0; i < 8; i += 1) {
    letters += LETTERS[Number(rest % BigInt(LETTERS.length))] ?? ''
    rest /= BigInt(LETTERS.length)
  }
  const random = new SeededRandom(hash(letters))
  return `${prefix}-${letters}-${Array.from({ length: 6 }, () => LETTERS[random.int(0, LETTERS.length - 1)]).join('')}`
}

/** Hands out the next number of one customer. */
export type NextNumber = () => number
