import { WINDOW_SIZE } from './row-windows'

interface Found<Row> { readonly rows: readonly Row[]; readonly matched: number }

/** The first rows of a list, window by window, until there are `most` or no more; with what the last window tells besides. */
export async function readFirst<Row, Answer extends Found<Row>>(most: number, fetch: (offset: number, limit: number) => Promise<Answer & Found<Row>>): Promise<Answer & { readonly rows: Row[] }> {
  const rows: Row[] = []
  for (;;) {
    const found = await fetch(rows.length, WINDOW_SIZE)
    rows.push(...found.rows)
    if (rows.length >= Math.min(most, found.matched) || found.rows.length === 0) return { ...found, rows }
  }
}

/** Every row of a list, window by window; `goOn` false ends it with null, as when a newer question was asked meanwhile. */
export async function readAll<Row>(fetch: (offset: number, limit: number) => Promise<Found<Row>>, goOn: () => boolean = () => true): Promise<Row[] | null> {
  let ended = false
  const { rows } = await readFirst<Row, Found<Row>>(Infinity, async (offset, limit) => {
    const found = await fetch(offset, limit)
    ended = !goOn()
    return ended ? { rows: [], matched: 0 } : found
  })
  return ended ? null : rows
}
