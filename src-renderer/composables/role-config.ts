/**
 * Privileges of a role as a form. Only `{area: {privileges: "all" or a list of words}}` is documented (contract 5), so the form changes
 * nothing but these privileges: whatever else is there stays where it is, key by key.
 */
export type Config = Readonly<Record<string, unknown>>

/** What a role may do in an area. `other`: it is written in a way that the form does not know, and is changed as JSON only. */
export type AreaChoice = { readonly kind: 'none' | 'all' | 'other' } | { readonly kind: 'some'; readonly words: readonly string[] }
/** `kept`: what the area holds besides its privileges. */
export interface Area { readonly area: string; readonly choice: AreaChoice; readonly kept: readonly string[] }
export type Parsed = { readonly config: Config; readonly problem: null } | { readonly config: null; readonly problem: ConfigProblem }
export type ConfigProblem = { readonly kind: 'syntax'; readonly line: number | null } | { readonly kind: 'no-object' } | { readonly kind: 'number'; readonly text: string }
export interface Difference { readonly path: string; readonly before: string | null; readonly after: string | null }

const PRIVILEGES = 'privileges'
const isObject = (value: unknown): value is Config => typeof value === 'object' && value !== null && !Array.isArray(value)
const isWords = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((one) => typeof one === 'string')

/** The areas of a config, in its order. */
export function areasOf(config: Config): readonly Area[] {
  return Object.entries(config).map(([area, value]) => ({ area, choice: choiceOf(value), kept: isObject(value) ? Object.keys(value).filter((key) => key !== PRIVILEGES) : [] }))
}

function choiceOf(value: unknown): AreaChoice {
  if (value === undefined) return { kind: 'none' }
  if (!isObject(value)) return { kind: 'other' }
  const given = value[PRIVILEGES]
  if (given === undefined) return { kind: 'none' }
  if (given === 'all') return { kind: 'all' }
  return isWords(given) ? { kind: 'some', words: given } : { kind: 'other' }
}

/** The config with another choice in one area. Without privileges and without anything else an area goes. */
export function withArea(config: Config, area: string, choice: AreaChoice): Config {
  const value = Object.hasOwn(config, area) ? config[area] : undefined
  const held = isObject(value) ? value : {}
  if (choice.kind === 'other' || (choice.kind === 'none' && choiceOf(value).kind === 'none')) return config
  if (choice.kind === 'none') {
    const rest = Object.entries(held).filter(([key]) => key !== PRIVILEGES)
    return rest.length === 0 ? Object.fromEntries(Object.entries(config).filter(([key]) => key !== area)) : { ...config, [area]: Object.fromEntries(rest) }
  }
  return { ...config, [area]: { ...held, [PRIVILEGES]: choice.kind === 'some' ? [...choice.words] : 'all' } }
}

/** A word more or less, the others in their order. */
export function turnWord(words: readonly string[], word: string): readonly string[] {
  return words.includes(word) ? words.filter((one) => one !== word) : [...words, word]
}

export function textOf(config: Config): string {
  return JSON.stringify(config, null, 2)
}

/** Reads what was typed; a number that JSON cannot keep as it stands there is refused, so that nothing changes unseen. */
export function parseConfig(text: string): Parsed {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (problem) {
    const at = /position (\d+)/.exec(String(problem))?.[1]
    return { config: null, problem: { kind: 'syntax', line: at === undefined ? null : text.slice(0, Number(at)).split('\n').length } }
  }
  if (!isObject(value)) return { config: null, problem: { kind: 'no-object' } }
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""')
  const changed = (bare.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g) ?? []).find((one) => /^-?\d+$/.test(one) && String(Number(one)) !== one.replace(/^-0$/, '0'))
  return changed === undefined ? { config: value, problem: null } : { config: null, problem: { kind: 'number', text: changed } }
}

/** Every value that is not the same in both, by its path in the JSON. The order of words says nothing. */
export function differences(before: Config, after: Config): readonly Difference[] {
  const [was, is] = [ends(before), ends(after)]
  return [...new Set([...was.keys(), ...is.keys()])].sort()
    .map((path) => ({ path, before: was.get(path) ?? null, after: is.get(path) ?? null })).filter((one) => one.before !== one.after)
}

function ends(value: unknown, path = ''): Map<string, string> {
  if (isObject(value) && Object.keys(value).length > 0) return new Map(Object.entries(value).flatMap(([key, inner]) => [...ends(inner, path === '' ? stepOf(key) : `${path}.${stepOf(key)}`)]))
  return new Map([[path, isWords(value) && value.every(isPlain) && value.length > 0 ? [...value].sort().join(', ') : typeof value === 'string' && isPlain(value) ? value : JSON.stringify(value)]])
}

/** Whether a text reads as itself without quotes: not as another path, another value or several words. */
const isPlain = (text: string): boolean => /^[^\s,"{}[\]]+$/.test(text) && !/^(?:true|false|null|-?\d.*)$/.test(text)
const stepOf = (key: string): string => (isPlain(key) && !key.includes('.') ? key : JSON.stringify(key))
