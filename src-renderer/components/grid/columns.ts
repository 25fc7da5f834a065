/** One column of a grid. Widths in px; a `grow` column takes what is left. */
export interface GridColumn {
  readonly key: string
  readonly title: string
  readonly width: number
  readonly grow?: boolean
  /** Name of the order that its header sets; without it the header does not sort. */
  readonly sort?: string
  readonly align?: 'start' | 'end'
  /** The environment that the whole column belongs to; its header shows the environment's tag. */
  readonly environment?: 'dev' | 'test' | 'prod'
}

/** `grid-template-columns` for the columns. */
export function columnTemplate(columns: readonly GridColumn[]): string {
  return columns.map(({ width, grow }) => (grow === true ? `minmax(${String(width)}px, 1fr)` : `${String(width)}px`)).join(' ')
}
