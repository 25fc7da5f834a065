import { expect, it } from 'vitest'
import { errorMessage, retryAfterMs } from './parse-error'

const after = (value: string): number | undefined => retryAfterMs({ status: 429, headers: { 'retry-after': value }, body: '' }, 0)

it.each([['7', 7000], ['0', 0], ['9'.repeat(400), 3_600_000], ['99999999999', 3_600_000], ['Tue, 01 Jan 2999 00:00:00 GMT', 3_600_000], ['Thu, 01 Jan 1970 00:00:09 GMT', 9000], ['soon', undefined]])(
  'retry after %s is never longer than an hour', (value, ms) => expect(after(value)).toBe(ms),
)

it('a date that has passed means at once', () => {
  expect(retryAfterMs({ status: 429, headers: { 'retry-after': 'Thu, 01 Jan 1970 00:00:09 GMT' }, body: '' }, 60_000)).toBe(0)
})

it('what an error says is short, of one line and never a page', () => {
  expect(errorMessage(JSON.stringify({ message: `a\n\u202eb${'x'.repeat(9000)}` }))).toMatch(/^a b?x{200,300}$/)
  expect(errorMessage('<html><script>alert(1)</script>')).toBe('')
})
