import type { EnvironmentAssignment, Member } from '../../contract/access'
import { accountId as accountIdSchema, customerId as customerIdSchema, memberId as memberIdSchema, type AccountId, type CustomerId, type MemberId } from '../../contract/ids'
import type { Db } from '../db'
import { parseGroups, parseRoles } from '../member-row'
import { inScope, type Scope } from './read-states'

/** The access of one member as it was known at a time; valid from `validFrom` (UTC ms, when the read saw it) to before `validTo`, null: until now. */
export interface PastMember {
  readonly accountId: AccountId
  readonly customerId: CustomerId
  readonly memberId: MemberId
  readonly name: string
  readonly email: string
  readonly kind: string
  readonly roles: readonly EnvironmentAssignment[]
  readonly groups: Member['groups']
  readonly validFrom: number
  readonly validTo: number | null
}

/** Something that a complete read no longer found. */
export interface Tombstone {
  readonly resource: string
  readonly key: string
  readonly label: string
  readonly goneAt: number
}

interface Stored {
  account_id: string; customer_id: number; member_id: number; name: string; email: string; kind: string; roles: string; groups: string | null; valid_from: number; valid_to: number | null
}

const SHARED = 'name, email, kind, roles, groups, valid_from'

/** What was known at an earlier time. */
export function memberHistoryRepo(db: Db) {
  return {
    /** Members of a scope as of a time (UTC ms), by customer and name; customers that were first read later have none. */
    asOf: (scope: Scope, time: number, limit: number, offset = 0): PastMember[] => {
      const where = inScope(scope)
      const here = where.sql.replaceAll('c.id', 'c.customer_id')
      return db.all<Stored>(
        `SELECT c.account_id, c.customer_id, c.id AS member_id, ${SHARED}, NULL AS valid_to FROM members c WHERE ${here} AND c.valid_from <= ?
         UNION ALL
         SELECT c.account_id, c.customer_id, c.member_id, ${SHARED}, valid_to FROM member_history c WHERE ${here} AND c.valid_from <= ? AND c.valid_to > ?
         ORDER BY account_id, customer_id, name, member_id LIMIT ? OFFSET ?`,
        [...where.params, time, ...where.params, time, time, limit, offset],
      ).map(toPast)
    },
    /** As `asOf`, but a customer that was first read later is as it was then. */
    asOfOrFirst: (scope: Scope, time: number, limit: number): PastMember[] => {
      const where = inScope(scope)
      const here = where.sql.replaceAll('c.id', 'c.customer_id')
      return db.all<Stored>(
        `WITH first AS (SELECT account_id AS of_account, customer_id AS of_customer, MAX(MIN(valid_from), ?) AS at FROM (
           SELECT c.account_id, c.customer_id, c.valid_from FROM members c WHERE ${here} UNION ALL SELECT c.account_id, c.customer_id, c.valid_from FROM member_history c WHERE ${here}
         ) GROUP BY account_id, customer_id)
         SELECT c.account_id, c.customer_id, c.id AS member_id, ${SHARED}, NULL AS valid_to FROM members c JOIN first ON of_account = c.account_id AND of_customer = c.customer_id WHERE c.valid_from <= at
         UNION ALL
         SELECT c.account_id, c.customer_id, c.member_id, ${SHARED}, valid_to FROM member_history c JOIN first ON of_account = c.account_id AND of_customer = c.customer_id WHERE c.valid_from <= at AND c.valid_to > at
         ORDER BY account_id, customer_id, name, member_id LIMIT ?`,
        [time, ...where.params, ...where.params, limit],
      ).map(toPast)
    },
    /** All states of one member, oldest first, the present one last. */
    ofMember: (accountId: AccountId, customerId: CustomerId, id: MemberId): PastMember[] =>
      db.all<Stored>(
        `SELECT account_id, customer_id, member_id, ${SHARED}, valid_to FROM member_history WHERE account_id = ? AND customer_id = ? AND member_id = ?
         UNION ALL
         SELECT account_id, customer_id, id, ${SHARED}, NULL FROM members WHERE account_id = ? AND customer_id = ? AND id = ? ORDER BY valid_from`,
        [accountId, customerId, id, accountId, customerId, id],
      ).map(toPast),
    /** What disappeared from a customer since a time (UTC ms), newest first. */
    goneSince: (accountId: AccountId, customerId: CustomerId, since: number): Tombstone[] =>
      db.all<Tombstone>(
        'SELECT resource, key, label, gone_at AS goneAt FROM tombstones WHERE account_id = ? AND customer_id = ? AND gone_at >= ? ORDER BY gone_at DESC, resource, key', [accountId, customerId, since],
      ),
  }
}

function toPast(row: Stored): PastMember {
  return {
    accountId: accountIdSchema.parse(row.account_id), customerId: customerIdSchema.parse(row.customer_id), memberId: memberIdSchema.parse(row.member_id), name: row.name, email: row.email, kind: row.kind,
    roles: parseRoles(row.roles), groups: parseGroups(row.groups), validFrom: row.valid_from, validTo: row.valid_to,
  }
}
