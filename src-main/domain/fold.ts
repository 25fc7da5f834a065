/** Text for comparing: no accents, no case. Never longer or shorter per character than a search hit may assume. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** The words of a search, folded: each of them has to be found. */
export function searchWords(search: string): readonly string[] {
  return fold(search).split(/\s+/).filter((word) => word !== '')
}
