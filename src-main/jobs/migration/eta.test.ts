import { afterEach, expect, it } from 'vitest'
import type { CustomerId } from '../../contract/ids'
import type { MigrationActivity } from '../../contract/migration'
import { migrationActs } from '../../testing/migration-acts'
import { migrationRig, type MigrationRig } from '../../testing/migration-rig'

let rig: MigrationRig
let acts: ReturnType<typeof migrationActs>
afterEach(async () => {
  await rig.end()
})

/** How long it takes from now on, by what is said and by what it then takes, as a share of the latter. */
async function error({ etaMs }: MigrationActivity): Promise<number> {
  const from = rig.clock.now()
  const { endedAt, failed } = await rig.settled(5000)
  expect(failed).toBe(0)
  const took = (endedAt ?? 0) - from
  return Math.abs((etaMs ?? 0) - took) / took
}

it('each kind of work says at its beginning how long it takes: by what it asks that was never read, by custom roles, by projects', { timeout: 60_000 }, async () => {
  rig = await migrationRig({ customers: 80, people: 3, seed: 7 })
  acts = migrationActs(rig)
  const { accountId } = rig
  const whole = rig.customers.filter((id) => acts.converts(id))
  const custom = (id: CustomerId) => rig.account().workspace(rig.account().customers.find((one) => one.id === id) as never).legacyRoles.filter(({ inherited }) => !inherited).length
  expect(await error(await rig.ask('migration.check', { accountId, of: null }))).toBeLessThan(0.1)
  await rig.ask('migration.setCustomRoles', { accountId, on: true })
  await acts.prove(whole.find((id) => custom(id) > 0) as CustomerId)
  const dryRun = () => rig.ask('migration.dryRun', { accountId, of: { customers: [...rig.customers] } })
  // First the projects of each environment are read, then they are known, and custom roles take longest.
  expect(await error(await dryRun())).toBeLessThan(0.1)
  expect(await error(await dryRun())).toBeLessThan(0.1)
  await rig.ask('migration.confirmRoot', { accountId, of: { customers: whole }, note: 'Seen' })
  const pilot = await acts.wave('Pilot', whole.slice(0, 1))
  await acts.tryWave(pilot)
  await acts.migrate(pilot, whole.slice(0, 1))
  await acts.verify(pilot)
  const second = await acts.wave('Second', whole.slice(1, 11))
  await acts.tryWave(second)
  await acts.migrate(second, whole.slice(1, 11))
  expect(await error(await rig.ask('migration.verify', { accountId, of: { waveId: second } }))).toBeLessThan(0.1)
})

it('what is slower than the quotas allow is told by its pace', { timeout: 60_000 }, async () => {
  rig = await migrationRig({ customers: 200, people: 2 })
  acts = migrationActs(rig)
  rig.intercept(async (_, answer) => {
    await rig.clock.sleep(10_000)
    return answer()
  })
  await rig.ask('migration.check', { accountId: rig.accountId, of: null })
  let activity = (await acts.account()).activity
  while ((activity?.done ?? 0) < 100) {
    await rig.wait(5000)
    activity = (await acts.account()).activity
  }
  expect(await error(activity as MigrationActivity)).toBeLessThan(0.1)
})
