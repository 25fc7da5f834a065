/** Text for comparing: no accents, no case. Never longer or shorter per character than a search hit may assume. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
