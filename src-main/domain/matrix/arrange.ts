import type { MatrixView } from '../../contract/matrix'
import { grouped } from '../../contract/grouped'
import { at } from './ordered'
import { compareCustomers, customerKey, type MatrixCustomer, type MatrixPerson } from './rows'

/** Rows under one head. */
export type MatrixGroup = { readonly key: string; readonly rows: readonly MatrixPerson[] } & ({ readonly kind: 'customer'; readonly customer: MatrixCustomer } | { readonly kind: 'person'; readonly email: string; readonly name: string })

/** Sorted rows in their groups; `groups` null: there are none. `rows` are all of them as they follow one another. */
export interface Arrangement { readonly rows: readonly MatrixPerson[]; readonly groups: readonly MatrixGroup[] | null }

/** One line: a head, or a row. `at`: its place among the rows, of a head that of its first row. */
export type ArrangedLine = { readonly at: number } & ({ readonly group: MatrixGroup; readonly collapsed: boolean } | { readonly row: MatrixPerson })

/** Groups sorted rows: customers by name (in the direction of a sort by customer), people in the order in which they are met. */
export function arrange(sorted: readonly MatrixPerson[], { grouping, sort }: Pick<MatrixView, 'grouping' | 'sort'>): Arrangement {
  if (grouping === 'flat') return { rows: sorted, groups: null }
  const groups = grouping === 'customer' ? customerGroups(sorted, sort) : personGroups(sorted)
  const rows: MatrixPerson[] = []
  for (const group of groups) for (const row of group.rows) rows.push(row)
  return { rows, groups }
}

/** The lines of an arrangement as far as they can be counted without making them. */
export class Lines {
  /** The line of each head, and after the last one how many there are. */
  private readonly heads: readonly number[]
  private readonly starts: readonly number[]
  private readonly collapsed: ReadonlySet<string>

  constructor(private readonly arrangement: Arrangement, collapsed: readonly string[]) {
    this.collapsed = new Set(collapsed)
    const [heads, starts]: [number[], number[]] = [[], []]
    let [line, row] = [0, 0]
    for (const { key, rows } of arrangement.groups ?? []) {
      heads.push(line)
      starts.push(row)
      line += 1 + (this.collapsed.has(key) ? 0 : rows.length)
      row += rows.length
    }
    this.heads = heads
    this.starts = starts
    this.count = arrangement.groups === null ? arrangement.rows.length : line
  }

  readonly count: number

  window(offset: number, limit: number): ArrangedLine[] {
    const { groups, rows } = this.arrangement
    if (groups === null) return rows.slice(offset, offset + limit).map((row, i) => ({ at: offset + i, row }))
    const lines: ArrangedLine[] = []
    for (let place = this.groupAt(offset); place < groups.length && lines.length < limit; place += 1) {
      const group = groups[place]
      if (group === undefined) break
      const collapsed = this.collapsed.has(group.key)
      const first = this.starts[place] ?? 0
      const own: ArrangedLine[] = [{ at: first, group, collapsed }, ...(collapsed ? [] : group.rows.map((row, i) => ({ at: first + i, row })))]
      lines.push(...own.slice(Math.max(0, offset - (this.heads[place] ?? 0)), offset + limit - (this.heads[place] ?? 0)))
    }
    return lines
  }

  /** The line of a row by its place among the rows; null: its group is collapsed. */
  lineOf(row: number): number | null {
    const { groups } = this.arrangement
    if (groups === null) return row
    const place = Math.max(0, at(this.starts, (start) => start > row) - 1)
    const group = groups[place]
    return group === undefined || this.collapsed.has(group.key) ? null : (this.heads[place] ?? 0) + 1 + row - (this.starts[place] ?? 0)
  }

  private groupAt(line: number): number {
    return Math.max(0, at(this.heads, (head) => head > line) - 1)
  }
}

function customerGroups(sorted: readonly MatrixPerson[], { by, direction }: MatrixView['sort']): readonly MatrixGroup[] {
  const found = grouped(sorted, ({ customer }) => customer)
  const turn = by === 'customer' && direction === 'desc' ? -1 : 1
  return [...found].sort(([a], [b]) => turn * compareCustomers(a, b)).map(([customer, rows]) => ({ kind: 'customer', key: customerKey(customer.accountId, customer.customerId), customer, rows }))
}

function personGroups(sorted: readonly MatrixPerson[]): readonly MatrixGroup[] {
  return [...grouped(sorted, ({ emailKey }) => emailKey)].map(([key, rows]) => ({ kind: 'person', key, rows, email: rows[0]?.email ?? '', name: rows[0]?.name ?? '' }))
}

