import type { EnvironmentType, Member } from '../../contract/access'
import type { Input } from '../../contract'
import type { AccountId, CustomerId } from '../../contract/ids'
import type { MemberSort } from '../../contract/methods/workspace'
import type { Db, SqlValue } from '../db'
import { toMember, type StoredMember } from '../member-row'
import { searchNeedles } from '../search-text'

/** One window of the collaborators of a customer; empty lists and null: no condition. Role and environment must hold of one and the same assignment. */
export type CollaboratorQuery = Input<'workspace.members'>

const roleIn = (environment: EnvironmentType): string =>
  `(SELECT r.role_name FROM member_roles r WHERE r.account_id = m.account_id AND r.customer_id = m.customer_id AND r.member_id = m.id AND r.environment = '${environment}')`
const SORT: Readonly<Record<MemberSort, string>> = {
  name: 'm.sort_name', email: 'm.email', lastActivity: 'm.last_activity_at', groups: 'json_array_length(m.groups)', dev: roleIn('dev'), test: roleIn('test'), prod: roleIn('prod'),
}

/** The collaborators of one customer as a list that can be searched. */
export function collaboratorsRepo(db: Db) {
  return {
    page: (query: CollaboratorQuery): { readonly rows: Member[]; readonly matched: number; readonly total: number } => {
      const where = condition(query)
      const column = SORT[query.sort.by]
      const count = (sql: string, params: readonly SqlValue[]): number => db.get<{ n: number }>(`SELECT count(*) AS n FROM members m WHERE ${sql}`, params)?.n ?? 0
      const rows = db.all<StoredMember>(
        `SELECT m.* FROM members m WHERE ${where.sql} ORDER BY ${column} IS NULL, ${column} ${query.sort.direction}, m.sort_name, m.id LIMIT ? OFFSET ?`,
        [...where.params, query.limit, query.offset],
      )
      return { rows: rows.map(toMember), matched: count(where.sql, where.params), total: count('m.account_id = ? AND m.customer_id = ?', [query.accountId, query.customerId]) }
    },
    /** Role names that occur in the customer, with the number of assignments in all environments. */
    roleNames: (accountId: AccountId, customerId: CustomerId): { readonly value: string; readonly count: number }[] =>
      db.all('SELECT role_name AS value, count(*) AS count FROM member_roles WHERE account_id = ? AND customer_id = ? AND role_name IS NOT NULL GROUP BY role_name ORDER BY count DESC, value', [
        accountId, customerId,
      ]),
  }
}

function condition({ accountId, customerId, search, roles: roleNames, environment, kinds }: CollaboratorQuery): { readonly sql: string; readonly params: readonly SqlValue[] } {
  const needles = searchNeedles(search)
  const oneOf = (values: readonly string[]): string => values.map(() => '?').join(', ')
  const assignment = [
    ...(environment === null ? [] : ['r.environment = ?']),
    ...(roleNames.length === 0 ? [] : [`r.role_name IN (${oneOf(roleNames)})`]),
  ]
  const roles = assignment.length === 0 ? [] : [
    `EXISTS (SELECT 1 FROM member_roles r WHERE r.account_id = m.account_id AND r.customer_id = m.customer_id AND r.member_id = m.id AND r.role_name IS NOT NULL AND ${assignment.join(' AND ')})`,
  ]
  const kind = kinds.length === 0 ? [] : [`m.kind IN (${oneOf(kinds)})`]
  return {
    sql: ['m.account_id = ?', 'm.customer_id = ?', ...needles.map(() => 'instr(m.search, ?) > 0'), ...kind, ...roles].join(' AND '),
    params: [accountId, customerId, ...needles, ...kinds, ...(environment === null ? [] : [environment]), ...roleNames],
  }
}
