import { afterEach, describe, expect, it } from 'vitest'
import { registry } from '../contract'
import type { IntentOf } from '../contract/intents'
import type { JobState } from '../contract/jobs'
import { jobRig, type JobRig } from '../testing/job-rig'

const open: JobRig[] = []
afterEach(async () => {
  for (const rig of open.splice(0)) await rig.end()
})
async function rig(options: Parameters<typeof jobRig>[0] = {}): Promise<JobRig> {
  const made = await jobRig(options)
  open.push(made)
  return made
}
const writes = ({ method }: { readonly method: string }): boolean => method !== 'GET'

describe('a job', () => {
  it('sends one request for each person and reads each customer once before and once after', async () => {
    const { stage, apply, done, log } = await rig()
    await stage(await Promise.all([0, 1].flatMap((customer) => [0, 1, 2].map((person) => ({ customer, person })))))
    const before = log().length
    const job = await apply()
    expect((await done(job.id)).counts).toMatchObject({ applied: 6 })
    const sent = log().slice(before)
    expect(sent.filter(writes)).toHaveLength(6)
    expect(sent.filter(({ method, path }) => method === 'GET' && path.endsWith('/members'))).toHaveLength(2 + 4)
    expect(sent.filter(({ throttled }) => throttled)).toEqual([])
  })

  it('is refused when the plan is stale, and when the number of PROD changes was not typed', async () => {
    const { stage, plan, ask, other, log } = await rig()
    await ask('internal.settings.set', { prodCap: 1 })
    await stage([{ customer: 0, person: 0 }, { customer: 0, person: 1 }])
    expect(await ask('jobs.start', { planId: 'none', typedCount: null, name: 'x' })).toMatchObject({ code: 'PLAN_STALE' })
    const first = await plan()
    expect(first.gates).toEqual([{ kind: 'prod-count', count: 2, cap: 1 }])
    expect(await ask('jobs.start', { planId: first.planId, typedCount: null, name: 'x' })).toMatchObject({ code: 'COUNT_NEEDED' })
    expect(await ask('jobs.start', { planId: first.planId, typedCount: 3, name: 'x' })).toMatchObject({ code: 'COUNT_NEEDED' })
    other(0, 0, 'EnvironmentAdmin')
    expect(() => registry['settings.set'].input.parse({ prodCap: 100_000 })).toThrow()
    const second = await plan()
    expect(await ask('jobs.start', { planId: first.planId, typedCount: 2, name: 'x' })).toMatchObject({ code: 'PLAN_STALE' })
    expect(second.totals).toMatchObject({ send: 1, conflict: 1 })
    expect(log().filter(writes).filter((one) => !one.other)).toEqual([])
  })

  it('is not started by a plan of nothing', async () => {
    const { plan, ask } = await rig()
    const { planId } = await plan()
    expect(await ask('jobs.start', { planId, typedCount: null, name: 'x' })).toMatchObject({ code: 'BAD_INPUT' })
    expect(await ask('jobs.list', { offset: 0, limit: 1 })).toMatchObject({ matched: 0 })
  })

  it('is not started by a plan of what was not read, unless the number of PROD changes was typed', async () => {
    const { stage, ask, log, done } = await rig()
    await ask('internal.settings.set', { prodCap: 1 })
    await stage([{ customer: 0, person: 0 }, { customer: 0, person: 1 }])
    const blind = (await ask('plan.compute', { refresh: false })) as { planId: string; totals: object }
    expect(blind.totals).toMatchObject({ send: 0, blocked: 2 })
    expect(await ask('jobs.start', { planId: blind.planId, typedCount: null, name: 'x' })).toMatchObject({ code: 'COUNT_NEEDED', details: { count: 2 } })
    expect(log().filter(writes)).toEqual([])
    const job = (await ask('jobs.start', { planId: blind.planId, typedCount: 2, name: 'x' })) as { id: string }
    expect((await done(job.id)).counts).toMatchObject({ applied: 2 })
  })

  it('sends nothing for a cell that was changed after the plan, and takes over everything else', async () => {
    const { stage, apply, done, other, ask, cell } = await rig()
    await stage([{ customer: 0, person: 0 }, { customer: 0, person: 1 }])
    const job = await apply(() => other(0, 0, 'EnvironmentAdmin'))
    expect((await done(job.id)).counts).toMatchObject({ applied: 1, conflict: 1 })
    expect(cell(0, 0)).toBe('EnvironmentAdmin')
    expect(await ask('intents.counts', {})).toMatchObject({ staged: 0, undo: null })
    expect(await ask('jobs.resolve', { jobId: job.id, keys: null, choice: 'mine' })).toMatchObject({ resolved: 1, counts: { staged: 1 }, job: { conflictsOpen: 0 } })
    const again = await apply()
    expect((await done(again.id)).counts).toMatchObject({ applied: 1 })
    expect(cell(0, 0)).toBe('Member')
  })

  it('reads again before it goes on where it was when the computer slept, so that what others did meanwhile stays', async () => {
    const { stage, apply, done, other, cell, wait, jump, log } = await rig()
    await stage([0, 1, 2, 3, 4, 5].map((person) => ({ customer: 0, person })))
    const job = await apply()
    await wait(250)
    expect(log().filter(writes).length).toBeLessThan(3)
    other(0, 4, 'EnvironmentManager')
    jump(8 * 3600_000)
    expect((await done(job.id)).counts).toMatchObject({ applied: 5, conflict: 1 })
    expect(cell(0, 4)).toBe('EnvironmentManager')
  })

  it('leaves nothing to undo or to redo of what was staged before it', async () => {
    const { stage, plan, other, ask, apply } = await rig()
    await stage([{ customer: 0, person: 0 }])
    other(0, 0, 'EnvironmentAdmin')
    const { planId } = await plan()
    await ask('plan.resolve', { planId, keys: null, choice: 'mine' })
    await stage([{ customer: 0, person: 1 }])
    await ask('intents.undo', {})
    expect(await ask('intents.counts', {})).toMatchObject({ staged: 1, undo: 'Keep mine', redo: 'Edits' })
    await apply()
    expect(await ask('intents.undo', {})).toEqual({ staged: 0, undo: null, redo: null })
    expect(await ask('intents.redo', {})).toEqual({ staged: 0, undo: null, redo: null })
  })

  it('stands still while it is paused, and what is cancelled is never sent', async () => {
    const { stage, apply, done, ask, log, wait } = await rig()
    await stage([0, 1].flatMap((customer) => [0, 1, 2, 3].map((person) => ({ customer, person }))))
    const job = await apply()
    await wait(1500)
    await ask('jobs.pause', { jobId: job.id })
    await wait(5000)
    const before = log().length
    await wait(600_000)
    expect(log()).toHaveLength(before)
    const state = (await ask('jobs.cancel', { jobId: job.id })) as { counts: { cancelled: number } }
    expect(state.counts.cancelled).toBeGreaterThan(0)
    const { counts, total } = await done(job.id)
    expect(counts.applied + counts.cancelled).toBe(total)
    expect(log().filter(writes)).toHaveLength(counts.applied)
  })

  it('sends nothing that was cancelled, also when an unknown outcome is looked at again', async () => {
    const { stage, apply, done, ask, log, fail, wait } = await rig()
    await stage([{ customer: 0, person: 0 }])
    const heal = fail(0, 0)
    const job = await apply()
    await wait(500)
    expect(await ask('jobs.cancel', { jobId: job.id })).toMatchObject({ state: 'cancelled', counts: { unknown: 1 } })
    heal()
    await ask('jobs.checkUnknown', { jobId: job.id })
    expect(await done(job.id)).toMatchObject({ state: 'cancelled', counts: { cancelled: 1 } })
    expect(log().filter(writes)).toEqual([])
  })

  it('stays paused when its failed steps are to be tried again', async () => {
    const { stage, apply, ask, log, wait } = await rig()
    await stage([0, 1, 2, 3].map((person) => ({ customer: 0, person })))
    const { intents } = (await ask('intents.list', { accountId: null, customerId: null, offset: 0, limit: 1 })) as { intents: readonly IntentOf<'member.role'>[] }
    const edits = intents.map(({ kind, accountId, customerId, target, base, seen }) => ({ kind, accountId, customerId, target, base, seen, wish: 'Nobody has this role' }))
    await ask('intents.stage', { name: 'A role that is not there', edits })
    const job = await apply()
    expect(await ask('jobs.pause', { jobId: job.id })).toMatchObject({ counts: { failed: 1 } })
    await wait(5000)
    const before = log().length
    expect(await ask('jobs.retryFailed', { jobId: job.id })).toMatchObject({ state: 'paused', counts: { failed: 0 } })
    await ask('jobs.checkUnknown', { jobId: job.id })
    await wait(600_000)
    expect(log()).toHaveLength(before)
  })

  it('offers to add whoever is a user already, by the plan and never by itself', async () => {
    const { apply, done, ask, log, email, id } = await rig()
    const mine = [0, 1, 2, 3, 4, 5].map((person) => email(0, person))
    const known = [0, 1, 2, 3, 4, 5].map((person) => email(1, person)).find((one) => !mine.includes(one)) ?? ''
    const invite = (address: string) => ({ kind: 'member.invite', accountId: 'a1', customerId: id(0), target: { email: address }, base: null, wish: { name: 'Somebody', roles: { dev: 'Member' }, groupIds: [] } })
    await ask('intents.stage', { name: 'Two', edits: [invite(known), invite('new@acme.example')] })
    const job = await apply()
    expect(await done(job.id)).toMatchObject({ counts: { applied: 1, failed: 1 }, addable: 1 })
    const before = log().length
    expect(await ask('jobs.addInstead', { jobId: job.id })).toMatchObject({ staged: 1, counts: { staged: 1, undo: 'Add instead of invite' }, job: { addable: 0, counts: { failed: 1 } } })
    expect(await ask('jobs.addInstead', { jobId: job.id })).toMatchObject({ staged: 0, counts: { staged: 1 } })
    expect(log()).toHaveLength(before)
    const added = await done((await apply()).id)
    expect(added.counts).toMatchObject({ applied: 1, failed: 0 })
    expect(log().slice(before).filter(writes)).toMatchObject([{ method: 'POST', path: `/api/managed_users/${String(id(0))}/members`, body: { email: known }, status: 200 }])
    await ask('jobs.retryFailed', { jobId: job.id })
    expect(await done(job.id)).toMatchObject({ counts: { applied: 1, failed: 0, conflict: 0, already: 1 }, addable: 0 })
  })

  it('fails where Workato says yes and the change is not there, and tries again what was so', async () => {
    const { stage, apply, done, ask, deafen, cell, log } = await rig()
    await stage([{ customer: 0, person: 0 }, { customer: 0, person: 1 }])
    const base = cell(0, 0)
    const hear = deafen(0, 0)
    const job = await apply()
    expect((await done(job.id)).counts).toMatchObject({ applied: 1, failed: 1 })
    expect(await ask('jobs.steps', { jobId: job.id, states: ['failed'], offset: 0, limit: 9 })).toMatchObject({ steps: [{ error: { title: 'Workato said yes, but the change is not there.' }, readBack: base }] })
    hear()
    const before = log().length
    await ask('jobs.retryFailed', { jobId: job.id })
    expect((await done(job.id)).counts).toMatchObject({ applied: 2 })
    expect(log().slice(before).filter(writes)).toHaveLength(1)
    expect(cell(0, 0)).toBe('Member')
  })

  it('sends a second invitation of somebody only when twenty minutes are over, and says when', async () => {
    const { apply, done, ask, log, id, wait } = await rig()
    const invite = (role: string) => ({ kind: 'member.invite', accountId: 'a1', customerId: id(0), target: { email: 'new@acme.example' }, base: null, wish: { name: 'New', roles: { dev: role }, groupIds: [] } })
    await ask('intents.stage', { name: 'First', edits: [invite('Member')] })
    const first = await done((await apply()).id)
    expect(first.counts).toMatchObject({ applied: 1 })
    await ask('intents.stage', { name: 'Second', edits: [invite('EnvironmentManager')] })
    const second = await apply()
    const sent = log().filter(writes)
    expect(sent).toHaveLength(1)
    await wait(5000)
    const waiting = (await ask('jobs.state', { jobId: second.id })) as JobState
    expect(waiting).toMatchObject({ state: 'running', counts: { queued: 1 } })
    expect(waiting.nextAt).toBeGreaterThanOrEqual((sent[0]?.time ?? 0) + 20 * 60_000)
    expect(waiting.nextAt).toBeLessThan((sent[0]?.time ?? 0) + 21 * 60_000)
    await wait(20 * 60_000)
    expect((await done(second.id)).counts).toMatchObject({ applied: 1 })
    const times = log().filter(writes).map(({ time }) => time)
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(20 * 60_000)
  })

  it('waits for no time that a wrong clock has set, and believes no list that was read in it', async () => {
    const { stage, apply, done, ask, fail, wait, jump, log } = await rig()
    const years = 10 * 365 * 86_400_000
    jump(years)
    await stage([{ customer: 0, person: 0 }])
    const heal = fail(0, 0)
    const job = await apply()
    await wait(500)
    heal()
    expect(await ask('jobs.state', { jobId: job.id })).toMatchObject({ counts: { unknown: 1 } })
    jump(-years)
    // A real timer goes on by itself; that of the virtual clock waits for the time that was meant.
    await ask('internal.connection', { online: true })
    const before = log().length
    const { createdAt, endedAt, counts } = await done(job.id)
    expect(counts).toMatchObject({ applied: 1 })
    expect((endedAt ?? Infinity) - (createdAt - years)).toBeLessThan(3 * 3600_000)
    expect(log().slice(before).some(({ path }) => path.endsWith('/environment_roles'))).toBe(true)
  })

  it('gives up what keeps failing, and retries only that', async () => {
    const { stage, apply, done, ask, log, fail } = await rig()
    await stage([{ customer: 0, person: 0 }, { customer: 0, person: 1 }, { customer: 1, person: 0 }])
    const heal = fail(0, 1)
    const job = await apply()
    expect((await done(job.id)).counts).toMatchObject({ applied: 2, failed: 1 })
    heal()
    const before = log().length
    await ask('jobs.retryFailed', { jobId: job.id })
    expect((await done(job.id)).counts).toMatchObject({ applied: 3, failed: 0 })
    expect(log().slice(before).filter(writes)).toHaveLength(1)
  })

  it('pauses the account whose token is refused only, and goes on with a new one', async () => {
    const { stage, apply, done, ask, refuse, wait, log } = await rig({ accounts: 2 })
    await stage([{ customer: 0, person: 0 }, { account: 1, customer: 0, person: 0 }])
    const renew = refuse(1)
    const job = await apply()
    await wait(60_000)
    expect(await ask('jobs.state', { jobId: job.id })).toMatchObject({ state: 'running', counts: { applied: 1, queued: 1 }, accounts: [{ phase: 'running' }, { phase: 'paused', error: { code: 'TOKEN_REFUSED' } }] })
    renew()
    await ask('internal.connection', { online: true })
    expect((await done(job.id)).counts).toMatchObject({ applied: 2 })
    expect(log().filter(writes)).toHaveLength(2)
  })

  it('waits for a person when nothing of it has moved for more than seven days', async () => {
    const { stage, apply, done, ask, refuse, wait, jump, log } = await rig({ accounts: 2 })
    await stage([{ customer: 0, person: 0 }, { account: 1, customer: 0, person: 0 }])
    const renew = refuse(1)
    const { id } = await apply()
    await wait(60_000)
    jump(7 * 86_400_000 - 3600_000)
    await ask('internal.connection', { online: true })
    expect(await ask('jobs.state', { jobId: id })).toMatchObject({ state: 'running', held: null })
    jump(3600_000)
    renew()
    await ask('internal.connection', { online: true })
    await wait(3600_000)
    expect(await ask('jobs.state', { jobId: id })).toMatchObject({ state: 'paused', held: 'old', counts: { applied: 1, queued: 1 } })
    expect(log().filter(writes)).toHaveLength(1)
    expect(await ask('jobs.resume', { jobId: id })).toMatchObject({ state: 'running', held: null })
    const { counts, etaMs } = await done(id)
    expect({ applied: counts.applied, etaMs }).toEqual({ applied: 2, etaMs: null })
  })

  it('goes on by itself however long ago it was started, as long as it moves', async () => {
    const { stage, apply, done, ask, refuse, wait, jump } = await rig({ accounts: 2 })
    await stage([{ customer: 0, person: 0 }, { account: 1, customer: 0, person: 0 }])
    const renew = refuse(1)
    const { id } = await apply()
    await ask('internal.connection', { online: false })
    jump(5 * 86_400_000)
    await ask('internal.connection', { online: true })
    await wait(60_000)
    expect(await ask('jobs.state', { jobId: id })).toMatchObject({ counts: { applied: 1, queued: 1 } })
    jump(5 * 86_400_000)
    renew()
    await ask('internal.connection', { online: true })
    expect(await done(id)).toMatchObject({ state: 'done', counts: { applied: 2 } })
  })

  it('waits for a person also where the computer slept that long in the midst of it', async () => {
    const { stage, apply, done, ask, wait, jump, log } = await rig()
    await stage([0, 1, 2].flatMap((customer) => [0, 1, 2, 3, 4].map((person) => ({ customer, person }))))
    const { id } = await apply()
    await wait(2500)
    jump(8 * 86_400_000)
    const before = log().filter(writes).length
    await wait(86_400_000)
    expect(await ask('jobs.state', { jobId: id })).toMatchObject({ state: 'paused', held: 'old' })
    // What had its turn is on its way.
    expect(log().filter(writes).length).toBeLessThanOrEqual(before + 1)
    await ask('jobs.resume', { jobId: id })
    expect(await done(id)).toMatchObject({ state: 'done', held: null })
  })

  it('ends for an account that is removed, and goes on for the others', async () => {
    const { stage, apply, done, ask, refuse, wait, plan, cell } = await rig({ accounts: 2 })
    await stage([{ customer: 0, person: 0 }, { account: 1, customer: 0, person: 0 }, { account: 1, customer: 0, person: 1 }])
    refuse(1)
    const job = await apply()
    await wait(60_000)
    await stage([{ customer: 0, person: 1 }])
    await stage([{ account: 1, customer: 1, person: 0 }])
    expect(await ask('internal.accounts.waiting', { accountId: 'a2' })).toMatchObject({ staged: 1, queued: 2 })
    await ask('internal.accounts.remove', { accountId: 'a2', fingerprint: null })
    expect(await done(job.id)).toMatchObject({ state: 'done', counts: { applied: 1, cancelled: 2 } })
    expect(await ask('intents.counts', {})).toMatchObject({ staged: 1 })
    expect((await plan()).totals).toMatchObject({ send: 1 })
    expect(await ask('jobs.retryFailed', { jobId: job.id })).toMatchObject({ state: 'done' })
    await done((await apply()).id)
    expect(cell(0, 1)).toBe('Member')
  })

  it('takes a removal back by an invitation with the roles that the person had', async () => {
    const { apply, done, ask, cell, email, id, member } = await rig()
    const memberId = member(0, 1)
    const role = cell(0, 1)
    const address = email(0, 1)
    await ask('intents.stage', { name: 'A removal', edits: [{ kind: 'member.remove', accountId: 'a1', customerId: id(0), target: { memberId }, base: true, wish: false }] })
    const job = await apply()
    expect((await done(job.id)).counts).toMatchObject({ applied: 1 })
    expect(await ask('jobs.undo', { jobId: job.id })).toMatchObject({ staged: 1, irreversible: [] })
    const all = { accountId: null, customerId: null, offset: 0, limit: 9 }
    expect(await ask('intents.list', all)).toMatchObject({ intents: [{ kind: 'member.invite', target: { email: address }, wish: { roles: { prod: role } } }] })
  })

  it('is undone by the same way, but for what others have changed since', async () => {
    const { stage, apply, done, ask, other, cell } = await rig()
    const before = [cell(0, 0), cell(0, 1)]
    await stage([{ customer: 0, person: 0 }, { customer: 0, person: 1 }])
    const job = await apply()
    await done(job.id)
    other(0, 1, 'EnvironmentAdmin')
    expect(await ask('jobs.undo', { jobId: job.id })).toMatchObject({ staged: 2, irreversible: [], counts: { undo: 'Undo A job' } })
    const undo = await apply()
    expect((await done(undo.id)).counts).toMatchObject({ applied: 1, conflict: 1 })
    expect([cell(0, 0), cell(0, 1)]).toEqual([before[0], 'EnvironmentAdmin'])
  })
})
