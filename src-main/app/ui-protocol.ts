import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import type { Session } from 'electron'
import { UI_HOST, UI_SCHEME } from '../ipc/own-page'

/** Inline style only because Naive UI writes its styles so. */
export const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.woff2': 'font/woff2', '.svg': 'image/svg+xml', '.json': 'application/json',
}

/** The file for an address, or null when it lies outside the folder. */
export function fileFor(root: string, address: string): string | null {
  const url = new URL(address)
  if (url.host !== UI_HOST) return null
  let path: string
  try {
    path = decodeURIComponent(url.pathname)
  } catch {
    return null
  }
  if (path.includes('\0') || path.includes('\\')) return null
  const file = normalize(join(root, path === '/' ? '/index.html' : path))
  return file.startsWith(root.endsWith(sep) ? root : root + sep) ? file : null
}

/** Serves the built renderer under `app://ui/` with its security headers. */
export function serveUi(session: Session, root: string): void {
  session.protocol.handle(UI_SCHEME, async (request) => {
    const headers = { 'content-security-policy': CSP, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' }
    const file = fileFor(root, request.url)
    try {
      if (file === null) return new Response('Not found', { status: 404, headers })
      return new Response(await readFile(file), { headers: { ...headers, 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' } })
    } catch {
      return new Response('Not found', { status: 404, headers })
    }
  })
}
