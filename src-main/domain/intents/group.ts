import type { IntentOf } from '../../contract/intents'
import { sameValue } from '../canonical'
import type { Customer, DescribedGroup } from '../facts'
import { firstReason, type Guard } from '../guards/guard'
import { legacyCustomer, systemGroup } from '../guards/target'
import type { IntentKind, Place, Reading } from './kind'

type Fields = IntentOf<'group.update'>['base']

export const groupCreate: IntentKind<'group.create'> = {
  key: ({ target }) => target.name,
  // Found again by its name, as a role is.
  read: ({ target }, customer) => whereRead(customer, (groups) => {
    const found = groups.find(({ name }) => name === target.name)
    return { value: found === undefined ? null : { description: found.description } }
  }),
  same: sameValue,
  merges: () => false,
  guard: () => legacyCustomer,
  bundle: ({ id }) => id,
  write: (intents) => intents.map((one) => ({ call: { kind: 'group.create', group: { name: one.target.name, description: one.wish.description } }, intents: [one] })),
  who: ({ target }) => ({ kind: 'person', key: target.name }),
  places: () => [],
}

const freeName: Guard<'group.update'> = ({ base, wish }, { facts }) =>
  wish.name !== base.name && (facts.groups ?? []).some(({ name }) => name === wish.name) ? { kind: 'name-taken', name: wish.name } : null

export const groupUpdate: IntentKind<'group.update'> = {
  key: ({ target }) => target.groupId,
  read: ({ target }, customer) => whereRead(customer, (groups) => {
    const found = groups.find(({ id }) => id === target.groupId)
    return found === undefined ? { blocked: { kind: 'group-gone' } } : { value: fields(found) }
  }),
  same: sameValue,
  merges: () => false,
  guard: () => firstReason<'group.update'>([legacyCustomer, ({ target }, customer) => systemGroup(customer, target.groupId), freeName]),
  bundle: ({ id }) => id,
  write: (intents) => intents.map((one) => ({ call: { kind: 'group.update', groupId: one.target.groupId, group: one.wish }, intents: [one] })),
  who: ({ target }) => ({ kind: 'group', id: target.groupId }),
  places: () => [],
}

export const groupDelete: IntentKind<'group.delete'> = {
  key: ({ target }) => target.groupId,
  read: ({ target }, customer) => whereRead(customer, (groups) => {
    const found = groups.find(({ id }) => id === target.groupId)
    return { value: found === undefined ? null : fields(found) }
  }),
  same: sameValue,
  merges: () => false,
  guard: () => firstReason<'group.delete'>([legacyCustomer, ({ target }, customer) => systemGroup(customer, target.groupId)]),
  bundle: ({ id }) => id,
  write: (intents) => intents.map((one) => ({ call: { kind: 'group.delete', groupId: one.target.groupId }, intents: [one] })),
  who: ({ target }) => ({ kind: 'group', id: target.groupId }),
  places: ({ target }, _, { facts }) => (facts.grants ?? []).filter(({ assignee }) => assignee.kind === 'group' && assignee.id === target.groupId)
    .map(({ project, projectRole }): Place => ({ where: { kind: 'project', projectId: project.id }, environment: project.environment.type, before: projectRole.name, after: null })),
}

function fields({ name, description }: DescribedGroup): Fields {
  return { name, description }
}

function whereRead<V>({ facts }: Customer, read: (groups: readonly DescribedGroup[]) => Reading<V>): Reading<V> {
  return facts.groups === null ? { blocked: { kind: 'not-read', what: 'groups' } } : read(facts.groups)
}
