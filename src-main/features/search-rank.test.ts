import { expect, test } from 'vitest'
import { bestFirst } from './search-rank'

const order = (search: string, ...texts: string[]): string[] => bestFirst(texts, search, (one) => one)

test('whole words come before beginnings, and those before the inside of words', () => {
  expect(order('dana', 'Adriana Bogdana', 'Dána Smith', 'Danali North', 'Zoe Dana')).toEqual(['Dána Smith', 'Zoe Dana', 'Danali North', 'Adriana Bogdana'])
})

test('every word counts, and what is equal keeps its order', () => {
  expect(order('da wh', 'Whit Brandan', 'Dana Whitfield', 'Whitney Dale')).toEqual(['Dana Whitfield', 'Whitney Dale', 'Whit Brandan'])
})
