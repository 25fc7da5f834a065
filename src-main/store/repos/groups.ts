import { collaboratorGroup, groupMember, type CollaboratorGroup, type GroupMember } from '../../contract/access'
import type { AccountId, CustomerId, GroupId } from '../../contract/ids'
import { customerList } from '../customer-list'
import type { Db } from '../db'
import { generationOf } from '../read-state'
import { NO_CHANGES, replaceList, type ListChanges, type ListSpec } from '../replace-list'

interface StoredGroup { id: string; name: string; description: string | null; members_count: number | null; system: number; created_at: number | null; updated_at: number | null }
/** A group with the members that were read for it. */
export type GroupWithMembers = CollaboratorGroup & { readonly members: readonly GroupMember[] }

const MEMBERS: ListSpec = { table: 'group_members', resource: 'group_members', primaryKey: ['account_id', 'customer_id', 'group_id', 'id'], columns: ['name', 'email'], label: 'name' }

/** Collaborator groups of customers and who is in them. */
export function groupsRepo(db: Db) {
  const list = (accountId: AccountId, customerId: CustomerId): CollaboratorGroup[] =>
    db.all<StoredGroup>('SELECT * FROM groups WHERE account_id = ? AND customer_id = ? ORDER BY system DESC, name, id', [accountId, customerId]).map(toGroup)
  return {
    replaceGroups: customerList<CollaboratorGroup>(
      db, { table: 'groups', resource: 'groups', columns: ['name', 'description', 'members_count', 'system', 'created_at', 'updated_at'], label: 'name' },
      (one) => ({ id: one.id, name: one.name, description: one.description, members_count: one.membersCount, system: one.system ? 1 : 0, created_at: one.createdAt, updated_at: one.updatedAt }),
    ),
    /** Members of one group; when all groups of the customer are in, `readStates.succeeded` says so. Nothing happens for a group that is no longer there. */
    replaceGroupMembers: (accountId: AccountId, customerId: CustomerId, groupId: GroupId, members: readonly GroupMember[], now: number, complete = true): ListChanges =>
      db.transaction(() => {
        if (db.get('SELECT 1 AS there FROM groups WHERE account_id = ? AND customer_id = ? AND id = ?', [accountId, customerId, groupId]) === undefined) return NO_CHANGES
        const generation = generationOf(db, accountId, 'groupMembers', customerId) + 1
        const rows = members.map(({ id, name, email }) => ({ id, name, email }))
        return replaceList(db, MEMBERS, { account_id: accountId, customer_id: customerId, group_id: groupId }, rows, { now, generation, complete })
      }),
    list,
    /** All groups of a customer with their members. */
    withMembers: (accountId: AccountId, customerId: CustomerId): GroupWithMembers[] => {
      const all = db.all<{ group_id: string }>('SELECT group_id, id, name, email FROM group_members WHERE account_id = ? AND customer_id = ? ORDER BY name, id', [accountId, customerId])
      return list(accountId, customerId).map((group) => ({ ...group, members: groupMember.array().parse(all.filter(({ group_id }) => group_id === group.id)) }))
    },
  }
}

function toGroup(row: StoredGroup): CollaboratorGroup {
  return collaboratorGroup.parse({
    id: row.id, name: row.name, description: row.description, membersCount: row.members_count, system: row.system === 1, createdAt: row.created_at, updatedAt: row.updated_at,
  })
}
