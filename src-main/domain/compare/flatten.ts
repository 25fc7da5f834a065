/** A JSON value as the texts of its ends, by path: `team.privileges`. Lists of words are one end, in the order of the alphabet, since their order says nothing. */
export function flatten(value: unknown, path = ''): ReadonlyMap<string, string> {
  const ends = new Map<string, string>()
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
    for (const [key, inner] of Object.entries(value)) for (const [at, text] of flatten(inner, path === '' ? stepOf(key) : `${path}.${stepOf(key)}`)) ends.set(at, text)
  } else if (Array.isArray(value) && value.every((one) => typeof one === 'string')) ends.set(path, wordsOf([...value].sort()))
  else ends.set(path, typeof value === 'string' && !isOtherwise(value) ? value : JSON.stringify(value))
  return ends
}

// What would read as something else stays as it is in JSON: two values that differ must never be told as the same.
const stepOf = (key: string): string => (/[."]/.test(key) ? JSON.stringify(key) : key)
const isOtherwise = (text: string): boolean => /^(?:["[{]|(?:-?\d[\d.eE+-]*|true|false|null)$)|, /.test(text)
/** A list that is `all` is a word like others; the text `all` is everything (contract 5). */
const wordsOf = (words: readonly string[]): string => (words.length === 0 || words.some((one) => one === 'all' || isOtherwise(one)) ? JSON.stringify(words) : words.join(', '))

/** Several maps side by side; null: the key is not there. By key. */
export function sideBySide(maps: readonly ReadonlyMap<string, string>[]): readonly { readonly key: string; readonly values: readonly (string | null)[]; readonly same: boolean }[] {
  const keys = [...new Set(maps.flatMap((one) => [...one.keys()]))].sort()
  return keys.map((key) => {
    const values = maps.map((one) => one.get(key) ?? null)
    return { key, values, same: values.every((one) => one === values[0]) }
  })
}
