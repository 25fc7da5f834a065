import { expect, it } from 'vitest'
import { normaliseBaseUrl } from './base-url'

it.each([
  ['https://www.workato.com', 'https://www.workato.com'],
  [' https://WWW.Workato.com/api/ ', 'https://www.workato.com'],
  ['https://partner.example:8443/prefix/', 'https://partner.example:8443/prefix'],
  ['https://partner.example:443', 'https://partner.example'],
  ['https://xn--workat-1qf.example', 'https://xn--workat-1qf.example'],
  ['http://localhost:8080/a1', 'http://localhost:8080/a1'],
  ['http://127.0.0.1:1/a1', 'http://127.0.0.1:1/a1'],
  ['http://[::1]:1', 'http://[::1]:1'],
])('%j is taken as %j, and taken so again', (text, url) => {
  expect(normaliseBaseUrl(text)).toBe(url)
  expect(normaliseBaseUrl(url)).toBe(url)
})

it.each([
  'http://partner.example', 'http://localhost.partner.example', 'http://localhost@partner.example', 'http://127.0.0.1.nip.example', 'http://localhost.', 'http://0.0.0.0', 'http://127.1', 'http://2130706433', 'http://[::ffff:127.0.0.1]',
  'https://user:pass@partner.example', 'https://www.workato.com@partner.example', 'https://@partner.example', 'https://partner.example?x=1', 'https://partner.example#x', 'https://partner.example.',
  'https://www.workat\u043e.com', 'https://www.workat%D0%BE.com', 'https://www\u3002workato.com', 'https://\uff57ww.workato.com', 'https://www.work\tato.com', 'https://www.work\u00adato.com', 'https:\\\\partner.example', 'https:partner.example',
  'ftp://partner.example', 'file:///etc/passwd', 'javascript:alert(1)', 'app://ui', '//partner.example', 'partner.example', '',
])('%j may not be used', (text) => expect(normaliseBaseUrl(text)).toBeNull())
