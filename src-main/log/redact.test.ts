import { expect, it } from 'vitest'
import { redact, redactText } from './redact'

it('takes out bearer tokens, long tokens, e-mails and the home folder, at any depth', () => {
  const token = 'emu-75xvn7tai6kyi77sgekp8x518hp5ttfg3fzlmogw'
  const text = JSON.stringify(redact({ a: [{ apiToken: 'short', note: `Bearer abc.def ${token} dana@example.com /home/dana/x` }], error: new Error(token) }, '/home/dana'))
  for (const secret of ['short', 'abc.def', token, 'dana@example.com', '/home/dana']) expect(text).not.toContain(secret)
})

it('leaves what is no secret', () => {
  expect(redactText('GET /api/managed_users 200 in 143 ms')).toBe('GET /api/managed_users 200 in 143 ms')
  expect(redact({ accountId: 'b0a6e1b2-1111-4222-8333-444455556666', pid: 7 })).toEqual({ accountId: 'b0a6e1b2-1111-4222-8333-444455556666', pid: 7 })
})

const TOKEN = 'emu-75xvn7tai6kyi77sgekp8x518hp5ttfg3fzlmogw'

it.each<[string, unknown]>([
  ['the cause and the fields of an error', Object.assign(new Error('failed', { cause: new Error(TOKEN) }), { headers: { authorization: TOKEN }, config: TOKEN })],
  ['an error whose name holds it', Object.assign(new Error('x'), { name: TOKEN })],
  ['a key', { [TOKEN]: 1, nested: { [`Bearer ${TOKEN}`]: 2 } }],
  ['a scheme with other characters', `Bearer ab:${TOKEN.slice(0, 20)}`],
  ['the cut of a long text', `${'word '.repeat(394)}${TOKEN}${' more'.repeat(100)}`],
  ['a token in an address', `https://partner.example/api?x=${TOKEN}&y=1`],
])('no token gets through in %s', (_, value) => {
  const text = JSON.stringify(redact({ value }))
  expect(text).not.toContain(TOKEN.slice(0, 16))
})

it('bytes are not written, in whatever form a token comes as bytes', () => {
  const bytes = Buffer.from(TOKEN)
  expect(redact({ buffer: bytes, plain: new Uint8Array(bytes), view: new DataView(new Uint8Array(bytes).buffer), bare: new Uint8Array(bytes).buffer })).toEqual({ buffer: '[bytes]', plain: '[bytes]', view: '[bytes]', bare: {} })
})

it('a megabyte of hostile text is one short line, and takes no long look', () => {
  for (const piece of ['a', 'a.', '@a.', 'a b', 'Bearer ']) expect(redactText(piece.repeat(1_000_000)).length).toBeLessThan(3000)
})
