import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatTsv, parseTsv } from './tsv'

it.each([
  // As Excel puts it on the clipboard: line ends of Windows, one after the last row.
  ['a\tb\r\nc\td\r\n', [['a', 'b'], ['c', 'd']]],
  // As Sheets does: none after the last row.
  ['a\tb\nc\td', [['a', 'b'], ['c', 'd']]],
  ['a', [['a']]],
  ['', [['']]],
  ['\t', [['', '']]],
  ['a\n\n', [['a'], ['']]],
  ['a\t', [['a', '']]],
  ['a\rb', [['a'], ['b']]],
  ['"two\nlines"\t"a\tb"\r\n', [['two\nlines', 'a\tb']]],
  ['"say ""no"""\tx', [['say "no"', 'x']]],
  ['""\tx', [['', 'x']]],
  // Quotes that are part of the text.
  ['5" disk\tsay "no"', [['5" disk', 'say "no"']]],
  ['"no" she said\tx', [['"no" she said', 'x']]],
  ['"open\tx\ny', [['"open', 'x'], ['y']]],
])('%j', (text, cells) => {
  expect(parseTsv(text)).toEqual(cells)
})

it('gives back what it wrote, and writes plainly what needs no quotes', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', '\r', '\r\n', ' ', 'é', "'"), maxLength: 6 })
  fc.assert(fc.property(fc.integer({ min: 1, max: 4 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 4 })), (rows) => {
    // An empty last row of one cell is what a line end after the last row means.
    fc.pre(!(rows.length > 1 && rows.at(-1)?.join('') === '' && rows.at(-1)?.length === 1))
    expect(parseTsv(formatTsv(rows))).toEqual(rows)
  }), { numRuns: 1000 })
  expect(formatTsv([['Member', 'say "no"'], ['"x"', 'a\tb']])).toBe('Member\tsay "no"\n"""x"""\t"a\tb"')
})
