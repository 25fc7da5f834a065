const HEAD = '| what it describes | where in the app | test |'
const TEST = /\b(?:test|it|own)(?:\.each\([^`]*?\))?\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/gs

const cells = (line) => line.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'))

/** Titles of the tests that a file of tests holds; one that is skipped or only planned is none. */
function titlesIn(source) {
  return new Set([...source.matchAll(TEST)].map(([, , title]) => title.replaceAll(/\\(.)/gs, '$1')))
}

/** Lines of the table of one page of `docs/documents`: what a reference document describes, where it is, and `{ file, title }` of each test. */
function rowsOf(page) {
  const lines = page.split('\n')
  const start = lines.indexOf(HEAD)
  if (start === -1) return []
  const table = lines.slice(start + 2)
  const end = table.findIndex((line) => !line.startsWith('|'))
  return (end === -1 ? table : table.slice(0, end)).map((line) => {
    const [what, where, tests = ''] = cells(line)
    return { what, where, tests: tests.split('<br>').filter(Boolean).map((test) => ({ file: test.split(' › ')[0].trim(), title: test.split(' › ').slice(1).join(' › ').trim() })) }
  })
}

/**
 * What is wrong with the pages about the reference documents: a page without a table, a line that says not where or names no test, a file that is
 * not there, a title that no test of it bears.
 *
 * @param {Record<string, string>} pages text of each page by its name
 * @param {(file: string) => string | null} read text of a file by its path from the root; null: there is none
 * @returns {string[]} one sentence each
 */
export function documentFaults(pages, read) {
  return Object.entries(pages).flatMap(([page, text]) => {
    const rows = rowsOf(text)
    if (rows.length === 0) return [`${page}: no line in a table "${HEAD}"`]
    return rows.flatMap(({ what, where, tests }) => {
      if (!what || !where || tests.length === 0) return [`${page}: "${what}" says not where it is or names no test`]
      return tests.flatMap(({ file, title }) => {
        const source = read(file)
        if (source === null) return [`${page}: there is no ${file}`]
        return titlesIn(source).has(title) ? [] : [`${page}: no test of ${file} is called "${title}"`]
      })
    })
  })
}
