import { sameValue } from '../canonical'
import type { CustomerId } from '../../contract/ids'
import type { IntentOf } from '../../contract/intents'
import type { PartnerFacts } from '../facts'
import type { Guard } from '../guards/guard'
import { whereRead } from './customer-setting'
import type { IntentKind } from './kind'

/** Nothing irreversible happens to a customer that is called otherwise than the one that was confirmed. */
const sameName: Guard<'customer.provision' | 'customer.delete'> = ({ target }, { facts: { settings } }) =>
  settings !== null && settings !== 'gone' && settings.name !== target.name ? { kind: 'other-name', name: settings.name } : null

export const customerProvision: IntentKind<'customer.provision'> = {
  key: () => 'environments',
  read: (_, customer) => whereRead(customer, ({ environments }) => ({ value: environments.length > 0 })),
  same: (a, b) => a === b,
  merges: () => false,
  guard: () => sameName,
  bundle: ({ id }) => id,
  write: (intents) => intents.map((one) => ({ call: { kind: 'customer.provision' }, intents: [one] })),
  who: everybody,
  places: () => [{ where: { kind: 'customer' }, environment: 'prod', before: null, after: null, gains: true }],
}

export const customerDelete: IntentKind<'customer.delete'> = {
  key: () => 'customer',
  read: (_, customer) => (customer.facts.settings === 'gone' ? { value: false } : whereRead(customer, () => ({ value: true }))),
  same: (a, b) => a === b,
  merges: () => false,
  guard: () => sameName,
  bundle: ({ id }) => id,
  write: (intents) => intents.map((one) => ({ call: { kind: 'customer.delete' }, intents: [one] })),
  who: everybody,
  places: () => [{ where: { kind: 'customer' }, environment: 'prod', before: null, after: null, gains: false }],
}

export const customerCreate: IntentKind<'customer.create'> = {
  key: ({ target: { name, externalId } }) => (externalId === null ? `name|${name}` : `external|${externalId}`),
  read: ({ target, wish }, { facts: { partner } }) => {
    if (partner === null || partner.customers === null) return { blocked: { kind: 'not-read', what: 'customers' } }
    const found = findCustomer(partner.customers, target)
    if (found === undefined) return { value: null }
    // Another customer under the same external id, or one that is called so and has another: somebody has to look at it.
    return { value: found.name === target.name && found.externalId === target.externalId ? wish : { ...wish, notificationEmail: '' } }
  },
  same: sameValue,
  merges: () => false,
  guard: () => () => null,
  bundle: ({ id }) => id,
  write: (intents) => intents.map((one) => ({ call: { kind: 'customer.create', customer: { ...one.target, ...one.wish } }, intents: [one] })),
  who: ({ target }) => ({ kind: 'person', key: target.name }),
  places: () => [],
}

/** The customer that a wished one would be: the external id says it, else the name. */
export function findCustomer(customers: NonNullable<PartnerFacts['customers']>, { name, externalId }: IntentOf<'customer.create'>['target']): { readonly id: CustomerId; readonly name: string; readonly externalId: string | null } | undefined {
  return customers.find((one) => (externalId === null ? one.name === name : one.externalId === externalId))
}

function everybody({ customerId }: { readonly customerId: CustomerId }): { readonly kind: 'customer'; readonly id: CustomerId } {
  return { kind: 'customer', id: customerId }
}
