/** One row of values of a chart; `colour` names a design token. A value that is not known is null. */
export interface ChartSeries {
  readonly name: string
  readonly kind: 'bar' | 'line'
  readonly colour: 'accent-chart' | 'failed-line'
  readonly values: readonly (number | null)[]
}
