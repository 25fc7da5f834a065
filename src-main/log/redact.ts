const SECRET_KEY = /token|secret|authorization|password|cookie/i
const BEARER = /Bearer\s+[\w.~+/=-]+/gi
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
/** Long runs of token-like characters; paths and dates do not look like this. */
const TOKEN_LIKE = /\b[A-Za-z0-9_-]{32,}\b/g
const MAX_DEPTH = 6

/** Text without credentials, addresses of people and the home folder. */
export function redactText(text: string, home: string | null = null): string {
  const plain = text.replace(BEARER, 'Bearer [redacted]').replace(EMAIL, '[e-mail]').replace(TOKEN_LIKE, (hit) => (/^[0-9a-f-]{36}$/.test(hit) ? hit : `[redacted ${hit.slice(-3)}]`))
  return home === null || home.length < 4 ? plain : plain.replaceAll(home, '~')
}

/** A copy of any value that may be written to a log. */
export function redact(value: unknown, home: string | null = null, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value, home)
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? '[function]' : value
  if (depth >= MAX_DEPTH) return '[deep]'
  if (value instanceof Error) return { name: value.name, message: redactText(value.message, home) }
  if (Array.isArray(value)) return value.map((item) => redact(item, home, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, SECRET_KEY.test(key) ? '[redacted]' : redact(item, home, depth + 1)]))
}
