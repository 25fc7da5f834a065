// No schema here: the page needs these at run time, beside the fields, before anything is staged.
import type { CustomerField } from './admin-intents'
import type { IntentDraft, IntentOf } from './intents'

/** What is wrong with a field of a draft, in words; `field` as the form names it. */
export interface FieldError { readonly field: string; readonly message: string }

/** The longest name of a role (seed 001); taken for groups and customers as well, which say none. */
export const LONGEST_NAME = 200
const EMAIL = /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]+$/
/** Word for the external id in a path (seed 001): what cannot stand there unharmed is refused before callers depend on it. */
const EXTERNAL_ID = /^[A-Za-z0-9._~-]+$/

/** Null: nothing is wrong. */
export function nameError(name: string): string | null {
  if (name.trim() === '') return 'Enter a name.'
  if (name.length > LONGEST_NAME) return `A name has at most ${String(LONGEST_NAME)} characters, this one has ${String(name.length)}.`
  if (name !== name.trim()) return 'Remove the spaces before or after the name: two names that look alike would be two names.'
  return /\p{Cc}/u.test(name) ? 'Remove line breaks and other characters that cannot be seen.' : null
}

export function emailError(email: string): string | null {
  if (email.trim() === '') return 'Enter an e-mail address.'
  return EMAIL.test(email.trim()) ? null : 'This is not an e-mail address.'
}

/** Addresses separated by commas. */
export function emailsError(text: string): string | null {
  const parts = text.split(',').map((one) => one.trim())
  const bad = parts.find((one) => emailError(one) !== null)
  if (bad === undefined) return null
  return bad === '' ? 'Separate e-mail addresses by one comma each.' : `"${bad}" is not an e-mail address. Separate several by commas.`
}

/** Scheme, host with its port where it is not the usual one, and what stands behind. */
const ORIGIN = /^(https?:)\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)*(?::(?!443\b|80\b)\d{1,5})?)((?:[/?#:].*)?)$/

/** Origins separated by commas, as seed 003 shows them: scheme and host, nothing behind. */
export function originsError(text: string): string | null {
  const parts = text.split(',').map((one) => one.trim())
  if (parts.some((one) => one === '')) return 'Separate origins by one comma each.'
  for (const part of parts) {
    const [, scheme, host, more] = ORIGIN.exec(part.toLowerCase()) ?? []
    if (scheme === undefined || host === undefined) return `"${part}" is not an origin. Write it as https://na1.company.com.`
    if (more !== '') return `"${part}" has more than an origin. Write ${scheme}//${host}.`
    if (scheme === 'http:') return `"${part}" is not encrypted. Write https.`
  }
  const twice = parts.find((one, i) => parts.indexOf(one) !== i)
  return twice === undefined ? null : `"${twice}" stands there twice.`
}

/** What `frame-ancestors` of a content security policy takes as hosts: also with a star for every name below a domain. */
export function ancestorsError(text: string): string | null {
  const parts = text.split(',').map((one) => one.trim())
  const bad = parts.find((one) => !/^(https:\/\/)?(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?$/i.test(one))
  return bad === undefined ? null : `"${bad}" is not a host. Write https://company.com or https://*.company.com, several separated by commas.`
}

export function externalIdError(text: string): string | null {
  if (text === '') return 'Enter an ID, or clear the field to have none.'
  if (text.length > LONGEST_NAME) return `An external ID has at most ${String(LONGEST_NAME)} characters.`
  return EXTERNAL_ID.test(text) ? null : 'Use letters, digits and . _ ~ - only: the ID stands in the addresses of other systems.'
}

/** A role's privileges: the text of the JSON editor, or what it was read from. */
export function configError(config: unknown): string | null {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) return 'Privileges are a JSON object, as {"team": {"privileges": "all"}}.'
  return Object.keys(config).length === 0 ? 'A role without any privilege allows nothing. Copy those of another role to begin with.' : null
}

function timeZoneError(text: string): string | null {
  return text.trim() === '' ? 'Choose a time zone.' : null
}

const SETTINGS: { readonly [F in CustomerField]: (value: IntentOf<'customer.setting'>['wish']) => string | null } = {
  name: inText(nameError), notificationEmail: inText(emailError), planId: inText((text) => (text.trim() === '' ? 'Choose a plan.' : null)), timeZone: inText(timeZoneError),
  adminNotificationEmails: orNone(emailsError), errorNotificationEmails: orNone(emailsError), externalId: orNone(externalIdError), originUrl: orNone(originsError), frameAncestors: orNone(ancestorsError),
  inTrial: (value) => (typeof value === 'boolean' ? null : 'Choose on or off.'),
  fullEmbedding: (value) => (value === null || typeof value === 'boolean' ? null : 'Choose on, off or as the partner has it.'),
  whitelistedApps: (value) => (Array.isArray(value) ? null : 'Choose at least one app, or all of them.'),
  authSettings: signOnError,
}

function inText(check: (text: string) => string | null) {
  return (value: unknown): string | null => (typeof value === 'string' ? check(value) : 'Enter a value.')
}
function orNone(check: (text: string) => string | null) {
  return (value: unknown): string | null => (value === null ? null : inText(check)(value))
}

/** SAML needs a provider, and its metadata or the three values that stand in it (contract 2.2). */
function signOnError(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('type' in value)) return 'Choose how people sign in.'
  const { type, ...rest } = value as Record<string, unknown>
  if (type !== 'saml_sso') return null
  const given = (name: string): boolean => typeof rest[name] === 'string' && rest[name] !== ''
  if (!given('provider')) return 'Single sign-on needs a provider.'
  return given('metadataUrl') || ['ssoUrl', 'samlIssuer', 'x509Cert'].every(given) ? null : 'Single sign-on needs the address of the metadata, or sign-on address, issuer and certificate.'
}

/** Everything that is wrong with a draft by its own content; what depends on others, as a name that is taken, the engine adds. */
export function draftErrors(draft: IntentDraft): readonly FieldError[] {
  const found: FieldError[] = []
  const check = (field: string, message: string | null): void => void (message === null ? undefined : found.push({ field, message }))
  switch (draft.kind) {
    case 'role.create':
      check('name', nameError(draft.target.name))
      check('config', configError(draft.wish.config))
      break
    case 'role.update':
      // What is there already is Workato's to judge.
      if (draft.wish.name !== draft.base.name) check('name', nameError(draft.wish.name))
      if (JSON.stringify(draft.wish.config) !== JSON.stringify(draft.base.config)) check('config', configError(draft.wish.config))
      break
    case 'group.create': check('name', nameError(draft.target.name)); break
    case 'group.update':
      if (draft.wish.name !== draft.base.name) check('name', nameError(draft.wish.name))
      break
    case 'customer.create':
      check('name', nameError(draft.target.name))
      check('notificationEmail', emailError(draft.wish.notificationEmail))
      if (draft.target.externalId !== null) check('externalId', externalIdError(draft.target.externalId))
      break
    case 'customer.setting':
      check(draft.target.field, SETTINGS[draft.target.field](draft.wish))
      if (draft.target.environment !== null && draft.target.field !== 'externalId') check(draft.target.field, 'This setting is the same in all environments.')
      break
    case 'customer.unread': check(draft.target.field, unreadError(draft)); break
    case 'manager.set':
      if (draft.wish !== null && draft.wish.workspaces !== 'all' && draft.wish.workspaces.length === 0) check('workspaces', 'Choose at least one customer, or all: an empty list means all customers to Workato.')
      break
    case 'member.invite':
      if (Object.keys(draft.wish.roles).length === 0) check('roles', 'An invitation needs at least one role.')
      break
    default:
  }
  return found
}

function unreadError({ target: { field, environment }, wish }: Extract<IntentDraft, { kind: 'customer.unread' }>): string | null {
  if (field === 'errorNotificationEmails') {
    if (environment === null) return 'Choose TEST or PROD; that of DEV is a setting of the customer.'
    return typeof wish === 'string' ? emailsError(wish) : 'Enter e-mail addresses.'
  }
  if (environment !== null) return 'A task limit is that of the customer.'
  if (typeof wish !== 'number' || !Number.isInteger(wish)) return 'Enter a whole number of tasks.'
  if (field === 'customTaskLimit') return wish > 0 ? null : 'A limit is more than 0 tasks, and more than was used already.'
  return wish === 0 ? 'Enter by how many tasks the limit changes, less than 0 to lower it.' : null
}

/** What a person should know before a draft is staged, though nothing is wrong with it. */
export function draftWarnings(draft: IntentDraft): readonly FieldError[] {
  const { kind } = draft
  if (kind === 'customer.provision') return [{ field: 'name', message: 'Provisioning environments cannot be undone. Review who has access to DEV, TEST and PROD afterwards.' }]
  if (kind === 'customer.create') return draft.wish.provisionEnvironments ? [{ field: 'provisionEnvironments', message: 'Provisioning environments cannot be undone.' }] : []
  if (kind === 'customer.delete') return [{ field: 'name', message: 'Deleting a customer is permanent: all its data and recipes go, and cannot be recovered.' }]
  if (kind === 'customer.unread' && draft.target.field === 'taskLimitAdjustment') return [{ field: draft.target.field, message: 'It is added once, for the current period, and cannot be read back.' }]
  if (kind === 'manager.set') return draft.wish?.workspaces === 'all' ? [{ field: 'workspaces', message: 'All customers of the account, also those that are added later.' }] : []
  if (kind !== 'customer.setting') return []
  const { field } = draft.target
  if (field === 'externalId' && draft.base !== null) return [{ field, message: `Integrations that use ${String(draft.base as string)} as the ID of this customer stop working: they have to be told the new one.` }]
  if (field === 'inTrial' && draft.wish === true) return [{ field, message: 'A trial lasts 30 days and allows 100 tasks a month; then Workato downgrades to the free plan by itself.' }]
  if (field === 'whitelistedApps' && Array.isArray(draft.wish) && draft.wish.length > 0) return [{ field, message: 'Apps that are new in Workato have to be added here by hand from now on.' }]
  return []
}
