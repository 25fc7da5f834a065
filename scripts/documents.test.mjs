import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentFaults } from './lib/documents.mjs'
import { ROOT } from './lib/run.mjs'

const FOLDER = join(ROOT, 'docs', 'documents')
const HEAD = '| what it describes | where in the app | test |\n|---|---|---|\n'
const read = (file) => (existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file), 'utf8') : null)

describe('the pages about the reference documents', () => {
  it('name tests that there are', () => {
    const pages = Object.fromEntries(readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]))
    expect(Object.keys(pages)).not.toEqual([])
    expect(documentFaults(pages, read)).toEqual([])
  })
})

describe('the check of these pages', () => {
  const SOURCE = `test('a title', { tag: '@row-1' }, async () => {})\nit("somebody's", () => {})\nown('own app', async () => {})\nit.each([[1, (2)], ['x']])('of %s each', () => {})\ntest.skip('not run', () => {})\nconst text = 'only text'\n`
  const faults = (lines) => documentFaults({ 'page.md': `A sentence.\n\n${HEAD}${lines}` }, (file) => (file === 'a.spec.ts' ? SOURCE : null))

  it('takes titles as they are written, several of one line', () => {
    expect(faults("| a | b | a.spec.ts › a title<br>a.spec.ts › somebody's<br>a.spec.ts › own app<br>a.spec.ts › of %s each |\n")).toEqual([])
  })

  it.each([
    ['a title that no test bears', '| a | b | a.spec.ts › another title |', 'no test of a.spec.ts is called "another title"'],
    ['text that is no title', '| a | b | a.spec.ts › only text |', 'no test of a.spec.ts is called "only text"'],
    ['a skipped test', '| a | b | a.spec.ts › not run |', 'no test of a.spec.ts is called "not run"'],
    ['the second of two', '| a | b | a.spec.ts › a title<br>a.spec.ts › gone |', 'no test of a.spec.ts is called "gone"'],
    ['a file that is not there', '| a | b | b.spec.ts › a title |', 'there is no b.spec.ts'],
    ['a line without a test', '| a | b | |', '"a" says not where it is or names no test'],
    ['a line that says not where', '| a | | a.spec.ts › a title |', '"a" says not where it is or names no test'],
    ['a page without a table', 'words', 'no line in a table'],
  ])('sees %s', (_, lines, words) => {
    expect(faults(`${lines}\n`)).toEqual([expect.stringContaining(words)])
  })
})
