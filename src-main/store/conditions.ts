import type { SqlValue } from './db'

/** Columns that must have a value, as a condition; one whose value is null is not asked for. */
export function conditions(columns: Readonly<Record<string, SqlValue>>): { readonly sql: string; readonly params: readonly SqlValue[] } {
  const asked = Object.entries(columns).filter(([, value]) => value !== null)
  return { sql: asked.length === 0 ? '1' : asked.map(([name]) => `${name} = ?`).join(' AND '), params: asked.map(([, value]) => value) }
}
