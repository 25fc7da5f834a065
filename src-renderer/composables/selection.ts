import { computed, shallowRef } from 'vue'

/** Ticked rows of a windowed list, by key, with what is kept of each. `at`: null for a row that cannot be ticked or is not read. */
export function useTicked<Key, Item>(at: (index: number) => readonly [Key, Item] | null) {
  const chosen = shallowRef<ReadonlyMap<Key, Item>>(new Map())
  let anchor = -1

  /** Turns one row over; `extend` ticks all from the last one to it. */
  function pick(index: number, extend: boolean): void {
    const next = new Map(chosen.value)
    const row = at(index)
    if (extend && anchor >= 0) {
      for (let line = Math.min(anchor, index); line <= Math.max(anchor, index); line += 1) {
        const one = at(line)
        if (one !== null) next.set(...one)
      }
    } else if (row !== null && !next.delete(row[0])) next.set(...row)
    anchor = index
    chosen.value = next
  }
  function add(rows: readonly (readonly [Key, Item])[]): void {
    chosen.value = new Map([...chosen.value, ...rows])
  }
  function clear(): void {
    anchor = -1
    if (chosen.value.size > 0) chosen.value = new Map()
  }
  return { chosen, pick, add, clear }
}

/** Keys of ticked rows of a windowed list. `keyAt`: null for a row that cannot be ticked or is not read. */
export function useSelection<Key>(keyAt: (index: number) => Key | null) {
  const { chosen, pick, clear } = useTicked<Key, null>((index) => {
    const key = keyAt(index)
    return key === null ? null : [key, null]
  })
  return { chosen: computed<ReadonlySet<Key>>(() => new Set(chosen.value.keys())), pick, clear }
}
