import type { ApiResponse } from '../contract/engine-protocol'
import type { Endpoint } from './endpoint'
import { isRecord, parseJson } from './parse-error'
import { ResponseRedactor } from './redact-response'

/** Sees every answer of the API, before it is judged; must not throw. */
export interface ResponseRecorder {
  record(endpoint: Endpoint, response: ApiResponse): void
}

/** Which access model an answer shows, by the role types that occur in it (contract 1.10). */
type SeenModel = 'environment' | 'privilege_group' | 'both' | 'none'

/** Headers that say something of the API and nothing of a person; all but the first only by the shape of their value (contract 1.7). */
const HEADERS = ['content-type', 'retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'ratelimit', 'ratelimit-policy']

/**
 * Records the first answer of each kind (method, path template, status, access model), redacted, through `write`, which gets a file name and its
 * text. What a partner sends back from it helps to settle what the documents leave open (contract 14).
 */
export function createRecorder(write: (name: string, text: string) => void): ResponseRecorder {
  const seen = new Set<string>()
  const redactor = new ResponseRedactor()
  return {
    record: ({ method, template }, { status, headers, body }) => {
      const parsed = body === '' ? null : parseJson(body)
      const model = modelOf(parsed)
      const name = `${method}${template.replace(/[^a-z0-9]+/gi, '_')}.${String(status)}.${model}.json`
      if (seen.has(name)) return
      seen.add(name)
      const kept = Object.fromEntries(HEADERS.flatMap((header) => (headers[header] === undefined ? [] : [[header, headerShape(header, headers[header])]])))
      const redacted = parsed === undefined ? `<not JSON, ${String(body.length)} characters>` : redactor.redact(parsed)
      write(name, `${JSON.stringify({ method, path: template, status, model, headers: kept, body: redacted }, null, 2)}\n`)
    },
  }
}

function headerShape(name: string, value: string): string {
  if (name === 'content-type') return /^[\w.+-]+\/[\w.+-]+/.exec(value)?.[0] ?? '<other>'
  return /^\d+$/.test(value) ? '<number>' : '<text>'
}

function modelOf(body: unknown): SeenModel {
  const types = new Set<string>()
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk)
    if (!isRecord(value)) return
    if ('role_name' in value && !('roles' in value)) types.add(value['role_type'] === 'environment' ? 'environment' : 'privilege_group')
    Object.values(value).forEach(walk)
  }
  walk(body)
  if (types.size === 2) return 'both'
  return types.has('environment') ? 'environment' : types.has('privilege_group') ? 'privilege_group' : 'none'
}
