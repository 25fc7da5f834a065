const QUOTE = '"'

/**
 * The cells of a text as spreadsheets exchange it: tabs between cells, line ends of any system between rows, and in quotes what holds either of
 * them, with a quote doubled. A quote inside a cell that does not begin with one is only a quote. One line end after the last row belongs to it.
 */
export function parseTsv(text: string): string[][] {
  const rows: string[][] = [[]]
  let at = 0
  for (;;) {
    const [cell, end] = cellAt(text, at)
    rows.at(-1)?.push(cell)
    if (end >= text.length) return rows
    at = end + (text.startsWith('\r\n', end) ? 2 : 1)
    if (text[end] === '\t') continue
    if (at >= text.length) return rows
    rows.push([])
  }
}

/** Cells as such a text. */
export function formatTsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(quoted).join('\t')).join('\n')
}

function quoted(cell: string): string {
  return /[\t\r\n]/.test(cell) || cell.startsWith(QUOTE) ? `${QUOTE}${cell.replaceAll(QUOTE, '""')}${QUOTE}` : cell
}

/** The cell that begins at a place, and where it ends: at a separator or at the end of the text. */
function cellAt(text: string, at: number): readonly [string, number] {
  if (text[at] === QUOTE) {
    const close = closingQuote(text, at)
    // What follows a quoted cell is a separator; anything else says that the quotes are part of the text.
    if (close !== null && isEnd(text, close + 1)) return [text.slice(at + 1, close).replaceAll('""', QUOTE), close + 1]
  }
  let end = at
  while (!isEnd(text, end)) end += 1
  return [text.slice(at, end), end]
}

function closingQuote(text: string, open: number): number | null {
  for (let at = text.indexOf(QUOTE, open + 1); at >= 0; at = text.indexOf(QUOTE, at + 2)) if (text[at + 1] !== QUOTE) return at
  return null
}

function isEnd(text: string, at: number): boolean {
  return at >= text.length || text[at] === '\t' || text[at] === '\n' || text[at] === '\r'
}
