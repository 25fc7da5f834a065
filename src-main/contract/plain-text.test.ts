import fc from 'fast-check'
import { expect, it } from 'vitest'
import { plainText, visibleText } from './plain-text'

it.each([
  ['Acme GmbH & Søns (日本) 👩‍🚀', 'Acme GmbH & Søns (日本) 👩‍🚀'],
  ['two\r\nlines\u0000end', 'two lines end'],
  ['pay \u202emoc.live\u202c now', 'pay moc.live now'],
  ['\u2067a\u2069\ud800b', 'ab'],
  ['<img src=x>', '<img src=x>'],
])('%j becomes %j', (text, plain) => expect(plainText(text, 100)).toBe(plain))

it('is short, whole and stays as it is when done again, whatever comes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 0, max: 40 }), (text, max) => {
      const plain = plainText(text, max)
      expect(plain.length).toBeLessThanOrEqual(max)
      expect(plain).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u)
      expect(plainText(plain, max)).toBe(plain)
    }),
  )
})

it.each([
  ['Environment admin', 'Environment admin'],
  ['開発　者 é', '開発　者 é'],
  ['Member\u200b', 'Member[U+200B]'],
  ['\u202eMember', '[U+202E]Member'],
  ['No\u00a0access', 'No[U+00A0]access'],
  [' No  access ', '[U+0020]No[U+0020] access[U+0020]'],
  ['a\u3164\ufe0f\u{e0041}', 'a[U+3164][U+FE0F][U+E0041]'],
])('%j is shown as %j', (name, shown) => expect(visibleText(name)).toBe(shown))
