const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * The normalised base URL (no trailing slash, no query, no credentials), or null when it may not be used:
 * https anywhere, http on loopback only.
 */
export function normaliseBaseUrl(text: string): string | null {
  let url: URL
  try {
    url = new URL(text.trim())
  } catch {
    return null
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.has(url.hostname))) return null
  return url.origin + url.pathname.replace(/\/+$/, '').replace(/\/api$/, '')
}
