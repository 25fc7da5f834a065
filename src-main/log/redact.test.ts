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
