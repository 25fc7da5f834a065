import type { Customer } from '@contract/access'
import type { CustomerField, UnreadField } from '@contract/admin-intents'
import type { IntentDraft, IntentOf } from '@contract/intents'
import type { CustomerTarget } from '../stores/customer'

/** What a setting can be; a number for the task limits, which are sent and cannot be read. */
export type SettingValue = IntentOf<'customer.setting'>['wish'] | IntentOf<'customer.unread'>['wish']
type Environment = 'test' | 'prod' | null

/** A setting of a customer that can be edited: what it is, and by which control. `list`: several values, one on each line, kept with commas. `optional`: it can be empty. */
export interface SettingField {
  readonly key: string
  readonly what: { readonly kind: 'customer.setting'; readonly field: CustomerField } | { readonly kind: 'customer.unread'; readonly field: UnreadField }
  readonly environment: Environment
  readonly control: 'text' | 'list' | 'plan' | 'zone' | 'onOff' | 'threeWay' | 'apps' | 'signOn' | 'number'
  readonly optional: boolean
}

const setting = (key: string, field: CustomerField, control: SettingField['control'], optional = false, environment: Environment = null): SettingField => ({ key, what: { kind: 'customer.setting', field }, environment, control, optional })
const unread = (key: string, field: UnreadField, control: SettingField['control'], environment: Environment = null): SettingField => ({ key, what: { kind: 'customer.unread', field }, environment, control, optional: false })

/** Every setting of contract 2.3 and of the page about the console, by the name that its row has. */
export const SETTINGS = {
  plan: setting('plan', 'planId', 'plan'), trial: setting('trial', 'inTrial', 'onOff'), customTaskLimit: unread('customTaskLimit', 'customTaskLimit', 'number'), adjustment: unread('adjustment', 'taskLimitAdjustment', 'number'),
  name: setting('name', 'name', 'text'), externalId: setting('externalId', 'externalId', 'text', true), timeZone: setting('timeZone', 'timeZone', 'zone'),
  notificationEmail: setting('notificationEmail', 'notificationEmail', 'text'), adminEmails: setting('adminEmails', 'adminNotificationEmails', 'list', true), errorEmails: setting('errorEmails', 'errorNotificationEmails', 'list', true),
  originUrl: setting('originUrl', 'originUrl', 'list', true), frameAncestors: setting('frameAncestors', 'frameAncestors', 'list', true), fullEmbedding: setting('fullEmbedding', 'fullEmbedding', 'threeWay', true),
  signInType: setting('signInType', 'authSettings', 'signOn'), apps: setting('apps', 'whitelistedApps', 'apps'),
  externalIdTest: setting('externalIdTest', 'externalId', 'text', true, 'test'), externalIdProd: setting('externalIdProd', 'externalId', 'text', true, 'prod'),
  errorEmailsTest: unread('errorEmailsTest', 'errorNotificationEmails', 'list', 'test'), errorEmailsProd: unread('errorEmailsProd', 'errorNotificationEmails', 'list', 'prod'),
} as const satisfies Record<string, SettingField>

/** Settings that several customers can have alike, and that the list of customers tells. */
export const SETTINGS_OF_MANY: readonly SettingField[] = [
  SETTINGS.plan, SETTINGS.trial, SETTINGS.customTaskLimit, SETTINGS.adjustment, SETTINGS.timeZone, SETTINGS.notificationEmail, SETTINGS.adminEmails, SETTINGS.errorEmails, SETTINGS.originUrl, SETTINGS.frameAncestors, SETTINGS.apps,
]

/** What is set, as it was read; null for what cannot be read. */
export function settingIn(customer: Customer, { what, environment }: SettingField): SettingValue {
  if (what.kind === 'customer.unread') return null as unknown as SettingValue
  if (environment !== null) return customer.environments.find(({ type }) => type === environment)?.externalId ?? null
  return customer[what.field]
}

/** The edit of a setting. `base`: as it was read. */
export function settingDraft(here: CustomerTarget, { what, environment }: SettingField, base: SettingValue, wish: SettingValue): IntentDraft {
  if (what.kind === 'customer.unread') return { kind: what.kind, ...here, target: { field: what.field, environment }, base: null, wish: wish as IntentOf<'customer.unread'>['wish'] }
  return { kind: what.kind, ...here, target: { field: what.field, environment }, base: base as IntentOf<'customer.setting'>['base'], wish: wish as IntentOf<'customer.setting'>['wish'] }
}

/** Whether two values of a setting are the same: the order of apps says nothing, and an empty text is none. */
export function sameSetting(a: SettingValue, b: SettingValue): boolean {
  const normal = (value: SettingValue): unknown => (Array.isArray(value) ? [...value].sort() : value === '' ? null : value)
  return JSON.stringify(normal(a)) === JSON.stringify(normal(b))
}

/** Lines of a field as the API keeps them: separated by commas; null: nothing is written. */
export function fromLines(text: string): string | null {
  const parts = text.split(/[\n,]/).map((one) => one.trim()).filter((one) => one !== '')
  return parts.length === 0 ? null : parts.join(',')
}

/** A text with commas as lines of a field. */
export function toLines(value: SettingValue): string {
  return typeof value === 'string' ? value.split(',').map((one) => one.trim()).filter((one) => one !== '').join('\n') : ''
}
