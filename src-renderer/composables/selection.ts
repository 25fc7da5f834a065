import { shallowRef } from 'vue'

/** Ticked rows of a windowed list, by key. `keyAt`: null for a row that cannot be ticked or is not read. */
export function useSelection<Key>(keyAt: (index: number) => Key | null) {
  const chosen = shallowRef<ReadonlySet<Key>>(new Set())
  let anchor = -1

  /** Turns one row over; `extend` ticks all from the last one to it. */
  function pick(index: number, extend: boolean): void {
    const next = new Set(chosen.value)
    const key = keyAt(index)
    if (extend && anchor >= 0) {
      for (let at = Math.min(anchor, index); at <= Math.max(anchor, index); at += 1) {
        const one = keyAt(at)
        if (one !== null) next.add(one)
      }
    } else if (key !== null) {
      if (!next.delete(key)) next.add(key)
    }
    anchor = index
    chosen.value = next
  }
  function clear(): void {
    anchor = -1
    if (chosen.value.size > 0) chosen.value = new Set()
  }
  return { chosen, pick, clear }
}
