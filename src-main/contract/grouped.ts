/** Rows by a key, in the order in which the keys first occur; rows of one key stay in their order. */
export function grouped<T, K>(rows: Iterable<T>, keyOf: (row: T) => K): ReadonlyMap<K, readonly T[]> {
  const found = new Map<K, T[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = found.get(key)
    if (group === undefined) found.set(key, [row])
    else group.push(row)
  }
  return found
}
