import type { Output } from '@contract'

export type RoleColumn = Output<'roles.compare'>['columns'][number]
/** Roles of one name with the same privileges; `values` in the order of the rows, null: not there. `read` false: their privileges are not known. */
export interface RoleGroup { readonly key: string; readonly name: string; readonly read: boolean; readonly roles: readonly RoleColumn[]; readonly values: readonly (string | null)[] }

/** Columns that say the same as one, the largest group first and what is not read last: differences are seen between sets of privileges, not between 200 customers. */
export function groupsOf({ columns, rows }: Output<'roles.compare'>): readonly RoleGroup[] {
  const groups = new Map<string, { name: string; read: boolean; roles: RoleColumn[]; values: readonly (string | null)[] }>()
  for (const [index, column] of columns.entries()) {
    const values = rows.map((row) => row.values[index] ?? null)
    const key = JSON.stringify([column.name, column.read, column.read ? values : null])
    const known = groups.get(key)
    if (known === undefined) groups.set(key, { name: column.name, read: column.read, roles: [column], values })
    else known.roles.push(column)
  }
  return [...groups].map(([key, one]) => ({ key, ...one })).sort((a, b) => Number(b.read) - Number(a.read) || b.roles.length - a.roles.length)
}
