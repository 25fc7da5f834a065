import { environmentRole, projectRole, type EnvironmentRole, type EnvironmentType, type ProjectRole } from '../../contract/access'
import { memberId, type AccountId, type CustomerId, type MemberId } from '../../contract/ids'
import { customerList } from '../customer-list'
import type { Db } from '../db'
import { generationOf } from '../read-state'

// A type, not an interface: only that is a row of a list.
type StoredRole = { id: string; name: string; kind: string; members_count: number | null; created_at: number | null; updated_at: number | null; config: string | null }
type Role = EnvironmentRole | ProjectRole
type Table = 'environment_roles' | 'project_roles'
const RESOURCE = { environment_roles: 'environmentRoles', project_roles: 'projectRoles' } as const

/** Who has a role in which environment of a customer. */
export interface RoleHolder {
  readonly roleName: string
  readonly environment: EnvironmentType
  readonly memberId: MemberId
  readonly name: string
  readonly email: string
}

const COLUMNS = ['name', 'kind', 'members_count', 'created_at', 'updated_at', 'config']

/** Environment roles and project roles of customers. A config that was read alone stays while the role was not updated. */
export function rolesRepo(db: Db) {
  const one = (table: Table, accountId: AccountId, customerId: CustomerId, id: string): StoredRole | undefined =>
    db.get<StoredRole>(`SELECT * FROM ${table} WHERE account_id = ? AND customer_id = ? AND id = ?`, [accountId, customerId, id])
  const replace = <R extends Role>(table: Table) => (accountId: AccountId, customerId: CustomerId, roles: readonly R[], now: number, complete = true) =>
    customerList<R>(db, { table, resource: RESOURCE[table], columns: COLUMNS, label: 'name' }, (role) => toRow(role, one(table, accountId, customerId, role.id)))(accountId, customerId, roles, now, complete)
  const save = <R extends Role>(table: Table) => (accountId: AccountId, customerId: CustomerId, role: R, now: number): boolean =>
    db.transaction(() => {
      const before = one(table, accountId, customerId, role.id)
      const row = toRow(role, before)
      if (before === undefined) return false
      db.run(`UPDATE ${table} SET ${COLUMNS.map((name) => `${name} = ?`).join(', ')}, generation = ?, fetched_at = ? WHERE account_id = ? AND customer_id = ? AND id = ?`, [
        row.name, row.kind, row.members_count, row.created_at, row.updated_at, row.config, generationOf(db, accountId, RESOURCE[table], customerId), now, accountId, customerId, role.id,
      ])
      return COLUMNS.some((name) => before[name as keyof StoredRole] !== row[name as keyof StoredRole])
    })
  const all = (table: Table, accountId: AccountId, customerId: CustomerId): unknown[] =>
    db.all<StoredRole>(`SELECT * FROM ${table} WHERE account_id = ? AND customer_id = ? ORDER BY name, id`, [accountId, customerId]).map(fromRow)

  return {
    replaceEnvironmentRoles: replace<EnvironmentRole>('environment_roles'),
    replaceProjectRoles: replace<ProjectRole>('project_roles'),
    /** A role that was read alone, with its config; true: it really changed. Nothing happens for one that is not in the list. */
    saveEnvironmentRole: save<EnvironmentRole>('environment_roles'),
    saveProjectRole: save<ProjectRole>('project_roles'),
    environmentRoles: (accountId: AccountId, customerId: CustomerId): EnvironmentRole[] => environmentRole.array().parse(all('environment_roles', accountId, customerId)),
    projectRoles: (accountId: AccountId, customerId: CustomerId): ProjectRole[] => projectRole.array().parse(all('project_roles', accountId, customerId)),
    /** Everybody who has a role in an environment of the customer, by role and name. */
    holders: (accountId: AccountId, customerId: CustomerId): RoleHolder[] =>
      db.all<Omit<RoleHolder, 'memberId'> & { id: number }>(
        `SELECT r.role_name AS roleName, r.environment, m.id, m.name, m.email FROM member_roles r
         JOIN members m ON m.account_id = r.account_id AND m.customer_id = r.customer_id AND m.id = r.member_id
         WHERE r.account_id = ? AND r.customer_id = ? AND r.role_name IS NOT NULL ORDER BY r.role_name, m.sort_name, m.id, r.environment`, [accountId, customerId],
      ).map(({ id, ...rest }) => ({ ...rest, memberId: memberId.parse(id) })),
  }
}

function toRow(role: Role, before: StoredRole | undefined): StoredRole {
  const kept = before !== undefined && before.updated_at === role.updatedAt ? before.config : null
  return {
    id: role.id, name: role.name, kind: role.kind, members_count: role.membersCount, created_at: role.createdAt, updated_at: role.updatedAt,
    config: role.config === undefined ? kept : JSON.stringify(role.config),
  }
}

function fromRow(row: StoredRole): unknown {
  const config = row.config === null ? {} : { config: JSON.parse(row.config) as unknown }
  return { id: row.id, name: row.name, kind: row.kind, membersCount: row.members_count, createdAt: row.created_at, updatedAt: row.updated_at, ...config }
}
