import { expect, it } from 'vitest'
import { csvOf } from './csv'

it('quotes what would end a cell or a line, and nothing else', () => {
  expect(csvOf(['a', 'b,c'], [['x', 'say "no"'], ['two\nlines', "'=1+1"]])).toBe('a,"b,c"\r\nx,"say ""no"""\r\n"two\nlines",\'=1+1\r\n')
})
