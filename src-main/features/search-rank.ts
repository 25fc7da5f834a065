import { fold, searchWords } from '../domain/fold'

/**
 * Orders what was found: first where every word of the search is a word of the text, then where words begin with them, then the rest; within
 * each in the order given. Case and accents do not matter.
 */
export function bestFirst<T>(found: readonly T[], search: string, textOf: (one: T) => string): T[] {
  const wanted = searchWords(search)
  const rank = (one: T): number => {
    const words = fold(textOf(one)).split(/[^\p{L}\p{N}]+/u)
    if (wanted.every((word) => words.includes(word))) return 0
    return wanted.every((word) => words.some((own) => own.startsWith(word))) ? 1 : 2
  }
  return found.map((one) => ({ one, rank: rank(one) })).sort((a, b) => a.rank - b.rank).map(({ one }) => one)
}
