import { expect, it } from 'vitest'
import { firstColumns, mergedCell, shownColumns } from '../../composables/matrix-columns'
import { moveFor } from './grid-keys'

const columns = shownColumns(firstColumns(), 'customer')
const place = (key: string): number => columns.findIndex((column) => column.key === key)

it('arrows cross the one cell of a customer manager at once, wherever in it they come from', () => {
  const go = (from: string, key: string): string | undefined => {
    const column = place(from)
    const move = moveFor({ key, shiftKey: false, ctrlKey: false, metaKey: false } as KeyboardEvent, { active: { line: 0, column } }, { lines: 3, columns }, 10, mergedCell(columns, column))
    return move === null ? undefined : columns[move.column]?.key
  }
  expect([go('person', 'ArrowRight'), go('dev', 'ArrowRight'), go('test', 'ArrowRight'), go('prod', 'ArrowLeft'), go('groups', 'ArrowLeft')]).toEqual(['dev', 'groups', 'groups', 'person', 'prod'])
})
