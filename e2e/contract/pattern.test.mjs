import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { match, matches, patternFault } from './pattern.mjs'
import { fill, MissingVariable } from './variables.mjs'

describe('patterns', () => {
  it.each([
    ['a literal', 'a', 'a', 'b'],
    ['a type', '$integer', 1, 1.5],
    ['any of two types', '$string|null', null, 1],
    ['a timestamp with offset', '$timestamp', '2024-08-02T13:35:11.691-07:00', '2024-08-02'],
    ['a timestamp in UTC', '$timestamp', '2024-08-02T13:35:11.691Z', '2024-08-02T13:35:11Z'],
    ['a closed object', { a: 1 }, { a: 1 }, { a: 1, b: 2 }],
    ['an open object', { $open: true, a: 1 }, { a: 1, b: 2 }, { b: 2 }],
    ['an optional key', { 'a?': 1 }, {}, { a: 2 }],
    ['a missing key', { a: '$nothing' }, {}, { a: null }],
    ['a list in order', [1, 2], [1, 2], [2, 1]],
    ['a list in any order', { $unordered: [1, 2] }, [2, 1], [2, 1, 3]],
    ['a list that contains', { $contains: [1, 2] }, [3, 2, 1], [1, 1]],
    ['a list that does not contain', { $excludes: [1] }, [2], [2, 1]],
    ['a list of', { $arrayOf: '$integer' }, [1], []],
    ['a list of at most', { $arrayOf: '$integer', $min: 0, $max: 1 }, [], [1, 2]],
    ['any of', { $anyOf: [1, null] }, null, 2],
    ['a text', { $matches: '^a' }, 'ab', 'ba'],
    ['a length', { $length: 2 }, [1, 2], [1]],
    ['all of', { $all: ['$array', { $length: 1 }] }, [1], []],
  ])('%s fits what it should and nothing else', (_, pattern, good, bad) => {
    expect(patternFault(pattern)).toBeNull()
    expect(match(pattern, good).problems).toEqual([])
    expect(match(pattern, bad).problems.length).toBeGreaterThan(0)
  })

  it('fits every JSON value with itself, and no changed one', () => {
    const plain = fc.json().map((text) => JSON.parse(text)).filter((value) => !/"[$]|\?"|__proto__/.test(JSON.stringify(value)))
    fc.assert(fc.property(plain, (value) => matches(value, value)))
    fc.assert(fc.property(plain, (value) => !matches({ kept: value }, { kept: [value] }) && !matches([value], [value, value])))
  })

  it('assigns elements so that a loose pattern leaves the one that a strict pattern needs', () => {
    expect(matches({ $unordered: ['$integer', 1] }, [1, 2])).toBe(true)
  })

  it('names the place, what was expected and what was there', () => {
    expect(match({ data: [{ id: '$integer' }] }, { data: [{ id: 'x' }] }).problems).toEqual([{ at: '$.data[0].id', expected: 'integer', actual: '"x"' }])
  })

  it('captures values, of the alternative that fits', () => {
    expect(match({ $anyOf: [{ a: { $capture: 'x', $as: '$integer' } }, { b: { $capture: 'x', $as: '$integer' } }] }, { b: 2 }).captures).toEqual({ x: 2 })
  })

  it.each(['$interger', { $arrayof: 1 }, { $arrayOf: 1, min: 1 }, { $open: true, $max: 1 }, [{ a: '$never' }]])('refuses the misspelt %j', (pattern) => {
    expect(patternFault(pattern)).not.toBeNull()
  })

  it('fills variables, keeps their type, and names one that is missing', () => {
    expect(fill({ id: '{{n}}', path: '/a/{{n}}/b', list: ['{{t}}'] }, { n: 7, t: 'x' })).toEqual({ id: 7, path: '/a/7/b', list: ['x'] })
    expect(() => fill('{{gone}}', {})).toThrow(MissingVariable)
  })
})
