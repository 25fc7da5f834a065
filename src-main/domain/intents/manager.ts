import type { CustomerManager } from '../../contract/access'
import type { MemberId } from '../../contract/ids'
import type { IntentOf } from '../../contract/intents'
import type { Call } from '../../contract/plan'
import { sameValue } from '../canonical'
import { emailKey, type Customer } from '../facts'
import type { IntentKind } from './kind'

type Manager = IntentOf<'manager.set'>['wish']

export const managerSet: IntentKind<'manager.set'> = {
  key: ({ target }) => String(target.userId),
  read: ({ target }, customer) => {
    const managers = customer.facts.partner?.managers ?? null
    if (managers === null) return { blocked: { kind: 'not-read', what: 'managers' } }
    const found = find(customer, target.userId)
    return { value: found === undefined ? null : { roleId: found.role.id, roleName: found.role.name, workspaces: found.workspaces } }
  },
  same: (a, b) => sameValue(essence(a), essence(b)),
  merges: () => false,
  guard: () => ({ target, wish }, customer, { ownEmails }) => {
    const found = find(customer, target.userId)
    return wish === null && found !== undefined && ownEmails.has(emailKey(found.user.email)) ? { kind: 'own-access' } : null
  },
  bundle: ({ id }) => id,
  write: (intents, customer) => intents.map((one) => ({ call: callFor(one, find(customer, one.target.userId)), intents: [one] })),
  who: ({ target }) => ({ kind: 'member', id: target.userId }),
  // A manager has the same role in every environment of every customer that they reach (seed 000).
  places: ({ wish }, remote) => [{ where: { kind: 'customer' }, environment: 'prod', before: remote?.roleName ?? null, after: wish?.roleName ?? null }],
}

function find({ facts: { partner } }: Customer, userId: MemberId): CustomerManager | undefined {
  return partner?.managers?.find(({ user }) => user.id === userId)
}

function callFor({ target: { userId }, wish }: IntentOf<'manager.set'>, there: CustomerManager | undefined): Call {
  if (there === undefined) {
    if (wish === null) throw new Error('nobody is removed who is no manager')
    return { kind: 'manager.create', userId, manager: wish }
  }
  return wish === null ? { kind: 'manager.remove', managerId: there.id } : { kind: 'manager.update', managerId: there.id, manager: wish }
}

/** A role that was only renamed is the same, and the order of customers says nothing. */
function essence(manager: Manager): unknown {
  return manager === null ? null : { roleId: manager.roleId, workspaces: manager.workspaces === 'all' ? 'all' : [...manager.workspaces].sort((a, b) => a - b) }
}
