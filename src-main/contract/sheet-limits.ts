// No schema here: the page needs these at run time.
import { appError, type AppError } from './errors'

/** One act on the matrix at most, in cells. */
export const MOST_CELLS = 20_000

/** More cells than one act may take. */
export function tooManyCells(cells: number): AppError {
  return appError('BAD_INPUT', `${cells.toLocaleString('en')} cells are chosen, and one act takes at most ${MOST_CELLS.toLocaleString('en')}.`, 'Nothing was changed. Choose fewer cells, or narrow the rows down with a filter.')
}

/** Characters of a table that is imported. */
export const MOST_TABLE = 16_000_000
