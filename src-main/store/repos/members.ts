import type { Member } from '../../contract/access'
import type { AccountId, CustomerId, MemberId } from '../../contract/ids'
import type { RoleRanks } from '../../domain/access/highest'
import type { Db } from '../db'
import { ACCESS_COLUMNS, emailKey, MEMBER_COLUMNS, rowsDiffer, toMember, toMemberRow, type StoredMember } from '../member-row'
import { personIndex } from '../person-index'
import { customerExists, generationOf, markRead } from '../read-state'
import { bury, NO_CHANGES, type ListChanges } from '../replace-list'
import { markChanged } from './matrix'

type Kept = StoredMember & { readonly person_id: number; readonly valid_from: number }

const COLUMNS = ['account_id', 'customer_id', 'id', 'person_id', ...MEMBER_COLUMNS, 'valid_from', 'generation', 'fetched_at']
const UPSERT = `INSERT INTO members (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((name) => (name === 'person_id' ? 'CAST(? AS INTEGER)' : '?')).join(', ')})
  ON CONFLICT (account_id, customer_id, id) DO UPDATE SET ${COLUMNS.slice(3).map((name) => `${name} = excluded.${name}`).join(', ')}`
const KEEP_STATE = `INSERT OR REPLACE INTO member_history (account_id, customer_id, member_id, valid_from, valid_to, ${ACCESS_COLUMNS.join(', ')})
  VALUES (?, ?, ?, ?, ?, ${ACCESS_COLUMNS.map(() => '?').join(', ')})`
const ADD_ROLE = 'INSERT INTO member_roles (account_id, customer_id, member_id, environment, role_name, role_type, generation, fetched_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'

/** Collaborators of customers. What is written keeps people, history and tombstones in step. */
export function membersRepo(db: Db, ranks: RoleRanks) {
  const index = personIndex(db, ranks)

  const write = (accountId: AccountId, customerId: CustomerId, one: Member, before: Kept | undefined, generation: number, now: number) => {
    const row = toMemberRow(one, before)
    if (before !== undefined && !rowsDiffer(MEMBER_COLUMNS, before, row)) return { row, changed: false, people: [] }
    const accessChanged = before === undefined || rowsDiffer(ACCESS_COLUMNS, before, row)
    if (before !== undefined && accessChanged) keepState(accountId, customerId, before, now)
    const person = before !== undefined && before.email === row.email ? before.person_id : index.idFor(emailKey(row.email, accountId, row.id), row.sort_name)
    db.run(UPSERT, [accountId, customerId, row.id, person, ...MEMBER_COLUMNS.map((name) => row[name]), accessChanged ? now : before.valid_from, generation, now])
    if (before?.roles !== row.roles) {
      db.run('DELETE FROM member_roles WHERE account_id = ? AND customer_id = ? AND member_id = ?', [accountId, customerId, row.id])
      for (const { environment, roleName, roleType } of one.roles) db.run(ADD_ROLE, [accountId, customerId, row.id, environment, roleName, roleType, generation, now])
    }
    return { row, changed: true, people: accessChanged ? [...new Set([person, before?.person_id ?? person])] : [] }
  }

  function keepState(accountId: AccountId, customerId: CustomerId, state: Kept, now: number): void {
    db.run(KEEP_STATE, [accountId, customerId, state.id, state.valid_from, now, ...ACCESS_COLUMNS.map((name) => state[name])])
  }

  const drop = (accountId: AccountId, customerId: CustomerId, gone: Kept, now: number): void => {
    keepState(accountId, customerId, gone, now)
    db.run('DELETE FROM members WHERE account_id = ? AND customer_id = ? AND id = ?', [accountId, customerId, gone.id])
    bury(db, { account_id: accountId, customer_id: customerId }, 'members', String(gone.id), `${gone.name} ${gone.email}`.trim(), now)
  }

  const kept = (accountId: AccountId, customerId: CustomerId): Kept[] => db.all<Kept>('SELECT * FROM members WHERE account_id = ? AND customer_id = ?', [accountId, customerId])

  return {
    /**
     * Makes the members of a customer those of the list, all or nothing. `complete` false: entries of the list could not be read,
     * so nobody is removed and the read does not count as one. Gives the ids of those who really changed; nothing happens for a customer that is no longer there. `now` is UTC ms.
     */
    replaceMembers: (accountId: AccountId, customerId: CustomerId, members: readonly Member[], now: number, complete = true): ListChanges =>
      db.transaction(() => {
        if (!customerExists(db, accountId, customerId)) return NO_CHANGES
        const generation = complete ? markRead(db, accountId, 'members', customerId, members.length, now) : generationOf(db, accountId, 'members', customerId)
        const before = new Map(kept(accountId, customerId).map((row) => [row.id, row]))
        const after = new Map<number, Member>(members.map((one) => [one.id, one]))
        const written = [...after.values()].map((one) => write(accountId, customerId, one, before.get(one.id), generation, now))
        const gone = complete ? [...before.values()].filter(({ id }) => !after.has(id)) : []
        for (const one of gone) drop(accountId, customerId, one, now)
        const people = new Set([...written.flatMap((one) => one.people), ...gone.map(({ person_id }) => person_id)])
        for (const id of people) index.refresh(id)
        touch(db, accountId, customerId, [...after.keys()], complete, generation, now)
        sumUpCustomer(db, accountId, customerId)
        const changed = written.filter((one) => one.changed).map(({ row }) => row.id)
        if (changed.length + gone.length > 0) markChanged(db, accountId, customerId)
        return { added: changed.filter((id) => !before.has(id)).map(String), changed: changed.filter((id) => before.has(id)).map(String), removed: gone.map(({ id }) => String(id)) }
      }),
    /** Stores one member that was read alone; nobody else is touched. True: it really changed. */
    saveMember: (accountId: AccountId, customerId: CustomerId, one: Member, now: number): boolean =>
      db.transaction(() => {
        if (!customerExists(db, accountId, customerId)) return false
        const before = db.get<Kept>('SELECT * FROM members WHERE account_id = ? AND customer_id = ? AND id = ?', [accountId, customerId, one.id])
        const generation = generationOf(db, accountId, 'members', customerId)
        const { changed, people } = write(accountId, customerId, one, before, generation, now)
        for (const id of people) index.refresh(id)
        touch(db, accountId, customerId, [one.id], false, generation, now)
        if (changed) {
          sumUpCustomer(db, accountId, customerId)
          markChanged(db, accountId, customerId)
        }
        return changed
      }),
    /** All members of a customer, with their access; to be called inside a transaction, before the customer itself is removed. */
    removeAll: (accountId: AccountId, customerId: CustomerId, now: number): void => {
      const gone = kept(accountId, customerId)
      for (const one of gone) drop(accountId, customerId, one, now)
      for (const { person_id } of gone) index.refresh(person_id)
    },
    /** Removes all members of an account without a trace; to be called inside a transaction. */
    forgetAccount: (accountId: AccountId): void => {
      const people = db.all<{ person_id: number }>('SELECT DISTINCT person_id FROM members WHERE account_id = ?', [accountId])
      db.run('DELETE FROM members WHERE account_id = ?', [accountId])
      for (const { person_id } of people) index.refresh(person_id)
      index.forgetUnused()
    },
    list: (accountId: AccountId, customerId: CustomerId): Member[] => kept(accountId, customerId).map(toMember),
    get: (accountId: AccountId, customerId: CustomerId, id: MemberId): Member | null => {
      const row = db.get<StoredMember>('SELECT * FROM members WHERE account_id = ? AND customer_id = ? AND id = ?', [accountId, customerId, id])
      return row === undefined ? null : toMember(row)
    },
  }
}

const SUM_UP = `
  UPDATE customers SET
    people = (SELECT count(*) FROM members m WHERE m.account_id = customers.account_id AND m.customer_id = customers.id),
    model = CASE max(0, (SELECT max(CASE role_type WHEN 'privilege_group' THEN 2 ELSE 1 END) FROM member_roles r
      WHERE r.account_id = customers.account_id AND r.customer_id = customers.id AND r.role_name IS NOT NULL)) WHEN 2 THEN 'legacy' WHEN 1 THEN 'migrated' ELSE 'unknown' END
  WHERE account_id = ? AND id = ?`

/** A customer is on the legacy model as long as one assignment is (contract 1.10: the model is one of the assignment). */
function sumUpCustomer(db: Db, accountId: AccountId, customerId: CustomerId): void {
  db.run(SUM_UP, [accountId, customerId])
}

/** Says of rows that did not change that they were seen. */
function touch(db: Db, accountId: AccountId, customerId: CustomerId, ids: readonly number[], all: boolean, generation: number, now: number): void {
  for (const [table, id] of [['members', 'id'], ['member_roles', 'member_id']] as const) {
    const sql = `UPDATE ${table} SET generation = ?, fetched_at = ? WHERE account_id = ? AND customer_id = ?`
    if (all) db.run(sql, [generation, now, accountId, customerId])
    else for (const one of ids) db.run(`${sql} AND ${id} = ?`, [generation, now, accountId, customerId, one])
  }
}
