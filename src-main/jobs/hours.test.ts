import { afterEach, expect, it } from 'vitest'
import { DEFAULT_ACCOUNT_OPTIONS } from '../contract/account-options-defaults'
import type { JobState } from '../contract/jobs'
import type { AccountOptions } from '../contract/methods/account-options'
import { jobRig, type JobRig } from '../testing/job-rig'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** When the rig's computer starts: midnight in UTC. */
const START = Date.UTC(2026, 10, 25)
const open: JobRig[] = []
afterEach(async () => {
  for (const rig of open.splice(0)) await rig.end()
})

/** Changes of seven people in each of so many customers, staged, in an account with these options. */
async function staged(customers: number, options: Partial<AccountOptions>, offset: (at: number) => number = () => 0): Promise<JobRig & { readonly set: (next: Partial<AccountOptions>) => Promise<void>; readonly state: (id: string) => Promise<JobState> }> {
  const rig = await jobRig({ customers: customers * 2, people: 8 })
  open.push(rig)
  rig.zone(offset)
  const set = async (next: Partial<AccountOptions>): Promise<void> => void (await rig.ask('accounts.setOptions', { accountId: 'a1', options: { ...DEFAULT_ACCOUNT_OPTIONS, ...options, ...next }, mayExceed: false }))
  await set({})
  await rig.stage(Array.from({ length: customers * 7 }, (_, i) => ({ customer: Math.floor(i / 7), person: i % 7 })))
  return { ...rig, set, state: async (id) => (await rig.ask('jobs.state', { jobId: id })) as JobState }
}
/** Minute of the local day. */
const minuteAt = (at: number, offset: (at: number) => number): number => ((at + offset(at)) % (24 * HOUR)) / MINUTE

it('sends and reads within its hours only, at half the quota in every minute, and tells beforehand when it is done (product 54)', { timeout: 120_000 }, async () => {
  // 09:00 where the computer is.
  const east = (): number => 9 * HOUR
  const { apply, done, state, log, wait } = await staged(60, { reserved: 0.5, jobHours: { from: 22 * 60, to: 22 * 60 + 15 } }, east)
  const planned = await apply()
  const before = log().length
  expect(planned.accounts).toMatchObject([{ opensAt: START + 13 * HOUR, phase: 'running' }])
  const eta = planned.etaMs ?? 0
  await wait(37 * HOUR + 10 * MINUTE)
  const job = await done(planned.id)
  expect(job.counts.applied).toBeGreaterThan(200)
  const times = log().slice(before).map(({ time }) => time)
  for (const time of times) expect(minuteAt(time, east)).toBeGreaterThanOrEqual(22 * 60)
  for (const time of times) expect(minuteAt(time, east)).toBeLessThan(22 * 60 + 15)
  // More than one night was needed.
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(23 * HOUR)
  const took = (job.endedAt ?? 0) - planned.createdAt
  expect(Math.abs(eta - took) / took).toBeLessThan(0.05)
  const drawn = log().slice(before).filter(({ path }) => path.includes('/members')).map(({ time }) => time)
  const busiest = Math.max(...drawn.map((from) => drawn.filter((one) => one >= from && one < from + MINUTE).length))
  expect(busiest).toBeLessThanOrEqual(30)
  expect(busiest).toBeGreaterThan(25)
  expect((await state(planned.id)).accounts).toMatchObject([{ opensAt: null }])
})

it('reads what was sent back before its hours end, so that nothing is left open over the day (product 54)', { timeout: 120_000 }, async () => {
  const { apply, ask, state, wait } = await staged(12, { perMinute: { members: 12 }, reserved: 0.5, jobHours: { from: 60, to: 75 } })
  const { id, createdAt } = await apply()
  await wait(START + 75 * MINUTE - createdAt)
  const { counts, accounts } = await state(id)
  expect(accounts).toMatchObject([{ opensAt: START + 25 * HOUR }])
  expect(counts.queued).toBeGreaterThan(0)
  expect(counts.applied).toBeGreaterThan(0)
  expect(await ask('jobs.steps', { jobId: id, states: ['sending', 'sent', 'unknown'], offset: 0, limit: 1 })).toMatchObject({ matched: 0 })
})

it('keeps to its hours also where the computer sleeps, its clock is set, and summer time ends (product 54)', { timeout: 120_000 }, async () => {
  // At one o'clock in UTC it is three, and two again.
  const offset = (at: number): number => (at >= START + HOUR ? HOUR : 2 * HOUR)
  const { apply, done, wait, jump, log, state } = await staged(25, { perMinute: { members: 20 }, reserved: 0.5, jobHours: { from: 150, to: 180 } }, offset)
  const planned = await apply()
  const before = log().length
  expect(planned.accounts).toMatchObject([{ opensAt: START + 30 * MINUTE }])
  const at = async (instant: number): Promise<void> => wait(instant - (log().at(-1)?.time ?? START))
  await wait(START + 33 * MINUTE - planned.createdAt)
  expect(log().length).toBeGreaterThan(before)
  jump(8 * HOUR)
  await wait(HOUR)
  jump(-8 * HOUR)
  await at(START + 58 * MINUTE)
  expect((await state(planned.id)).state).toBe('running')
  await wait(25 * HOUR)
  await done(planned.id)
  expect(log().length).toBeGreaterThan(before + 200)
  for (const { time } of log().slice(before)) {
    expect(minuteAt(time, offset)).toBeGreaterThanOrEqual(150)
    expect(minuteAt(time, offset)).toBeLessThan(180)
  }
})

it('goes on at once where a person says so, or takes the hours away, and its pace is none of the time that it waited (product 54)', { timeout: 120_000 }, async () => {
  const { ask, apply, done, log, wait, stage, set, state } = await staged(20, { jobHours: { from: 22 * 60, to: 23 * 60 } })
  const job = await apply()
  await wait(5 * HOUR)
  const before = log().length
  const now = (await ask('jobs.startNow', { jobId: job.id })) as JobState
  expect(now).toMatchObject({ state: 'running', accounts: [{ opensAt: null }] })
  await wait(2 * MINUTE)
  expect(log().length).toBeGreaterThan(before + 50)
  expect((await state(job.id)).etaMs).toBeLessThan(10 * MINUTE)
  await done(job.id)
  await stage([{ customer: 21, person: 0 }])
  const second = await apply()
  const sent = log().length
  await wait(HOUR)
  expect(log()).toHaveLength(sent)
  await set({ jobHours: null })
  await wait(MINUTE)
  expect(await state(second.id)).toMatchObject({ state: 'done', counts: { applied: 1 } })
})
