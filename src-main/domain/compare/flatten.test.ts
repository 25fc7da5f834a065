import { expect, it } from 'vitest'
import { flatten } from './flatten'

it('tells privileges by their paths, whatever the order of their words', () => {
  expect([...flatten({ team: { privileges: ['run', 'read'] }, recipes: { privileges: 'all' } })]).toEqual([['team.privileges', 'read, run'], ['recipes.privileges', 'all']])
})

it.each([
  ['everything and a word of that name', { team: { privileges: 'all' } }, { team: { privileges: ['all'] } }],
  ['a path and a key that looks like one', { team: { privileges: 'all' } }, { 'team.privileges': 'all' }],
  ['two words and one that looks like two', { a: ['read', 'run'] }, { a: ['read, run'] }],
  ['a value and a text that looks like it', { a: true }, { a: 'true' }],
  ['a number and its text', { a: 1 }, { a: '1' }],
  ['nothing and its text', { a: null }, { a: 'null' }],
  ['no word and a text that looks like it', { a: [] }, { a: '[]' }],
  ['a key of JSON and a quoted one', { 'a.b': 1 }, { '"a.b"': 1 }],
])('never tells %s as the same', (_, one, other) => {
  expect([...flatten(one)]).not.toEqual([...flatten(other)])
})
