const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * The normalised base URL (no trailing slash, no query, no credentials), or null when it may not be used:
 * https anywhere, http on loopback only. What is written has to be what is used: an address that a parser changes up to its host
 * (letters of other scripts, escapes, numbers for names) could send the token to another host than the one that was read.
 */
export function normaliseBaseUrl(text: string): string | null {
  const address = text.trim()
  let url: URL
  try {
    url = new URL(address)
  } catch {
    return null
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.has(url.hostname))) return null
  if (!address.toLowerCase().startsWith(url.origin) || url.hostname.endsWith('.')) return null
  return url.origin + url.pathname.replace(/\/+$/, '').replace(/\/api$/, '')
}
