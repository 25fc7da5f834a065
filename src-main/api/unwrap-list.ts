import { appError } from '../contract/errors'
import { isRecord } from './parse-error'

/** Items of a list in any of the envelopes of contract 1.6, and the number that the API announced, where it did. */
export function unwrapList(body: unknown): { readonly items: readonly unknown[]; readonly count: number | null } {
  if (Array.isArray(body)) return { items: body, count: null }
  if (isRecord(body)) {
    for (const candidate of [body['data'], body['result'], isRecord(body['result']) ? body['result']['items'] : undefined, body['items']]) {
      if (!Array.isArray(candidate)) continue
      const inner = isRecord(body['result']) ? body['result'] : body
      const count = inner['count'] ?? inner['total']
      return { items: candidate, count: typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null }
    }
  }
  throw appError('BAD_RESPONSE', 'The answer of Workato is not a list.', 'Check that the base URL is that of the API. Nothing was stored.')
}

/** The object of an answer: bare, in `data` or `result`, or alone in a list (contract 1.6, 11). */
export function unwrapOne(body: unknown): unknown {
  if (!isRecord(body)) return Array.isArray(body) && body.length === 1 ? (body[0] as unknown) : body
  const inner = body['data'] ?? body['result'] ?? body
  return Array.isArray(inner) && inner.length === 1 ? (inner[0] as unknown) : inner
}
