import { describe, expect, it } from 'vitest'
import { draftErrors, draftWarnings, nameError } from './draft-rules'
import type { CustomerField } from './admin-intents'
import { intentDraft, type IntentDraft } from './intents'

const at = { accountId: 'one', customerId: 4676 }
const draft = (fields: object): IntentDraft => intentDraft.parse({ ...at, ...fields }) as IntentDraft
const role = (name: string, config: object = { team: { privileges: 'all' } }): IntentDraft => draft({ kind: 'role.create', target: { scope: 'environment', name }, base: null, wish: { config } })
const setting = (field: CustomerField, wish: unknown, base: unknown = null, environment: string | null = null): IntentDraft => draft({ kind: 'customer.setting', target: { field, environment }, base, wish })
const unread = (field: string, wish: unknown, environment: string | null = null): IntentDraft => draft({ kind: 'customer.unread', target: { field, environment }, base: null, wish })

it('takes a name of 200 characters and no more, and tells how many there are (seed 001)', () => {
  expect(nameError('n'.repeat(200))).toBeNull()
  expect(draftErrors(role('n'.repeat(201)))).toEqual([{ field: 'name', message: 'A name has at most 200 characters, this one has 201.' }])
})

describe('each field', () => {
  it.each([
    ['a role as seed 001 has it', role('Developer'), []],
    ['a role without a name', role('  '), ['name']],
    ['a role that allows nothing', role('Developer', {}), ['config']],
    ['a name with a space that nobody sees', role('Developer '), ['name']],
    ['one origin (seed 003)', setting('originUrl', 'https://customer.company.com'), []],
    ['three origins (seed 003)', setting('originUrl', 'https://na1.company.com,https://eu1.company.com,https://na2.company.com'), []],
    ['no origin of its own', setting('originUrl', null), []],
    ['an origin with a path', setting('originUrl', 'https://na1.company.com/app'), ['originUrl']],
    ['an origin without a scheme', setting('originUrl', 'na1.company.com'), ['originUrl']],
    ['an origin that is not encrypted', setting('originUrl', 'http://na1.company.com'), ['originUrl']],
    ['an origin twice', setting('originUrl', 'https://a.example,https://a.example'), ['originUrl']],
    ['an origin left out between commas', setting('originUrl', 'https://a.example,,https://b.example'), ['originUrl']],
    ['ancestors with a star', setting('frameAncestors', 'https://*.company.com, https://company.com'), []],
    ['ancestors that are a sentence', setting('frameAncestors', 'all of them'), ['frameAncestors']],
    ['a name of a customer', setting('name', 'Acme'), []],
    ['no name of a customer', setting('name', null), ['name']],
    ['two addresses', setting('errorNotificationEmails', 'a@acme.example, b@acme.example'), []],
    ['an address that is none', setting('adminNotificationEmails', 'a@acme.example, b'), ['adminNotificationEmails']],
    ['no notification e-mail', setting('notificationEmail', ''), ['notificationEmail']],
    ['an external ID (seed 001)', setting('externalId', 'A2300'), []],
    ['an external ID of TEST', setting('externalId', 'A2300-T', null, 'test'), []],
    ['an external ID with a slash', setting('externalId', 'A/2300'), ['externalId']],
    ['a plan', setting('planId', 'oem_plan'), []],
    ['no plan', setting('planId', ''), ['planId']],
    ['a plan of TEST alone', setting('planId', 'oem_plan', null, 'test'), ['planId']],
    ['a trial', setting('inTrial', true), []],
    ['a trial that is a word', setting('inTrial', 'yes'), ['inTrial']],
    ['embedding as the partner has it', setting('fullEmbedding', null), []],
    ['no apps chosen', setting('whitelistedApps', []), []],
    ['apps as one text', setting('whitelistedApps', 'salesforce'), ['whitelistedApps']],
    ['a time zone', setting('timeZone', 'Kolkata'), []],
    ['sign-on by Workato', setting('authSettings', { type: 'workato_auth', provider: null, metadataUrl: null, ssoUrl: null, samlIssuer: null, x509Cert: null }), []],
    ['sign-on by SAML without a provider', setting('authSettings', { type: 'saml_sso', provider: null, metadataUrl: 'https://idp.example', ssoUrl: null, samlIssuer: null, x509Cert: null }), ['authSettings']],
    ['an adjustment below 0 (contract 2.3)', unread('taskLimitAdjustment', -5000), []],
    ['an adjustment by nothing', unread('taskLimitAdjustment', 0), ['taskLimitAdjustment']],
    ['a limit of no tasks', unread('customTaskLimit', 0), ['customTaskLimit']],
    ['a limit of half a task', unread('customTaskLimit', 0.5), ['customTaskLimit']],
    ['errors of PROD to somebody', unread('errorNotificationEmails', 'a@acme.example', 'prod'), []],
    ['errors of DEV as those of an environment', unread('errorNotificationEmails', 'a@acme.example'), ['errorNotificationEmails']],
  ] as const)('%s', (_, given, fields) => {
    expect(draftErrors(given).map(({ field }) => field)).toEqual(fields)
  })

  it('of a new customer is named (seed 003)', () => {
    const bad = draft({ kind: 'customer.create', customerId: 0, target: { name: '', externalId: 'a b' }, base: null, wish: { notificationEmail: 'nobody', planId: null, timeZone: null, provisionEnvironments: false } })
    expect(draftErrors(bad).map(({ field }) => field)).toEqual(['name', 'notificationEmail', 'externalId'])
  })

  it('says that an empty list of customers would be all of them (contract 9)', () => {
    const manager = (workspaces: unknown): IntentDraft => draft({ kind: 'manager.set', customerId: 0, target: { userId: 7, name: 'Nora' }, base: null, wish: { roleId: '1', roleName: 'Admin', workspaces } })
    expect(draftErrors(manager([])).map(({ field }) => field)).toEqual(['workspaces'])
    expect(draftWarnings(manager('all'))).toHaveLength(1)
    expect([...draftErrors(manager([4676])), ...draftWarnings(manager([4676]))]).toEqual([])
  })
})

it.each([
  ['provisioning (seed 000)', draft({ kind: 'customer.provision', target: { name: 'Acme' }, base: false, wish: true }), 'cannot be undone'],
  ['deleting (seed 003)', draft({ kind: 'customer.delete', target: { name: 'Acme' }, base: true, wish: false }), 'permanent'],
  ['another external ID (seed 003)', setting('externalId', 'B1', 'A2300'), 'A2300'],
  ['a trial (seed 003)', setting('inTrial', true, false), '30 days and allows 100 tasks'],
  ['chosen apps (seed 003)', setting('whitelistedApps', ['salesforce']), 'by hand'],
] as const)('warns of %s', (_, given, words) => {
  expect(draftWarnings(given).map(({ message }) => message).join()).toContain(words)
})

it('does not refuse a change for what was there before it', () => {
  const update = (wish: object): IntentDraft => draft({ kind: 'role.update', target: { scope: 'environment', id: '1' }, base: { name: 'Odd ', config: {} }, wish })
  expect(draftErrors(update({ name: 'Odd ', config: { team: {} } }))).toEqual([])
  expect(draftErrors(update({ name: 'Good', config: {} }))).toEqual([])
  expect(draftErrors(update({ name: 'Odd  ', config: { team: {} } })).map(({ field }) => field)).toEqual(['name'])
})

it('keeps unknown keys of privileges as they are (contract 5)', () => {
  const config = { team: { privileges: 'all' }, new_area: { deep: [{ x: null }], n: 1.5 } }
  expect(role('Developer', config)).toMatchObject({ wish: { config } })
})
