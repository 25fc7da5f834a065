import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { patternFault } from './pattern.mjs'

/** A file of cases that breaks the format; says which and how. */
export class CaseFault extends Error {}

const METHOD = z.enum(['GET', 'POST', 'PUT', 'DELETE'])
const pattern = z.unknown().superRefine((value, context) => {
  const fault = value === undefined ? 'a body is expected; "$nothing" means none' : patternFault(value)
  if (fault !== null) context.addIssue({ code: 'custom', message: fault })
})
const request = z.strictObject({
  method: METHOD.default('GET'),
  path: z.string().startsWith('/'),
  query: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  token: z.string().nullable().optional(),
  body: z.unknown().optional(),
  rawBody: z.string().optional(),
})
const status = z.union([z.int(), z.array(z.int()).min(1)])
const answer = z.strictObject({ status, headers: z.record(z.string(), pattern).optional(), body: pattern })
const answerTo = z.strictObject({ path: z.string(), status: z.int().default(200), body: pattern.default('$object|array') })
const before = z.strictObject({
  switches: z.record(z.string(), z.unknown()).optional(),
  advanceMs: z.int().optional(),
  faults: z.array(z.unknown()).optional(),
  tokens: z.array(z.unknown()).optional(),
  accept: z.array(z.unknown()).optional(),
  find: z.array(z.strictObject({ as: z.string(), where: z.array(answerTo).min(1) })).optional(),
  other: z.array(z.strictObject({ method: METHOD.default('GET'), path: z.string(), body: z.unknown().optional(), expect: pattern.optional() })).optional(),
  requests: z.array(request.extend({ times: z.int().default(1) })).optional(),
})
const oneCase = z.strictObject({
  name: z.string().min(10),
  source: z.string().regex(/^(seed 00[0-3]|contract \d+(\.\d+)?)( \+ (seed 00[0-3]|contract \d+(\.\d+)?))*$/),
  kind: z.enum(['read', 'dry-run', 'write']),
  assumed: z.literal(true).optional(),
  emulatorOnly: z.literal(true).optional(),
  before: before.optional(),
  request,
  expect: z.union([answer, z.array(answer).min(2)]),
  after: z.array(z.strictObject({ path: z.string(), status: z.int().optional(), body: pattern })).optional(),
})
const file = z.strictObject({ area: z.string(), about: z.string(), cases: z.array(oneCase).min(1) })

/** Whether a case needs an emulator: it writes, or is prepared or checked through the control plane. */
export function needsEmulator({ kind, emulatorOnly, before: given, after }) {
  return kind === 'write' || emulatorOnly === true || given !== undefined || after !== undefined
}

/** The one POST that only reads (contract 2.8). */
const READING_POST = /^\/api\/v2\/managed_users\/statistics\//
const MIGRATION = /^\/api\/managed_users\/\{\{\w+\}\}\/roles_migration\/\w+$/

/** Whom a real account is asked about: customers found by listing, nobody, or all of them. */
const CUSTOMER = /^\/api\/(?:v2\/)?managed_users\/(?!$|\{\{\w+\}\}(?:\/|$)|usage$|statistics\/|999999999999(?:\/|$)|Eno-such-external-id$)/

/** Why a case that may go to a real account could change something there, or null. */
export function danger(one) {
  if (needsEmulator(one)) return null
  const { kind, request: { method, path, query, body } } = one
  if (CUSTOMER.test(path)) return 'only customers that were found by listing may be asked about'
  if (kind === 'read') return method === 'GET' || (method === 'POST' && READING_POST.test(path)) ? null : 'a read is a GET or a POST of statistics'
  if (!MIGRATION.test(path)) return 'a dry run is a role migration of a customer that was found by listing'
  return query?.dry_run === true && body?.dry_run === true ? null : 'a dry run says "dry_run": true in the query and in the body'
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))
const SHAPES = readJson(join(import.meta.dirname, 'shapes.json'))

/** Replaces `{"$shape": "name", ...}` by that shape; keys beside it take the place of the shape's own. */
function expand(value) {
  if (Array.isArray(value)) return value.map(expand)
  if (typeof value !== 'object' || value === null) return value
  const { $shape, ...rest } = value
  const own = Object.fromEntries(Object.entries(rest).map(([key, each]) => [key, expand(each)]))
  if ($shape === undefined) return own
  if (!Object.hasOwn(SHAPES, $shape)) throw new CaseFault(`shapes.json has no shape "${$shape}"`)
  const kept = Object.entries(expand(SHAPES[$shape])).filter(([key]) => !Object.hasOwn(own, key.replace(/\?$/, '')))
  return { ...Object.fromEntries(kept), ...own }
}

function parse(path) {
  const parsed = file.safeParse(expand(readJson(path)))
  if (!parsed.success) throw new CaseFault(`${basename(path)}: ${z.prettifyError(parsed.error)}`)
  const names = new Set()
  for (const one of parsed.data.cases) {
    const risk = danger(one)
    if (risk !== null) throw new CaseFault(`${basename(path)}, "${one.name}": ${risk}`)
    if (names.has(one.name)) throw new CaseFault(`${basename(path)}: two cases are called "${one.name}"`)
    names.add(one.name)
  }
  return parsed.data
}

/** All areas with their cases, in the order of the files' names; throws {@link CaseFault}. */
export function readAreas(folder = join(import.meta.dirname, 'cases')) {
  return readdirSync(folder).filter((name) => name.endsWith('.json')).sort().map((name) => parse(join(folder, name)))
}

