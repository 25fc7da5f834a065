/** What may be bound: everything else is refused before the driver sees it. */
export type SqlValue = string | number | bigint | boolean | null | Uint8Array
export type Row = Readonly<Record<string, unknown>>

/** A database as the repositories see it. Parameters are always one array. */
export interface Db {
  run(sql: string, params?: readonly SqlValue[]): { readonly changes: number }
  all<T extends object = Row>(sql: string, params?: readonly SqlValue[]): T[]
  get<T extends object = Row>(sql: string, params?: readonly SqlValue[]): T | undefined
  /** Runs several statements without parameters. */
  script(sql: string): void
  /** All or nothing. Not to be nested. */
  transaction<T>(work: () => T): T
  close(): void
}

/** A value or a number of values that must not reach the driver. */
export class BindError extends Error {}
