import fc from 'fast-check'
import { expect, it } from 'vitest'
import { requestUrl } from './request-url'

const BASE = 'https://partner.example/prefix'

it.each(['/api/../x', '/api/%2e%2e/x', '/api/.%2e/x', '/api/%2E./x', '/api//evil.example/x', '/api/a%2fb', '/api/a%5cb', '/api/a\\b', '/api/x?y', '/api/x#y', '/apix', 'api/x', '//evil.example/api/', '@evil.example/api/', '/api/x\n'])(
  '%j is refused', (path) => expect(() => requestUrl(BASE, { method: 'GET', path })).toThrow('BAD_INPUT'),
)

it('no path and no query ever leaves the API of the base URL', () => {
  const piece = fc.constantFrom('.', '..', '%2e', '%2E', '/', '//', '\\', '%2f', '%5c', '@', ':', '?', '#', 'a', '7', '\t', '%')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 2 }), (parts, query) => {
      let url: URL
      try {
        url = new URL(requestUrl(BASE, { method: 'GET', path: `/api/${parts.join('')}`, query }))
      } catch {
        return
      }
      expect(url.origin).toBe('https://partner.example')
      expect(url.pathname.startsWith('/prefix/api/')).toBe(true)
      expect([...url.searchParams.keys()]).toEqual(query.map(([name]) => name))
    }),
    { numRuns: 2000 },
  )
})
