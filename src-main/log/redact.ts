const SECRET_KEY = /token|secret|authorization|password|cookie|api.?key/i
const BEARER = /(Bearer|Basic)\s+\S+/gi
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g
/** Long runs of token-like characters; paths and dates do not look like this. */
const TOKEN_LIKE = /[A-Za-z0-9_-]{32,}/g
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const MAX_DEPTH = 6
/** Longer texts are cut: a log line is no place for an answer of a megabyte. */
const MAX_TEXT = 2000

/** Text without credentials, addresses of people and the home folder; cut at a space, so that no half of a secret is left. */
export function redactText(text: string, home: string | null = null): string {
  const short = text.length <= MAX_TEXT ? text : `${text.slice(0, text.slice(0, MAX_TEXT).search(/\s\S*$/) + 1)}[cut]`
  const plain = short.replace(BEARER, '$1 [redacted]').replace(EMAIL, '[e-mail]').replace(TOKEN_LIKE, (hit) => (UUID.test(hit) ? hit : `[redacted ${hit.slice(-3)}]`))
  return home === null || home.length < 4 ? plain : plain.replaceAll(home, '~')
}

/** A copy of any value that may be written to a log. */
export function redact(value: unknown, home: string | null = null, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value, home)
  if (typeof value === 'bigint') return String(value)
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? '[function]' : value
  if (depth >= MAX_DEPTH) return '[deep]'
  // Nothing else of an error: its cause and its fields may hold a request with its headers.
  if (value instanceof Error) return { name: redactText(value.name, home), message: redactText(value.message, home) }
  if (ArrayBuffer.isView(value)) return '[bytes]'
  if (Array.isArray(value)) return value.map((item) => redact(item, home, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [redactText(key, home), SECRET_KEY.test(key) ? '[redacted]' : redact(item, home, depth + 1)]))
}
