import { expect, it } from 'vitest'
import type { CustomerId } from '../../contract/ids'
import type { JobState } from '../../contract/jobs'
import { migrationActs } from '../../testing/migration-acts'
import { migrationRig } from '../../testing/migration-rig'

it('a wave of 300 customers keeps to the quotas and says beforehand when it is over', { timeout: 120_000 }, async () => {
  const rig = await migrationRig({ customers: 345, people: 3, seed: 9 })
  const acts = migrationActs(rig)
  const { accountId } = rig
  // Without those whose system roles somebody has migrated already.
  const fleet = rig.account().customers.filter((one) => !rig.account().workspace(one).system_roles_migrated).slice(0, 311).map(({ id }) => id as CustomerId)
  await acts.check()
  await acts.prove(fleet[0] as CustomerId)
  await rig.ask('migration.confirmRoot', { accountId, of: { customers: fleet }, note: 'Seen' })
  const waves = [fleet.slice(0, 1), fleet.slice(1, 11), fleet.slice(11)]
  const ids = []
  for (const [i, customers] of waves.entries()) ids.push(await acts.wave(`Wave ${String(i + 1)}`, customers))
  for (const [i, id] of ids.slice(0, 2).entries()) {
    await acts.tryWave(id)
    await acts.migrate(id, waves[i] ?? [])
    await acts.verify(id)
  }
  const [, , rest] = ids
  if (rest === undefined) throw new Error('no third wave')

  await rig.ask('migration.dryRun', { accountId, of: { waveId: rest } })
  let activity = (await acts.account()).activity
  while ((activity?.done ?? 0) < 30) {
    await rig.wait(5000)
    activity = (await acts.account()).activity
  }
  const [tryEta, triedAt] = [activity?.etaMs ?? 0, rig.clock.now()]
  const tried = await rig.settled(10_000)
  expect([tried.done, tried.failed]).toEqual([300, 0])
  expect(Math.abs(tryEta - ((tried.endedAt ?? 0) - triedAt)) / ((tried.endedAt ?? 0) - triedAt)).toBeLessThan(0.1)

  const { counts } = await rig.ask('migration.review', { accountId, of: { waveId: rest }, show: 'prod', search: '', offset: 0, limit: 1 })
  await rig.ask('migration.acknowledge', { accountId, of: { waveId: rest }, what: { typedCount: counts.prod }, note: '' })
  const wave = (await acts.account()).waves[2]
  expect([wave?.gates, wave?.step, wave?.cost.calls]).toEqual([[], 'migrate', 300])
  const started = rig.log().length
  const job = await acts.start(rest, waves[2] ?? [])
  let now = job
  while (now.counts.applied < 30) {
    await rig.wait(1000)
    now = await rig.ask('jobs.state', { jobId: job.id })
  }
  const [eta, at] = [now.etaMs ?? 0, rig.clock.now()]
  const { endedAt, counts: ends }: JobState = await rig.jobDone(job)
  expect(ends).toMatchObject({ applied: 300, failed: 0, unknown: 0, conflict: 0 })
  expect(Math.abs(eta - ((endedAt ?? 0) - at)) / ((endedAt ?? 0) - at)).toBeLessThan(0.1)
  const stretch = ((endedAt ?? 0) - job.createdAt) / (wave?.cost.floorMs ?? 1)
  expect([stretch > 0.95, stretch <= 1.05]).toEqual([true, true])
  const sent = rig.log().slice(started)
  expect(sent.filter(({ path }) => path.includes('roles_migration'))).toHaveLength(300)
  // A fifth of every quota is left to others, from the first look to the last step.
  for (const [part, atLeast] of [['/members', 345 + 2 * 300 + 300], ['/roles', 345 + 2 * 300 + 300], ['/roles_migration/system_roles', 600]] as const) {
    const times = rig.log().filter(({ path }) => path.endsWith(part)).map(({ time }) => time)
    expect(times.length).toBeGreaterThanOrEqual(atLeast)
    expect(Math.max(...times.map((from) => times.filter((one) => one >= from && one < from + 60_000).length))).toBeLessThanOrEqual(48)
  }
  expect(rig.log().filter(({ throttled }) => throttled)).toEqual([])
  await rig.end()
})
