/** A JSON value as the texts of its ends, by path: `team.privileges`. Lists of words are one end, in the order of the alphabet, since their order says nothing. */
export function flatten(value: unknown, path = ''): ReadonlyMap<string, string> {
  const ends = new Map<string, string>()
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
    for (const [key, inner] of Object.entries(value)) for (const [at, text] of flatten(inner, path === '' ? key : `${path}.${key}`)) ends.set(at, text)
  } else if (Array.isArray(value) && value.every((one) => typeof one === 'string')) ends.set(path, [...value].sort().join(', '))
  else ends.set(path, typeof value === 'string' ? value : JSON.stringify(value))
  return ends
}

/** Several maps side by side; null: the key is not there. By key. */
export function sideBySide(maps: readonly ReadonlyMap<string, string>[]): readonly { readonly key: string; readonly values: readonly (string | null)[]; readonly same: boolean }[] {
  const keys = [...new Set(maps.flatMap((one) => [...one.keys()]))].sort()
  return keys.map((key) => {
    const values = maps.map((one) => one.get(key) ?? null)
    return { key, values, same: values.every((one) => one === values[0]) }
  })
}
