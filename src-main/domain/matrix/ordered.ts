/** Rows that stay in order while some of them are replaced. */
export class Ordered<T> {
  /** In order; never changed in place. */
  rows: readonly T[]

  constructor(private readonly compare: (a: T, b: T) => number, rows: readonly T[]) {
    this.rows = rows.toSorted(compare)
  }

  /** Takes rows away and puts others in their places. */
  replace(gone: (row: T) => boolean, added: readonly T[]): void {
    const kept = this.rows.filter((row) => !gone(row))
    const comers = added.toSorted(this.compare)
    const merged: T[] = []
    let from = 0
    for (const one of comers) {
      const place = at(kept, (row) => this.compare(row, one) > 0, from)
      for (; from < place; from += 1) merged.push(kept[from] as T)
      merged.push(one)
    }
    for (; from < kept.length; from += 1) merged.push(kept[from] as T)
    this.rows = merged
  }
}

/** The first place from which on a condition holds; it must hold of all rows after one of which it holds. */
export function at<T>(rows: readonly T[], holds: (row: T) => boolean, from = 0): number {
  let [low, high] = [from, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(rows[middle] as T)) high = middle
    else low = middle + 1
  }
  return low
}
