// No schema here: the page needs these at run time.

/** One act on the matrix at most, in cells. */
export const MOST_CELLS = 20_000
/** Characters of a table that is imported. */
export const MOST_TABLE = 16_000_000
