import { DATA_CENTER_KEYS, DATA_CENTERS } from '../contract/data-centers'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

const KNOWN = new Set(DATA_CENTER_KEYS.flatMap((key) => (key === 'custom' ? [] : [new URL(DATA_CENTERS[key].origin).host])))

/** The host of a normalised base URL that a user has to confirm before a token goes there; null: a data center of Workato, or this computer. */
export function hostToConfirm(baseUrl: string): string | null {
  return LOOPBACK.has(new URL(baseUrl).hostname) ? null : foreignHost(baseUrl)
}

/** The host of a normalised base URL where it is none of Workato's; it may be this computer, where anybody can listen. */
export function foreignHost(baseUrl: string): string | null {
  const { host } = new URL(baseUrl)
  return KNOWN.has(host) ? null : host
}

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
