import { expect, it } from 'vitest'
import type { Intent } from '../contract/intents'
import type { PlanItem } from '../contract/plan'
import { PARTNER_LEVEL } from '../contract/ids'
import { customer, intent, NOW, role } from '../domain/testing/build'
import type { Step, StepOutcome } from '../store/step-row'
import { settlement } from './settle'

const create = intent('customer.create', { customerId: PARTNER_LEVEL, target: { name: 'New', externalId: null }, base: null, wish: { notificationEmail: 'a@b.example', planId: null, timeZone: null, provisionEnvironments: true } })
const settle = settlement(customer([]), { now: NOW, random: () => 0.5, othersOpen: false, coming: new Set() })
const notSeen = (one: Intent, outcome: StepOutcome = {}) =>
  settle({ intent: one, state: 'unknown', tries: 1, outcome } as Step, { intent: one, verdict: 'send', remote: one.base } as PlanItem)

it('a customer that may still be in the making is looked for a second time, two minutes later, before it is asked for again', () => {
  expect(notSeen(create)).toEqual({ notBefore: NOW + 120_000, outcome: { readBack: null, lookedFor: true } })
  expect(notSeen(create, { lookedFor: true })).toMatchObject({ state: 'queued' })
})

it.each([
  ['provisioned', intent('customer.provision', { target: { name: 'Acme' }, base: false, wish: true })],
  ['deleted', intent('customer.delete', { target: { name: 'Acme' }, base: true, wish: false })],
] as const)('a customer that may still be being %s is looked at twice as well, because neither can be taken back', (_, one) => {
  expect(notSeen(one)).toMatchObject({ notBefore: NOW + 120_000, outcome: { lookedFor: true } })
  expect(notSeen(one, { lookedFor: true })).toMatchObject({ state: 'queued' })
})

it('what can be set twice without harm is not waited for', () => {
  expect(notSeen(role(1, 'dev', 'Member', 'Support'))).toMatchObject({ state: 'queued' })
})
