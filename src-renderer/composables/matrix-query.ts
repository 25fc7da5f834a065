import type { MatrixFilter, MatrixScope, MatrixView } from '@contract/matrix'

/** A filter without any condition. */
export const NO_FILTER: MatrixFilter = { search: '', roles: { dev: [], test: [], prod: [] }, groups: [], states: [], findings: [] }
/** The customers of all accounts. */
export const EVERYWHERE: MatrixScope = { kind: 'accounts', accounts: [] }
/** Every row, by name. */
export const EVERYTHING: MatrixView = { scope: EVERYWHERE, filter: NO_FILTER, grouping: 'flat', sort: { by: 'name', direction: 'asc' } }
