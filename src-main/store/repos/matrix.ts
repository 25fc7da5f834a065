import { environmentType, type Member, type RoleName } from '../../contract/access'
import { accountId, customerId, type AccountId, type CustomerId, type MemberId } from '../../contract/ids'
import { accessModel } from '../../contract/reading'
import type { MatrixCustomer, MatrixPerson } from '../../domain/matrix/rows'
import type { Db } from '../db'
import { parseGroups, parseRoles } from '../member-row'

/** A customer as the matrix needs it, without its people. */
export type ListedCustomer = Omit<MatrixCustomer, 'people'>
/** A member as the matrix needs it, without what it works out. Equal roles, and equal groups, are the same object. */
export type ListedMember = Omit<MatrixPerson, 'customer' | 'emailKey' | 'flags'>

interface StoredCustomer { account_id: string; id: number; name: string; sort_name: string; search: string; external_id: string | null; environments: string; model: string }
interface StoredMember { id: MemberId; name: string; email: string; sort_name: string; kind: Member['kind']; roles: string; groups: string | null; created_at: number | null; last_activity_at: number | null }

const CHANGED = 'SELECT account_id, id, name, sort_name, search, external_id, environments, model FROM customers WHERE version > ? ORDER BY version'
const ONE = 'SELECT account_id, id, name, sort_name, search, external_id, environments, model FROM customers WHERE account_id = ? AND id = ?'
const MEMBERS = 'SELECT id, name, email, sort_name, kind, roles, groups, created_at, last_activity_at FROM members WHERE account_id = ? AND customer_id = ?'
const ROLES_READ = "SELECT 1 AS yes FROM read_states WHERE account_id = ? AND customer_id = ? AND resource = 'environmentRoles' AND last_success IS NOT NULL"
/** So many different texts are kept apart; more than that is no list of roles or groups that repeats. */
const MOST_KNOWN = 20_000

/** People in customers for who keeps them in memory: what has changed since a version, and everybody of a customer. */
export function matrixRepo(db: Db) {
  const roles = shared(parseRoles)
  const groups = shared(parseGroups)
  return {
    /** Another one with every change that any of this shows. */
    version: (): number => db.get<{ n: number }>('SELECT n FROM row_version')?.n ?? 0,
    /** Customers that are new or changed since a version, oldest change first. */
    changedSince: (version: number): ListedCustomer[] => db.all<StoredCustomer>(CHANGED, [version]).map(toListed),
    /** One customer, if it is there. */
    customer: (account: AccountId, customer: CustomerId): ListedCustomer[] => db.all<StoredCustomer>(ONE, [account, customer]).map(toListed),
    count: (): number => db.get<{ n: number }>('SELECT count(*) AS n FROM customers')?.n ?? 0,
    /** Every customer that there is. */
    ids: (): { readonly accountId: AccountId; readonly customerId: CustomerId }[] => db.all('SELECT account_id AS accountId, id AS customerId FROM customers'),
    /** Names of the environment roles of a customer; null: they were never read. */
    roleNames: (account: AccountId, customer: CustomerId): RoleName[] | null => {
      const names = db.all<{ name: RoleName }>('SELECT name FROM environment_roles WHERE account_id = ? AND customer_id = ? ORDER BY name', [account, customer]).map(({ name }) => name)
      return names.length > 0 || db.get(ROLES_READ, [account, customer]) !== undefined ? names : null
    },
    members: (account: AccountId, customer: CustomerId): ListedMember[] => db.all<StoredMember>(MEMBERS, [account, customer]).map((row) => ({
      memberId: row.id, name: row.name, email: row.email, sortName: row.sort_name, kind: row.kind, roles: roles(row.roles),
      groups: row.groups === null ? null : groups(row.groups), createdAt: row.created_at, lastActivityAt: row.last_activity_at,
    })),
  }
}

function toListed(row: StoredCustomer): ListedCustomer {
  return {
    accountId: accountId.parse(row.account_id), customerId: customerId.parse(row.id), name: row.name, sortName: row.sort_name, search: row.search,
    externalId: row.external_id, environments: environmentType.array().parse(JSON.parse(row.environments)), model: accessModel.parse(row.model),
  }
}

/** Says that the people of a customer, or what they may do, are others than before. */
export function markChanged(db: Db, account: AccountId, customer: CustomerId): void {
  db.run('UPDATE row_version SET n = n + 1')
  db.run('UPDATE customers SET version = (SELECT n FROM row_version) WHERE account_id = ? AND id = ?', [account, customer])
}

/** Parses each text once: a hundred thousand people have few different sets of roles. */
function shared<T>(parse: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const value = parse(text)
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(text, value)
    return value
  }
}
