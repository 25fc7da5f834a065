import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import type { EnvironmentType } from '../contract/access'
import type { IntentDraft } from '../contract/intents'
import type { JobId } from '../contract/jobs'
import { brand } from '../domain/testing/build'
import { targetKey } from '../domain/intents/kinds'
import { coalesce } from '../domain/staging/coalesce'
import { stageBatch } from '../jobs/seal'
import type { Store } from '../store'
import { customer, ONE, person, storeWith } from '../store/store.fixture'
import { VirtualClock } from '../testing/virtual-clock'
import { matrixEdits } from './matrix-edits'
import { matrixRows } from './matrix-rows'

const cell = (memberId: number, environment: EnvironmentType, wish: string | null): IntentDraft => ({ kind: 'member.role', accountId: ONE, customerId: customer(1), target: { memberId: brand(memberId), environment }, base: 'Member', wish, seen: {} })
const leaving = (memberId: number, wish: boolean): IntentDraft => ({ kind: 'member.remove', accountId: ONE, customerId: customer(1), target: { memberId: brand(memberId) }, base: true, wish }) as IntentDraft
const id = fc.integer({ min: 1, max: 3 })
/** `Member` is what is there: an edit back to it sends nothing. */
const draft = fc.oneof(fc.record({ id, environment: fc.constantFrom('dev' as const, 'prod' as const), wish: fc.constantFrom('Member', 'Support', null) }).map((one) => cell(one.id, one.environment, one.wish)), fc.record({ id, wish: fc.boolean() }).map((one) => leaving(one.id, one.wish)))
const act = fc.oneof(
  { weight: 4, arbitrary: fc.array(draft, { minLength: 1, maxLength: 4 }).map((edits) => ({ kind: 'stage' as const, edits })) },
  fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const, 'removes' as const, 'job' as const, 'ends' as const, 'read' as const), look: fc.boolean() }),
)

function world(): Store {
  const store = storeWith({ one: [1] })
  onTestFinished(() => store.close())
  store.accounts.save({ id: ONE, kind: 'partner', name: 'one', dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
  return store
}
const depsOf = (store: Store) => ({ store, clock: new VirtualClock(5), random: Math.random, emit: () => undefined, author: 'tester' })

it('what is wished of the rows is the same whether an edit came on top of what was known or everything is looked at anew', async () => {
  // One store for all runs: what an earlier one has left is looked at as well.
  const store = world()
  const read = (role: string): void => void store.members.replaceMembers(ONE, customer(1), [1, 2, 3].map((one) => person(one, 'P', `p${String(one)}@acme.example`, { dev: role, prod: role })), 10)
  read('Member')
  const [rows, kept] = [matrixRows(store), matrixEdits(store)]
  const deps = depsOf(store)
  let jobs = 0
  await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 14 }), fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }), async (acts, looks) => {
    for (const [at, one] of acts.entries()) {
      if (one.kind === 'stage') stageBatch(deps, 'Some', [], one.edits)
      else if (one.kind === 'undo') store.intents.undo()
      else if (one.kind === 'redo') store.intents.redo()
      else if (one.kind === 'removes') stageBatch(deps, 'Away', store.intents.liveIds().slice(0, 2), [cell(1, 'dev', 'Support')])
      else if (one.kind === 'read') read(one.look ? 'Support' : 'Member')
      else if (one.kind === 'job') {
        const jobId = brand<JobId>(`j${String(jobs += 1)}`)
        const { pending } = coalesce(store.intents.live())
        store.inLedger(() => {
          store.jobs.add(jobId, 'A job', pending.length, 5)
          store.steps.add(pending.map(({ intent, covers }, place) => ({ jobId, place, accountId: intent.accountId, customerId: intent.customerId, key: targetKey(intent), intent, covers, planned: 'send', callKey: null, limitClass: null, state: 'queued', outcome: {}, updatedAt: 5 })))
          store.intents.takeAll(jobId)
        })
      } else for (const step of store.steps.page(brand(`j${String(jobs)}`), ['queued'], 0, 1).rows) store.steps.change(step, { state: one.look ? 'failed' : 'applied' }, 6)
      // Now and then several things happen between two looks.
      if (looks[at] !== true && at < acts.length - 1) continue
      const now = await rows()
      const { edits } = kept(now)
      expect(new Map([...edits].sort())).toEqual(new Map([...matrixEdits(store)(now).edits].sort()))
      const { pending } = coalesce(store.intents.live())
      const cells = [...edits].flatMap(([key, row]) => Object.entries(row.cells).flatMap(([environment, { jobId, base, wish, covers }]) => (jobId === null ? [[key, environment, base, wish, covers]] : [])))
      expect(cells.sort()).toEqual(pending.flatMap(({ intent, covers }) => (intent.kind === 'member.role' ? [[`${ONE}/1/${String(intent.target.memberId)}`, intent.target.environment, intent.base, intent.wish, covers]] : [])).sort())
      const leave = new Set([...pending.map(({ intent }) => intent), ...store.steps.undone().flatMap(({ intent, state }) => (state === 'failed' ? [] : [intent]))].flatMap((intent) => (intent.kind === 'member.remove' ? [`${ONE}/1/${String(intent.target.memberId)}`] : [])))
      expect(new Set([...edits].flatMap(([key, row]) => (row.leaving ? [key] : [])))).toEqual(leave)
    }
  }), { numRuns: 60 })
})

it('what was shown before an edit stays as it was', async () => {
  const store = world()
  const deps = depsOf(store)
  const [rows, kept] = [matrixRows(store), matrixEdits(store)]
  stageBatch(deps, 'One', [], [cell(1, 'dev', 'Support')])
  const before = kept(await rows())
  stageBatch(deps, 'Two', [], [cell(1, 'dev', null), cell(2, 'prod', 'Support')])
  const after = kept(await rows())
  expect([before.edits.size, before.edits.get(`${ONE}/1/1`)?.cells.dev?.wish, before.edits.get(`${ONE}/1/1`)?.cells.dev?.covers.length]).toEqual([1, 'Support', 1])
  expect([after.edits.size, after.edits.get(`${ONE}/1/1`)?.cells.dev]).toMatchObject([2, { base: 'Member', wish: null, covers: [expect.any(String), expect.any(String)] }])
})
