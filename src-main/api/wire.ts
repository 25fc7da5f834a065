/** Pieces of the schemas of answers: tolerant of what is not used and of other spellings, never of an id or a name that is missing. */
import { z } from 'zod'
import { environmentType, privilegeMap, roleKind, roleName, type RoleKind } from '../contract/access'
import { appError } from '../contract/errors'
import { environmentId } from '../contract/ids'
import { plainText } from '../contract/plain-text'
import { isRecord } from './parse-error'
import { unwrapOne } from './unwrap-list'

/** Longest text that is kept, in UTF-16 units. */
const MAX_TEXT = 1000
/** Longest key: the filters take no longer one. */
const MAX_KEY = 200
const plain = (max: number) => z.string().transform((value) => plainText(value, max))

/** Any text, or null. */
export const text = plain(MAX_TEXT).nullish().catch(null).transform((value) => value ?? null)

/** Any text; empty where the API gave none. */
export const label = plain(MAX_TEXT).nullish().catch(null).transform((value) => value ?? '')

/** A name that must be there. */
export const name = plain(MAX_TEXT).pipe(z.string().min(1))

/**
 * A role's name exactly as it came: it is compared and sent back. One that is too long, or that the store would give back as another one
 * (SQLite ends a text at NUL, half of a pair is no character), does not fit: nobody may guess which role it is.
 */
export const exactRole = roleName.refine((value) => !/[\0\p{Cs}]/u.test(value))

/** A key that must be there. */
export const key = plain(MAX_KEY).pipe(z.string().min(1))

/** A whole number, also one that was written as text; else null: a column of whole numbers refuses a fraction. */
export const count = z.union([z.number().int(), z.string().regex(/^-?\d{1,15}$/).transform(Number)]).nullish().catch(null).transform((value) => value ?? null)

export const flag = z.boolean().nullish().catch(null).transform((value) => value ?? null)

/** UTC ms of an ISO date with offset or `Z` (contract 2.2); one without a zone is taken for UTC. Null for anything else. */
export const time = z.string().nullish().catch(null).transform((value) => {
  if (value == null || !/^\d{4}-\d\d-\d\d/.test(value)) return null
  const ms = Date.parse(/(Z|[+-]\d\d:?\d\d)$|^\d{4}-\d\d-\d\d$/i.test(value) ? value : `${value}Z`)
  return Number.isNaN(ms) ? null : ms
})

/** An opaque id, which the API writes as text or as a number. */
export const opaque = <Schema extends z.ZodType>(schema: Schema) => z.union([z.string(), z.number().int().transform(String)]).pipe(schema as unknown as z.ZodType<z.infer<Schema>, string>)

/** A numeric id, which the API may also write as text. */
export const numeric = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.number(), z.string().regex(/^\d{1,15}$/).transform(Number)]).pipe(schema as unknown as z.ZodType<z.infer<Schema>, number>)

/** The environment that a project or a grant belongs to. */
export const environmentRef = z.object({ id: numeric(environmentId), type: environmentType })

/** A role's `type` (contract 5). */
export const kindOfRole = z.string().nullish().catch(null).transform((value): RoleKind => roleKind.safeParse(value).data ?? 'unknown')

/** Privileges in any shape that was seen: words, lists of words, objects around them (contract 3.8, 5, 8). */
export const privileges = z.record(z.string(), z.unknown()).nullish().catch(null).transform((map) =>
  privilegeMap.parse(Object.fromEntries(Object.entries(map ?? {}).map(([area, value]) => [area, wordsOf(value)]))))

function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
  if (isRecord(value) && value['privileges'] !== undefined) return wordsOf(value['privileges'])
  return [JSON.stringify(value)]
}

/** The one object of an answer; throws BAD_RESPONSE when a field that is used is missing. */
export function parseOne<Schema extends z.ZodType>(body: unknown, schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(unwrapOne(body))
  if (parsed.success) return parsed.data
  const missing = parsed.error.issues.slice(0, 5).map(({ path }) => path.join('.')).join(', ')
  throw appError('BAD_RESPONSE', 'The answer of Workato lacks fields that are needed.', 'Read again. If it stays so, the API has changed and Rolodesk needs an update.', { details: { fields: missing } })
}
