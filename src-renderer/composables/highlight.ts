/** A piece of text, and whether the search hit it. */
export interface Segment {
  readonly text: string
  readonly hit: boolean
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Splits text at the hits of the search's words; case and accents do not matter, the text itself is never changed. */
export function highlight(text: string, search: string): Segment[] {
  const words = fold(search).split(/\s+/).filter((word) => word !== '')
  if (words.length === 0) return [{ text, hit: false }]
  const characters = [...text]
  const folded = characters.map(fold)
  const marked = characters.map(() => false)
  const joined = folded.join('')
  const startOf: number[] = []
  folded.forEach((part, index) => {
    for (let i = 0; i < part.length; i += 1) startOf.push(index)
  })
  for (const word of words) {
    for (let at = joined.indexOf(word); at >= 0; at = joined.indexOf(word, at + 1)) {
      for (let i = at; i < at + word.length; i += 1) marked[startOf[i] ?? 0] = true
    }
  }
  const segments: { text: string; hit: boolean }[] = []
  characters.forEach((character, index) => {
    const last = segments.at(-1)
    const hit = marked[index] === true
    if (last !== undefined && last.hit === hit) last.text += character
    else segments.push({ text: character, hit })
  })
  return segments
}
