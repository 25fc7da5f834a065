import { afterEach, describe, expect, it } from 'vitest'
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
    await ask('settings.set', { prodCap: 1 })
    await stage([{ customer: 0, person: 0 }, { customer: 0, person: 1 }])
    const first = await plan()
    expect(first.gates).toEqual([{ kind: 'prod-count', count: 2, cap: 1 }])
    expect(await ask('jobs.start', { planId: first.planId, typedCount: null, name: 'x' })).toMatchObject({ code: 'COUNT_NEEDED' })
    expect(await ask('jobs.start', { planId: first.planId, typedCount: 3, name: 'x' })).toMatchObject({ code: 'COUNT_NEEDED' })
    other(0, 0, 'EnvironmentAdmin')
    const second = await plan()
    expect(await ask('jobs.start', { planId: first.planId, typedCount: 2, name: 'x' })).toMatchObject({ code: 'PLAN_STALE' })
    expect(second.totals).toMatchObject({ send: 1, conflict: 1 })
    expect(log().filter(writes).filter((one) => !one.other)).toEqual([])
  })

  it('is not started by a plan of what was not read, unless the number of PROD changes was typed', async () => {
    const { stage, ask, log, done } = await rig()
    await ask('settings.set', { prodCap: 1 })
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
    const { intents } = (await ask('intents.list', { accountId: null, customerId: null, offset: 0, limit: 1 })) as { intents: readonly { accountId: string; customerId: number }[] }
    const edits = intents.map(({ accountId, customerId }) => ({ kind: 'member.invite', accountId, customerId, target: { email: 'new@acme.example' }, base: null, wish: { name: 'New', roles: { dev: 'Nobody' }, groupIds: [] } }))
    await ask('intents.stage', { name: 'An invitation with a role that is not there', edits })
    const job = await apply()
    expect(await ask('jobs.pause', { jobId: job.id })).toMatchObject({ counts: { failed: 1 } })
    await wait(5000)
    const before = log().length
    expect(await ask('jobs.retryFailed', { jobId: job.id })).toMatchObject({ state: 'paused', counts: { failed: 0 } })
    await ask('jobs.checkUnknown', { jobId: job.id })
    await wait(600_000)
    expect(log()).toHaveLength(before)
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

  it('ends for an account that is removed, and goes on for the others', async () => {
    const { stage, apply, done, ask, refuse, wait, plan, cell } = await rig({ accounts: 2 })
    await stage([{ customer: 0, person: 0 }, { account: 1, customer: 0, person: 0 }, { account: 1, customer: 0, person: 1 }])
    refuse(1)
    const job = await apply()
    await wait(60_000)
    await stage([{ customer: 0, person: 1 }])
    await stage([{ account: 1, customer: 1, person: 0 }])
    expect(await ask('internal.accounts.waiting', { accountId: 'a2' })).toEqual({ staged: 1, queued: 2 })
    await ask('internal.accounts.remove', { accountId: 'a2' })
    expect(await done(job.id)).toMatchObject({ state: 'done', counts: { applied: 1, cancelled: 2 } })
    expect(await ask('intents.counts', {})).toMatchObject({ staged: 1 })
    expect((await plan()).totals).toMatchObject({ send: 1 })
    expect(await ask('jobs.retryFailed', { jobId: job.id })).toMatchObject({ state: 'done' })
    await done((await apply()).id)
    expect(cell(0, 1)).toBe('Member')
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
