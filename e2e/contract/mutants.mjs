import { judge } from './judge.mjs'
import { isType, matches, operatorOf } from './pattern.mjs'
import { fill } from './variables.mjs'

const NEVER = '$never'

function flipLiteral(value) {
  if (typeof value === 'string') return `${value}≠`
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  return 0
}

const replaced = (list, index, value) => list.map((each, position) => (position === index ? value : each))
const without = (list, index) => list.filter((_, position) => position !== index)

function* inList(patterns, actualsOf, variables, rebuild) {
  for (const [index, each] of patterns.entries()) {
    for (const flipped of flips(each, actualsOf(each, index), variables)) yield rebuild(replaced(patterns, index, flipped))
  }
}

function* inObject(pattern, actuals, variables) {
  for (const [name, each] of Object.entries(pattern)) {
    if (name === '$open') continue
    const rest = Object.fromEntries(Object.entries(pattern).filter(([other]) => other !== name))
    const key = name.endsWith('?') ? name.slice(0, -1) : name
    const values = actuals.flatMap((actual) => (actual[key] === undefined ? [] : [actual[key]]))
    if (name.endsWith('?') && values.length === 0) {
      yield { ...rest, [key]: each }
      continue
    }
    for (const flipped of flips(each, values, variables)) yield { ...pattern, [name]: flipped }
    if (pattern.$open !== true && values.length > 0) yield rest
  }
}

function* inAnyOf({ $anyOf: patterns }, actuals, variables) {
  yield NEVER
  for (const [index, each] of patterns.entries()) {
    const mine = actuals.filter((actual) => matches(fill(each, variables), actual))
    // An alternative that this answer did not take cannot be told apart from its flipped self.
    if (mine.length === 0) continue
    for (const flipped of flips(each, mine, variables)) yield { $anyOf: replaced(patterns, index, flipped) }
  }
}

/** All patterns that differ from `pattern` in one expectation; `actuals` are the values that it was compared with. */
function* flips(pattern, actuals, variables) {
  if (isType(pattern)) return yield pattern === '$nothing' ? '$string' : NEVER
  if (Array.isArray(pattern)) {
    yield [...pattern, NEVER]
    for (const index of pattern.keys()) yield without(pattern, index)
    return yield* inList(pattern, (_, index) => actuals.map((actual) => actual[index]), variables, (list) => list)
  }
  if (typeof pattern !== 'object' || pattern === null) return yield flipLiteral(pattern)
  const operator = operatorOf(pattern)
  if (operator === undefined) return yield* inObject(pattern, actuals, variables)
  return yield* OPERATORS[operator](pattern, actuals, variables)
}

function* inAssigned(operator, pattern, actuals, variables) {
  const fitting = (each) => actuals.flat().filter((actual) => matches(fill(each, variables), actual))
  if (operator === '$unordered') for (const index of pattern[operator].keys()) yield { [operator]: without(pattern[operator], index) }
  yield { [operator]: [...pattern[operator], NEVER] }
  yield* inList(pattern[operator], fitting, variables, (list) => ({ [operator]: list }))
}

function* inArrayOf(pattern, actuals, variables) {
  for (const flipped of flips(pattern.$arrayOf, actuals.flat(), variables)) yield { ...pattern, $arrayOf: flipped }
  yield { ...pattern, $min: 1e9 }
  if (pattern.$max !== undefined) yield { ...pattern, $min: 0, $max: -1 }
}

const OPERATORS = {
  $anyOf: inAnyOf,
  $arrayOf: inArrayOf,
  $unordered: (pattern, actuals, variables) => inAssigned('$unordered', pattern, actuals, variables),
  $contains: (pattern, actuals, variables) => inAssigned('$contains', pattern, actuals, variables),
  *$capture(pattern, actuals, variables) {
    for (const flipped of flips(pattern.$as, actuals, variables)) yield { ...pattern, $as: flipped }
  },
  *$excludes(pattern) {
    for (const index of pattern.$excludes.keys()) yield { $all: [{ $excludes: without(pattern.$excludes, index) }, { $contains: [pattern.$excludes[index]] }] }
  },
  *$matches(pattern) {
    yield { $matches: `(?!)${pattern.$matches}` }
  },
  *$length({ $length }) {
    yield { $length: $length + 1 }
  },
  *$all({ $all: patterns }, actuals, variables) {
    yield* inList(patterns, () => actuals, variables, ($all) => ({ $all }))
  },
}

function* flipAnswer(expected, answer, variables) {
  const left = [expected.status].flat().filter((status) => status !== answer.status)
  yield { ...expected, status: left.length === 0 ? 599 : left }
  for (const [name, pattern] of Object.entries(expected.headers ?? {})) {
    for (const flipped of flips(pattern, [answer.headers[name]], variables)) yield { ...expected, headers: { ...expected.headers, [name]: flipped } }
  }
  for (const flipped of flips(expected.body, [answer.body], variables)) yield { ...expected, body: flipped }
}

/** Every case that differs from `one` in a single expectation of its answer or of the state afterwards, given what was recorded for it. */
export function* mutants(one, { answer, afterAnswers, variables: before }) {
  const { chosen, variables } = judge(one, { answer, afterAnswers, variables: before })
  const expectations = [one.expect].flat()
  for (const flipped of flipAnswer(expectations[chosen], answer, variables)) yield { ...one, expect: replaced(expectations, chosen, flipped) }
  for (const [index, step] of (one.after ?? []).entries()) {
    for (const flipped of flipAnswer({ status: 200, ...step }, afterAnswers[index], variables)) yield { ...one, after: replaced(one.after, index, flipped) }
  }
}
