import { WINDOW_SIZE } from './row-windows'

/** Every row of a list, window by window; `goOn` false ends it with null, as when a newer question was asked meanwhile. */
export async function readAll<Row>(fetch: (offset: number, limit: number) => Promise<{ readonly rows: readonly Row[]; readonly matched: number }>, goOn: () => boolean = () => true): Promise<Row[] | null> {
  const rows: Row[] = []
  for (;;) {
    const found = await fetch(rows.length, WINDOW_SIZE)
    if (!goOn()) return null
    rows.push(...found.rows)
    if (rows.length >= found.matched || found.rows.length === 0) return rows
  }
}
