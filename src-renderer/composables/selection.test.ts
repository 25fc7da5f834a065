import { expect, it } from 'vitest'
import { useSelection } from './selection'

it('ticks, extends to a row and leaves out what cannot be ticked', () => {
  const { chosen, pick, clear } = useSelection<string>((index) => (index === 2 ? null : `row ${String(index)}`))
  pick(1, false)
  pick(4, true)
  expect([...chosen.value]).toEqual(['row 1', 'row 3', 'row 4'])
  pick(3, false)
  pick(2, false)
  expect([...chosen.value]).toEqual(['row 1', 'row 4'])
  clear()
  pick(0, true)
  expect([...chosen.value]).toEqual(['row 0'])
})
