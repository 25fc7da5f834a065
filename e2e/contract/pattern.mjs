import { isDeepStrictEqual } from 'node:util'

/** What `"$name"` in a pattern stands for; several joined with `|` mean any of them. */
const TYPES = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  object: (value) => isObject(value),
  array: (value) => Array.isArray(value),
  null: (value) => value === null,
  // ISO 8601 with milliseconds and an offset or Z (contract 2.2).
  timestamp: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)$/.test(value),
  // No value at all; as the pattern of a key: the key is missing.
  nothing: (value) => value === undefined,
  // Nothing that an answer can hold: what a flipped expectation expects.
  never: () => false,
}

/** Whether a text is a reference to types, such as `$integer` or `$string|null`. */
export const isType = (pattern) => typeof pattern === 'string' && /^\$[a-z|]+$/.test(pattern)
/** The operator of an object pattern, or undefined for a plain object. */
export const operatorOf = (pattern) => Object.keys(OPERATORS).find((name) => Object.hasOwn(pattern, name))

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const show = (value) => (value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value)).slice(0, 160))
const wrong = (at, expected, actual) => ({ problems: [{ at, expected, actual: show(actual) }], captures: {} })
const RIGHT = { problems: [], captures: {} }
const both = (a, b) => ({ problems: [...a.problems, ...b.problems], captures: { ...a.captures, ...b.captures } })
export const matches = (pattern, actual) => match(pattern, actual).problems.length === 0

/** One pattern per element in any order, with nothing left over when `whole`. */
function assign(patterns, actual, at, whole) {
  if (!Array.isArray(actual)) return wrong(at, 'a list', actual)
  if (whole && patterns.length !== actual.length) return wrong(at, `${patterns.length} elements in any order`, actual)
  const taken = new Map()
  // Augmenting paths: a greedy choice could give a loose pattern the only element that a strict one fits.
  const place = (index, seen) => {
    for (const [position, value] of actual.entries()) {
      if (seen.has(position) || !matches(patterns[index], value)) continue
      seen.add(position)
      if (!taken.has(position) || place(taken.get(position), seen)) {
        taken.set(position, index)
        return true
      }
    }
    return false
  }
  const missing = patterns.findIndex((_, index) => !place(index, new Set()))
  if (missing >= 0) return wrong(at, `an element like ${show(patterns[missing])}`, actual)
  return [...taken].map(([position, index]) => match(patterns[index], actual[position])).reduce(both, RIGHT)
}

function arrayOf({ $arrayOf: pattern, $min = 1, $max = Infinity }, actual, at) {
  if (!Array.isArray(actual)) return wrong(at, 'a list', actual)
  if (actual.length < $min || actual.length > $max) return wrong(at, `a list of ${$min} to ${$max} elements`, `${actual.length} elements`)
  return actual.map((value, index) => match(pattern, value, `${at}[${index}]`)).reduce(both, RIGHT)
}

function capture({ $capture: name, $as: pattern }, actual, at) {
  const found = match(pattern, actual, at)
  return found.problems.length > 0 ? found : both(found, { problems: [], captures: { [name]: actual } })
}

function anyOf({ $anyOf: patterns }, actual, at) {
  return patterns.map((pattern) => match(pattern, actual, at)).find(({ problems }) => problems.length === 0) ?? wrong(at, `any of ${show(patterns)}`, actual)
}

function excludes({ $excludes: patterns }, actual, at) {
  if (!Array.isArray(actual)) return wrong(at, 'a list', actual)
  const found = patterns.find((pattern) => actual.some((value) => matches(pattern, value)))
  return found === undefined ? RIGHT : wrong(at, `no element like ${show(found)}`, actual)
}

const OPERATORS = {
  $anyOf: anyOf,
  $arrayOf: arrayOf,
  $capture: capture,
  $excludes: excludes,
  $unordered: ({ $unordered: patterns }, actual, at) => assign(patterns, actual, at, true),
  $contains: ({ $contains: patterns }, actual, at) => assign(patterns, actual, at, false),
  $matches: ({ $matches: pattern }, actual, at) => (typeof actual === 'string' && new RegExp(pattern, 'u').test(actual) ? RIGHT : wrong(at, `text like /${pattern}/`, actual)),
  $length: ({ $length: length }, actual, at) => (actual?.length === length ? RIGHT : wrong(at, `length ${length}`, actual?.length)),
  $all: ({ $all: patterns }, actual, at) => patterns.map((pattern) => match(pattern, actual, at)).reduce(both, RIGHT),
}

function plainObject({ $open = false, ...pattern }, actual, at) {
  if (!isObject(actual)) return wrong(at, 'an object', actual)
  let result = RIGHT
  const known = new Set()
  for (const [name, expected] of Object.entries(pattern)) {
    const optional = name.endsWith('?')
    const key = optional ? name.slice(0, -1) : name
    known.add(key)
    if (optional && actual[key] === undefined) continue
    result = both(result, match(expected, actual[key], `${at}.${key}`))
  }
  const extra = $open ? [] : Object.keys(actual).filter((key) => !known.has(key))
  return extra.reduce((sum, key) => both(sum, wrong(`${at}.${key}`, 'nothing', actual[key])), result)
}

/** Compares a value with a pattern: `problems` with place, expectation and what was there, and the values that the pattern captures. */
export function match(pattern, actual, at = '$') {
  if (isType(pattern)) {
    const types = pattern.slice(1).split('|')
    return types.some((type) => TYPES[type](actual)) ? RIGHT : wrong(at, types.join(' or '), actual)
  }
  if (Array.isArray(pattern)) {
    if (!Array.isArray(actual) || actual.length !== pattern.length) return wrong(at, show(pattern), actual)
    return pattern.map((each, index) => match(each, actual[index], `${at}[${index}]`)).reduce(both, RIGHT)
  }
  if (!isObject(pattern)) return isDeepStrictEqual(pattern, actual) ? RIGHT : wrong(at, show(pattern), actual)
  const operator = operatorOf(pattern)
  return operator === undefined ? plainObject(pattern, actual, at) : OPERATORS[operator](pattern, actual, at)
}

const KEYS = { $arrayOf: ['$arrayOf', '$min', '$max'], $capture: ['$capture', '$as'] }

/** What is wrong with a pattern as written, or null: a misspelt operator or type must not pass as a literal. */
export function patternFault(pattern) {
  if (typeof pattern === 'string' && pattern.startsWith('$')) {
    return isType(pattern) && pattern.slice(1).split('|').every((type) => Object.hasOwn(TYPES, type) && type !== 'never') ? null : `no type is called ${pattern}`
  }
  if (Array.isArray(pattern)) return pattern.map(patternFault).find((fault) => fault !== null) ?? null
  if (!isObject(pattern)) return null
  const operator = operatorOf(pattern)
  const allowed = operator === undefined ? ['$open'] : (KEYS[operator] ?? [operator])
  const strange = Object.keys(pattern).find((key) => (operator !== undefined || key.startsWith('$')) && !allowed.includes(key))
  if (strange !== undefined) return `${strange} is not allowed here`
  if (operator === '$matches' || operator === '$length') return null
  const inner = operator === '$capture' ? [pattern.$as] : Object.entries(pattern).filter(([key]) => !['$open', '$min', '$max'].includes(key)).map(([, value]) => value)
  return inner.map(patternFault).find((fault) => fault !== null) ?? null
}
