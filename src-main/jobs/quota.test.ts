import { afterEach, expect, it } from 'vitest'
import type { JobState } from '../contract/jobs'
import { jobRig, type JobRig } from '../testing/job-rig'

const CUSTOMERS = 60
/** Of each customer; some are managers of customers, which are blocked, so that 300 are left. */
const PEOPLE = 7
const open: JobRig[] = []
afterEach(async () => {
  for (const rig of open.splice(0)) await rig.end()
})
/** Changes of nearly everybody in so many customers, staged. */
async function staged(customers: number): Promise<JobRig> {
  const rig = await jobRig({ customers: customers * 2, people: PEOPLE + 1 })
  open.push(rig)
  await rig.stage(Array.from({ length: customers * PEOPLE }, (_, i) => ({ customer: Math.floor(i / PEOPLE), person: i % PEOPLE })))
  return rig
}
const isPut = ({ method }: { readonly method: string }): boolean => method === 'PUT'

it('takes hardly longer than the quotas ask for, with one request for each person, and says so beforehand (product 53)', { timeout: 60_000 }, async () => {
  const { plan, apply, ask, wait, done, log } = await staged(CUSTOMERS)
  const { floorMs } = await plan()
  const before = log().length
  const job = await apply()
  const started = log().length
  let now = (await ask('jobs.state', { jobId: job.id })) as JobState
  while (now.counts.applied < now.total / 10) {
    await wait(1000)
    now = (await ask('jobs.state', { jobId: job.id })) as JobState
  }
  const eta = now.etaMs ?? 0
  const at = log().at(-1)?.time ?? 0
  const { endedAt, counts } = await done(job.id)
  const end = endedAt ?? 0
  expect(Math.abs(eta - (end - at)) / (end - at)).toBeLessThan(0.1)
  expect((end - job.createdAt) / floorMs).toBeLessThanOrEqual(1.05)
  const sent = log().slice(started)
  expect(counts.applied).toBeGreaterThanOrEqual(300)
  expect(sent.filter(isPut)).toHaveLength(counts.applied)
  expect(sent.length).toBeLessThanOrEqual(counts.applied + 2 * CUSTOMERS)
  expect(log().slice(before).filter(({ throttled }) => throttled)).toEqual([])
})

it('leaves the reserved share of every minute to others (product 54)', { timeout: 60_000 }, async () => {
  const { ask, apply, done, log } = await staged(15)
  const options = (await ask('accounts.options', { accountId: 'a1' })) as object
  await ask('accounts.setOptions', { accountId: 'a1', options: { ...options, reserved: 0.5 }, mayExceed: false })
  const started = log().length
  await done((await apply()).id)
  const times = log().slice(started).filter(({ path }) => path.includes('/members')).map(({ time }) => time)
  const busiest = Math.max(...times.map((from) => times.filter((one) => one >= from && one < from + 60_000).length))
  expect(busiest).toBeLessThanOrEqual(30)
  expect(busiest).toBeGreaterThan(25)
})
