/** A group of rows below one head. */
export interface LineGroup { readonly key: string; readonly count: number }
/** One line of a grouped list: the head of a group, or the row at a place in it. */
export type Line<Group extends LineGroup> = { readonly kind: 'group'; readonly group: Group } | { readonly kind: 'row'; readonly group: Group; readonly at: number }

/** Lines of a grouped list by position, without holding them: the heads of closed groups stand alone, empty groups are left out. */
export class GroupedLines<Group extends LineGroup> {
  readonly #groups: readonly Group[]
  /** Position of each group's head. */
  readonly #starts: readonly number[]
  readonly count: number

  constructor(groups: readonly Group[], private readonly closed: ReadonlySet<string>) {
    this.#groups = groups.filter(({ count }) => count > 0)
    const starts: number[] = []
    let next = 0
    for (const group of this.#groups) {
      starts.push(next)
      next += 1 + (closed.has(group.key) ? 0 : group.count)
    }
    this.#starts = starts
    this.count = next
  }

  /** Undefined beyond the end. */
  at(index: number): Line<Group> | undefined {
    if (index < 0 || index >= this.count) return undefined
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#starts[middle] ?? 0) <= index) low = middle
      else high = middle - 1
    }
    const group = this.#groups[low]
    if (group === undefined) return undefined
    const offset = index - (this.#starts[low] ?? 0)
    return offset === 0 ? { kind: 'group', group } : { kind: 'row', group, at: offset - 1 }
  }

  /** The open groups of a range of lines, each with its rows that are in it. */
  within(first: number, last: number): readonly { readonly group: Group; readonly from: number; readonly to: number }[] {
    return this.#groups.flatMap((group, i) => {
      const start = this.#starts[i] ?? 0
      const [from, to] = [Math.max(0, first - start - 1), Math.min(group.count - 1, last - start - 1)]
      return this.closed.has(group.key) || to < from ? [] : [{ group, from, to }]
    })
  }
}
