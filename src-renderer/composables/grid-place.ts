/** Where a grid was left, so that it can be entered there again. `offset` in px. */
export interface GridPlace {
  readonly offset: number
  readonly row: number
  readonly column: number
  /** Whether the focus was in it. */
  readonly focused: boolean
}
