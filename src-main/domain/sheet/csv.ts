import papa from 'papaparse'
import type { ImportMapping } from '../../contract/sheet'
import { visibleText } from '../../contract/plain-text'
import { fold } from '../fold'

/** A table of a text: comma, semicolon or tab, found by looking. `line` is that of the spreadsheet, from 1. */
export interface CsvTable { readonly header: readonly string[]; readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[] }

/** Heads of the columns that the export writes and the import knows. */
export const COLUMNS = { account: 'account', customerId: 'customer id', externalId: 'external id', customer: 'customer', email: 'e-mail', dev: 'DEV', test: 'TEST', prod: 'PROD' } as const satisfies Record<keyof ImportMapping, string>

/** Reads a text as CSV; lines without anything in them are left out. */
export function parseCsv(text: string): CsvTable {
  const bare = text.replace(/^\ufeff/, '')
  const { data } = papa.parse<string[]>(bare, { delimiter: delimiterOf(bare) })
  const lines = data.map((cells, i) => ({ line: i + 1, cells: cells.map(unharmed) })).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  const [head, ...rows] = lines
  return { header: head?.cells ?? [], rows }
}

/** The separator that the head line has most of; a table of few columns gives no more than that to go by. */
function delimiterOf(text: string): string {
  const head = text.replace(/"(?:[^"]|"")*"/g, '').split(/[\r\n]/)[0] ?? ''
  const count = (one: string): number => head.split(one).length
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best))
}

/** Where the columns of the export are; null: without e-mail nobody can be found. */
export function guessMapping(header: readonly string[]): ImportMapping | null {
  const plain = header.map((name) => fold(name).replace(/[^a-z]/g, ''))
  const find = (name: string): number | null => {
    const place = plain.indexOf(fold(name).replace(/[^a-z]/g, ''))
    return place < 0 ? null : place
  }
  const email = find(COLUMNS.email)
  return email === null ? null : {
    account: find(COLUMNS.account), customerId: find(COLUMNS.customerId), externalId: find(COLUMNS.externalId), customer: find(COLUMNS.customer), email, dev: find(COLUMNS.dev), test: find(COLUMNS.test), prod: find(COLUMNS.prod),
  }
}

/** What begins a formula, also in full width, and behind the semicolon that parts cells in many countries; quotes before it change nothing. */
const BEGINNING = `['"\\s]*[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20]`
const FORMULA = new RegExp(`(^|;)(${BEGINNING})`, 'g')
const MARKED = new RegExp(`(^|;)'(${BEGINNING})`, 'g')

/** As `visibleText` writes what would not be seen. */
const SPELT = /\[U\+([0-9A-F]{4,6})\]/g

/** A text that no spreadsheet takes for a formula, with what would not be seen in it spelt out; {@link unharmed} takes the marks away again. */
export function harmless(text: string): string {
  return visibleText(text).replace(FORMULA, "$1'$2")
}

/** The text that was made harmless. */
export function unharmed(text: string): string {
  return text.replace(MARKED, '$1$2').replace(SPELT, (whole, code: string) => (parseInt(code, 16) > 0x10ffff ? whole : String.fromCodePoint(parseInt(code, 16))))
}
