import { expect, it } from 'vitest'
import type { GroupId } from '../../contract/ids'
import { intentDraft } from '../../contract/intents'
import { closedGates, DEFAULT_PROD_CAP, prodGate } from '../guards/prod-cap'
import { brand, customer, intent, member, pending, planInput, remove, role } from '../testing/build'
import { inverse, type Applied } from './inverse'
import { plan } from './plan'

let n = 0
const seal = { batchId: brand<never>('undo'), author: 'tester', at: 1, nextId: () => brand<never>(`r${String((n += 1))}`), nextSeq: () => n }
const applied = (one: Applied['intent'], more: Partial<Applied> = {}): Applied => ({ intent: one, before: true, after: null, removed: null, created: null, ...more })

it('200 applied, 3 changed by somebody else since: 197 are restored, 3 are conflicts (product 57)', () => {
  const edits = Array.from({ length: 200 }, (_, i) => role(i + 1, 'prod', 'Member', 'Support'))
  const { intents } = inverse(edits.map((one) => applied(one, { before: 'Member' })), seal)
  const facts = customer(edits.map((_, i) => member(i + 1, { prod: i < 3 ? 'EnvironmentManager' : 'Support' })))
  expect(plan(planInput(pending(...intents), [facts])).totals).toEqual({ send: 197, already: 0, merge: 0, conflict: 3, blocked: 0 })
})

it('a removal is undone by an invitation with the roles that were there, an invitation by a removal once the person is known', () => {
  const gone = member(7, { dev: 'Member', prod: null })
  const invite = intent('member.invite', { target: { email: 'n@acme.example' }, base: null, wish: { name: 'N', roles: { dev: 'Member' }, groupIds: [] } })
  const { intents, irreversible } = inverse([applied(remove(7), { removed: gone }), applied(remove(8), { removed: member(8) }), applied(invite), applied(invite, { created: brand(9) })], seal)
  expect(intents).toMatchObject([
    { kind: 'member.remove', target: { memberId: 9 }, base: true, wish: false },
    { kind: 'member.invite', target: { email: 'p7@acme.example' }, base: null, wish: { name: 'Person 7', roles: { dev: 'Member' } } },
  ])
  expect(irreversible.map(({ why }) => why)).toEqual(['member-unknown', 'no-role-to-invite-with'])
})

it('somebody who was removed and whom no invitation fits is told, and a long name is cut', () => {
  const groups = Array.from({ length: 101 }, (_, i) => ({ id: brand<GroupId>(`g${String(i)}`), name: 'G' }))
  const gone = [member(1, { dev: 'Member' }, { email: 'no address' }), member(2, { dev: 'Member' }, { groups }), member(3, { dev: 'Member' }, { name: `${'n'.repeat(199)}\ud83d\ude00` })]
  const { intents, irreversible } = inverse(gone.map((removed) => applied(remove(removed.id), { removed })), seal)
  expect(irreversible.map(({ why }) => why)).toEqual(['not-invitable', 'not-invitable'])
  expect(intents.map((one) => intentDraft.safeParse(one).success)).toEqual([true])
})

it('PROD changes over the cap open only by their very number', () => {
  expect(prodGate(DEFAULT_PROD_CAP, DEFAULT_PROD_CAP)).toEqual([])
  const gates = prodGate(DEFAULT_PROD_CAP + 1, DEFAULT_PROD_CAP)
  expect(closedGates({ gates }, null)).toEqual(gates)
  expect(closedGates({ gates }, 25)).toEqual(gates)
  expect(closedGates({ gates }, 26)).toEqual([])
})
