import { expect, it } from 'vitest'
import { durationParts } from './duration-words'

it.each([
  [0, 'onlySeconds', 0, 1], [12_400, 'onlySeconds', 0, 12], [59_600, 'minutesSeconds', 1, 0], [235_000, 'minutesSeconds', 3, 55],
  [25_020_000, 'hoursMinutes', 6, 57], [3_599_600, 'hoursMinutes', 1, 0], [7_199_900, 'hoursMinutes', 2, 0],
] as const)('%i ms', (ms, key, big, small) => {
  expect(durationParts(ms)).toEqual({ key, big, small })
})
