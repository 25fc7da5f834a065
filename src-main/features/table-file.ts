import { harmless } from '../domain/sheet/csv'

/** Rows that are read and written at a time. */
const PAGE = 1000

/** A table to be written: rows come page by page. */
export interface Table { readonly header: readonly string[]; readonly page: (offset: number, limit: number) => readonly (readonly string[])[] }

/** The table as CSV (RFC 4180), safe against formulas, in pieces. */
export function* csvParts({ header, page }: Table): Generator<string> {
  yield line(header)
  for (const rows of pages(page)) yield rows.map((row) => line(row.map(harmless))).join('')
}

/** The table as a JSON array of objects, in pieces. */
export function* jsonParts({ header, page }: Table): Generator<string> {
  let before = '[\n'
  for (const rows of pages(page)) {
    yield before + rows.map((row) => JSON.stringify(Object.fromEntries(header.map((name, i) => [name, row[i]])))).join(',\n')
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}

function* pages(page: Table['page']): Generator<readonly (readonly string[])[]> {
  for (let offset = 0; ; offset += PAGE) {
    const rows = page(offset, PAGE)
    if (rows.length > 0) yield rows
    if (rows.length < PAGE) return
  }
}

function line(cells: readonly string[]): string {
  return `${cells.map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(',')}\r\n`
}
