import fc from 'fast-check'
import { expect, it } from 'vitest'
import { areasOf, differences, parseConfig, textOf, turnWord, withArea, type AreaChoice, type Config } from './role-config'

const word = fc.stringMatching(/^[a-z_]{1,8}$/)
/** Anything that an API may hold, the documented form among it. */
const privileges = fc.oneof(fc.constant('all'), fc.array(word), fc.jsonValue())
const area = fc.oneof(fc.record({ privileges }, { requiredKeys: [] }), fc.record({ privileges, limits: fc.jsonValue(), 'as it is': fc.jsonValue() }), fc.jsonValue())
// What cannot be a key of a plain object is no key of a JSON text that is kept.
const config = fc.dictionary(fc.oneof(word, fc.string()).filter((key) => key !== '__proto__'), area) as fc.Arbitrary<Config>
const choice: fc.Arbitrary<AreaChoice> = fc.oneof(fc.constantFrom<AreaChoice>({ kind: 'none' }, { kind: 'all' }), fc.array(word).map((words) => ({ kind: 'some' as const, words })))
/** A config and an area of it, or one that it does not have. */
const withName = fc.tuple(config, word, fc.nat()).map(([one, fresh, at]): [Config, string] => [one, [...Object.keys(one), fresh][at % (Object.keys(one).length + 1)] ?? fresh])
const same = (config: Config): Config => JSON.parse(JSON.stringify(config)) as Config

it('a config that is shown and read again is what it was, key by key in its order', () => {
  fc.assert(fc.property(config, (one) => {
    const { config: read, problem } = parseConfig(textOf(one))
    // A number beyond what JSON keeps exactly is refused, not changed.
    if (problem !== null) {
      expect(problem.kind).toBe('number')
      return
    }
    expect(read).toEqual(same(one))
    expect(textOf(read ?? {})).toBe(textOf(one))
  }))
})

it('a choice in one area changes the privileges of that area and nothing else', () => {
  fc.assert(fc.property(withName, choice, ([one, name], wish) => {
    const after = withArea(one, name, wish)
    const others = (of: Config): [string, unknown][] => Object.entries(of).filter(([key]) => key !== name)
    expect(others(after)).toEqual(others(one))
    const keptOf = (of: Config): unknown => {
      const value = of[name]
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value).filter(([key]) => key !== 'privileges') : []
    }
    expect(keptOf(after)).toEqual(keptOf(one))
    expect(areasOf(after).find((found) => found.area === name)?.choice ?? { kind: 'none' }).toEqual(wish)
  }))
})

it('what the form does not know is told as such and left alone', () => {
  const one = { team: { privileges: 'all', since: 2024 }, logs: { privileges: ['read'] }, odd: { privileges: { deep: true } }, flag: true, empty: { limits: 3 } }
  expect(areasOf(one)).toEqual([
    { area: 'team', choice: { kind: 'all' }, kept: ['since'] }, { area: 'logs', choice: { kind: 'some', words: ['read'] }, kept: [] }, { area: 'odd', choice: { kind: 'other' }, kept: [] },
    { area: 'flag', choice: { kind: 'other' }, kept: [] }, { area: 'empty', choice: { kind: 'none' }, kept: ['limits'] },
  ])
  expect(withArea(one, 'odd', { kind: 'other' })).toBe(one)
  expect(withArea(one, 'logs', { kind: 'none' })).not.toHaveProperty('logs')
  expect(withArea(one, 'team', { kind: 'none' })['team']).toEqual({ since: 2024 })
  expect([turnWord(['b', 'a'], 'c'), turnWord(['b', 'a'], 'b')]).toEqual([['b', 'a', 'c'], ['a']])
})

it('what is no JSON object is refused with its line, and a number that would change with its digits', () => {
  expect(parseConfig('{\n  "team": {\n  }}}').problem).toEqual({ kind: 'syntax', line: 3 })
  expect(parseConfig('["team"]').problem).toEqual({ kind: 'no-object' })
  expect(parseConfig('{"a": 12345678901234567890}').problem).toEqual({ kind: 'number', text: '12345678901234567890' })
  expect(parseConfig('{"a": "12345678901234567890", "b": -0, "c": 1.50, "d \\" 99999999999999999999": 2}').problem).toBeNull()
})

it('differences are told by path, words in any order being the same', () => {
  const before = { team: { privileges: ['read', 'create'] }, logs: { privileges: 'all' }, old: {} }
  expect(differences(before, { logs: { privileges: ['read'] }, team: { privileges: ['create', 'read'] }, more: { privileges: 'all' } })).toEqual([
    { path: 'logs.privileges', before: 'all', after: 'read' }, { path: 'more.privileges', before: null, after: 'all' }, { path: 'old', before: '{}', after: null },
  ])
  fc.assert(fc.property(withName, choice, ([one, name], wish) => {
    const was: AreaChoice = areasOf(one).find(({ area: found }) => found === name)?.choice ?? { kind: 'none' }
    const after = withArea(one, name, wish)
    expect(differences(one, same(one))).toEqual([])
    const sorted = (of: AreaChoice): unknown => (of.kind === 'some' ? [...of.words].sort() : of.kind)
    expect(differences(one, after).length > 0).toBe(JSON.stringify(sorted(was)) !== JSON.stringify(sorted(wish)))
  }))
  // What only looks alike is told apart.
  for (const [a, b] of [[{ a: 'true' }, { a: true }], [{ 'a.b': 1 }, { a: { b: 1 } }], [{ a: ['x', 'y'] }, { a: 'x, y' }], [{ a: [] }, { a: '[]' }]] as const) expect(differences(a, b)).not.toEqual([])
})
