import { KNOWN_FIELDS, KNOWN_VERBS, KNOWN_WORDS } from './known-words'
import { isRecord } from './parse-error'

/** Keys whose known words are kept. */
const WORD_KEYS = new Set([
  'role_type', 'environment_type', 'environment', 'grant_type', 'type', 'status', 'authorization_status', 'assignment_type', 'source', 'stop_cause', 'event_type', 'code', 'result', 'interval',
])
/** Names of roles that Workato gives; how they are spelled is one of the open questions. */
const SYSTEM_NAMES = new Set(['EnvironmentAdmin', 'EnvironmentManager', 'Member', 'ProjectAdmin', 'AdvancedBuilder', 'ProjectOperator', 'Environment admin', 'Environment manager', 'Admin', 'Analyst', 'Operator', 'No access', 'All collaborators'])
const NAME_KEYS = new Set(['name', 'role_name', 'project_role'])
/** Numbers that say how a list is cut, not how much a customer has. */
const PAGE_KEYS = new Set(['page', 'per_page', 'number', 'size'])
/** Below these, known verbs of the API ("read") are kept, and the areas of the legacy model as keys (contract 8). */
const VOCABULARY_KEYS = new Set(['privileges', 'config'])
const AREAS = new Set([
  'Recipes', 'Folders', 'Projects', 'Connections', 'On-prem groups & agents', 'Common data models', 'Message templates', 'Workbot', 'Job History Search', 'Event streams', 'Lookup tables',
  'Environment properties', 'Project properties', 'Runtime user connections', 'Test automation', 'Secrets management', 'People task', 'Connector SDK', 'Use in recipes', 'Data masking', 'Activity audit',
  'Collaborators', 'Recipe lifecycle management', 'Developer API', 'Workspace settings', 'Debug',
])

const MAX_ITEMS = 5
const MAX_SHAPE = 24
const MAX_DEPTH = 10

/**
 * Copies answers so that only their structure is left: keys, types, the API's own words and dates' formats. An id becomes the same placeholder
 * wherever it occurs, in all answers of one redactor. What is not on a list of things to keep is replaced.
 */
export class ResponseRedactor {
  readonly #ids = new Map<string, number>()

  /** The copy of a parsed body. */
  redact(value: unknown, key = '', inVocabulary = false, depth = 0): unknown {
    if (depth > MAX_DEPTH) return '<deep>'
    if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((one) => this.redact(one, key, inVocabulary, depth + 1))
    if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([inner, one]) => [this.#key(inner, inVocabulary), this.redact(one, inner, inVocabulary || VOCABULARY_KEYS.has(inner), depth + 1)]))
    if (isIdKey(key) && (typeof value === 'number' || typeof value === 'string')) return this.#id(value)
    if (typeof value === 'number') return PAGE_KEYS.has(key) ? value : 0
    if (typeof value !== 'string') return value
    if ((WORD_KEYS.has(key) && KNOWN_WORDS.has(value)) || (inVocabulary && KNOWN_VERBS.has(value))) return value
    return NAME_KEYS.has(key) && SYSTEM_NAMES.has(value) ? value : shapeOf(value)
  }

  /** A known field's name, else its shape: a map may have names or addresses for its keys. */
  #key(key: string, inVocabulary: boolean): string {
    return KNOWN_FIELDS.has(key) || (inVocabulary && AREAS.has(key)) ? key : shapeOf(key)
  }

  #id(value: number | string): number | string {
    const text = String(value)
    const number = this.#ids.get(text) ?? this.#ids.size + 1
    this.#ids.set(text, number)
    if (typeof value === 'number') return number
    const prefix = /^[a-z]{2}-(?=.)/.exec(text)?.[0]
    return prefix === undefined ? (/^\d+$/.test(text) ? String(number) : `id${String(number)}`) : `${prefix}id${String(number)}`
  }
}

function isIdKey(key: string): boolean {
  return key === 'id' || /_ids?$/.test(key)
}

/** The shape of a text: letters become a or A, digits 9; what says the format of a date stays. */
function shapeOf(text: string): string {
  if (text === '') return ''
  if (/@/.test(text)) return '<e-mail>'
  if (/^[a-z]+:\/\//i.test(text)) return '<url>'
  if (/^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?$/.test(text)) return text.replace(/\d/g, '9')
  if (text.length > MAX_SHAPE) return `<text of ${String(text.length)}>`
  return text.replace(/\p{Lu}/gu, 'A').replace(/(?!A)\p{L}/gu, 'a').replace(/\p{N}/gu, '9')
}
