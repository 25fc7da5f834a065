import type { Customer as Settings } from '../../contract/access'
import type { IntentOf } from '../../contract/intents'
import { sameValue } from '../canonical'
import { environmentsOf, type Customer } from '../facts'
import { missingEnvironment } from '../guards/target'
import type { IntentKind, Place, Reading } from './kind'

type Setting = IntentOf<'customer.setting'>

export const customerSetting: IntentKind<'customer.setting'> = {
  key: ({ target: { field, environment } }) => `${field}|${environment ?? ''}`,
  read: ({ target }, customer) => whereRead(customer, (settings) => valueOf(settings, target)),
  same: (a, b) => sameValue(normal(a), normal(b)),
  merges: () => false,
  guard: () => missingEnvironment,
  // All settings of a customer that change go out in one request.
  bundle: () => 'settings',
  write: (intents) => (intents.length === 0 ? [] : [{ call: { kind: 'customer.update', settings: intents.map(({ target, wish }) => ({ target, value: wish })) }, intents }]),
  who: ({ customerId }) => ({ kind: 'customer', id: customerId }),
  places: ({ target }, _, customer) => [settingPlace(target.environment, customer)],
}

export const customerUnread: IntentKind<'customer.unread'> = {
  key: ({ target: { field, environment } }) => `${field}|${environment ?? ''}`,
  // No answer for one customer tells it (contract 2.4).
  read: (_, customer) => whereRead(customer, () => ({ value: null })),
  same: sameValue,
  merges: () => false,
  guard: () => missingEnvironment,
  bundle: ({ id }) => id,
  write: (intents) => intents.map((one) => ({ call: { kind: 'customer.send', ...one.target, value: one.wish }, intents: [one] })),
  who: ({ customerId }) => ({ kind: 'customer', id: customerId }),
  places: ({ target }, _, customer) => [settingPlace(target.environment, customer)],
}

/** The settings as they were read; a customer that is gone has none. */
export function whereRead<V>({ facts: { settings } }: Customer, read: (settings: Settings) => Reading<V>): Reading<V> {
  if (settings === null) return { blocked: { kind: 'not-read', what: 'settings' } }
  return settings === 'gone' ? { blocked: { kind: 'customer-gone' } } : read(settings)
}

/** Whatever is set for a whole customer is felt in PROD where there is one, and may be where that was not read. */
function settingPlace(environment: 'test' | 'prod' | null, { facts }: Customer): Place {
  const everywhere = facts.settings === null || environmentsOf(facts).includes('prod') ? 'prod' : 'dev'
  return { where: { kind: 'customer' }, environment: environment ?? everywhere, before: null, after: null, gains: true }
}

function valueOf(settings: Settings, { field, environment }: Setting['target']): Reading<Setting['wish']> {
  if (environment === null) return { value: settings[field] }
  const found = settings.environments.find(({ type }) => type === environment)
  return found === undefined ? { blocked: { kind: 'no-environment', environment } } : { value: found.externalId }
}

/** The order of apps says nothing, and the API keeps no difference between an empty text and none. */
function normal(value: Setting['wish']): unknown {
  if (Array.isArray(value)) return [...(value as readonly string[])].sort()
  return value === '' ? null : value
}
