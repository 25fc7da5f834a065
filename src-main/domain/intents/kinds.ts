import type { EnvironmentType } from '../../contract/access'
import type { AccountId, CustomerId, MemberId } from '../../contract/ids'
import type { Intent, IntentKindName, IntentOf } from '../../contract/intents'
import { customerCreate, customerDelete, customerProvision } from './customer-life'
import { customerSetting, customerUnread } from './customer-setting'
import { groupCreate, groupDelete, groupUpdate } from './group'
import { groupMember } from './group-member'
import type { IntentKind } from './kind'
import { managerSet } from './manager'
import { memberRemove } from './member-remove'
import { migrateRole, migrateSystem } from './migrate'
import { memberRole } from './member-role'
import { memberAdd, memberInvite } from './new-member'
import { projectGrant } from './project-grant'
import { roleCreate, roleDelete, roleUpdate } from './role'

/** Every kind of intent. A kind that has no row here does not compile. */
const KINDS: { readonly [K in IntentKindName]: IntentKind<K> } = {
  'member.role': memberRole, 'member.invite': memberInvite, 'member.add': memberAdd,
  'member.remove': memberRemove, 'group.member': groupMember, 'project.grant': projectGrant,
  'role.create': roleCreate, 'role.update': roleUpdate, 'role.delete': roleDelete,
  'group.create': groupCreate, 'group.update': groupUpdate, 'group.delete': groupDelete,
  'customer.setting': customerSetting, 'customer.unread': customerUnread, 'customer.provision': customerProvision, 'customer.delete': customerDelete, 'customer.create': customerCreate,
  'manager.set': managerSet, 'migrate.system': migrateSystem, 'migrate.role': migrateRole,
}

/** Whether an intent is about what is inside of a customer, so that its verdict rests on the members; the others are judged without them. */
export function isInside({ kind }: Intent): boolean {
  return !kind.startsWith('customer.') && kind !== 'manager.set'
}

/** The behaviour of an intent's kind. */
export function kindOf<K extends IntentKindName>(intent: IntentOf<K> & { readonly kind: K }): IntentKind<K> {
  return KINDS[intent.kind]
}

/** The sealed target as text, unique over accounts, customers and kinds; two intents on the same cell have the same one. */
export function targetKey(intent: Intent): string {
  return `${intent.accountId}|${String(intent.customerId)}|${intent.kind}|${kindOf(intent).key(intent)}`
}

/** The key of one cell of the matrix, whether there is an intent on it or not. */
export function roleKey(accountId: AccountId, customerId: CustomerId, memberId: MemberId, environment: EnvironmentType): string {
  return `${accountId}|${String(customerId)}|member.role|${String(memberId)}|${environment}`
}
