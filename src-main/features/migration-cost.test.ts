import { afterEach, expect, it } from 'vitest'
import type { CustomerId } from '../contract/ids'
import { migrationActs } from '../testing/migration-acts'
import { migrationRig, type MigrationRig } from '../testing/migration-rig'

let rig: MigrationRig
let acts: ReturnType<typeof migrationActs>
afterEach(async () => {
  await rig.end()
})
/** A wave behind a pilot that is verified, tried with custom roles. */
async function second(): Promise<{ readonly id: Awaited<ReturnType<typeof acts.wave>>; readonly customers: readonly CustomerId[]; readonly own: (id: CustomerId) => number }> {
  rig = await migrationRig({ customers: 12, people: 6, seed: 7 })
  acts = migrationActs(rig)
  const { accountId } = rig
  await rig.ask('migration.setCustomRoles', { accountId, on: true })
  await acts.check()
  const own = (id: CustomerId): number => rig.account().workspace(rig.account().customers.find((one) => one.id === id) as never).legacyRoles.filter(({ inherited }) => !inherited).length
  const whole = rig.customers.filter((id) => acts.converts(id))
  const [proven, ...withCustom] = whole.filter((id) => own(id) > 0)
  const [one, other] = withCustom
  const pilot = whole.find((id) => id !== proven && id !== one && id !== other)
  if (proven === undefined || one === undefined || other === undefined || pilot === undefined) throw new Error('too few customers')
  await acts.prove(proven)
  await rig.ask('migration.confirmRoot', { accountId, of: { customers: [pilot, one, other] }, note: 'Seen' })
  const first = await acts.wave('Pilot', [pilot])
  await acts.tryWave(first)
  await acts.migrate(first, [pilot])
  await acts.verify(first)
  const id = await acts.wave('Second', [one, other])
  await acts.dryRun(id)
  return { id, customers: [one, other], own }
}
const wave = async () => {
  const found = (await acts.account()).waves[1]
  if (found === undefined) throw new Error('no second wave')
  return found
}

it('what a wave is said to cost is what its job sends, at the pace of the quotas; what is migrated costs nothing more', async () => {
  const { id, customers: [one, other], own } = await second()
  if (one === undefined || other === undefined) throw new Error('no customers')
  const [mine, rest] = [own(one) + 1, own(other) + 1]
  const calls = mine + rest
  // Members and legacy roles are read before and after; at four fifths of 60 a minute there is one request every 1.25 seconds.
  const told = { calls, requests: calls + 8, floorMs: Math.max(calls, 4) * 1250 }
  expect((await wave()).cost).toEqual(told)
  await acts.tryWave(id)
  expect((await wave()).cost).toEqual(told)
  const before = rig.log().length
  const job = await acts.migrate(id, [one])
  const sent = rig.log().slice(before)
  expect([sent.length, sent.filter(({ path }) => path.includes('roles_migration')).length]).toEqual([mine + 4, mine])
  expect(await wave()).toMatchObject({ cost: { calls: rest, requests: rest + 4, floorMs: Math.max(rest, 2) * 1250 }, jobId: job.id })
  await rig.wait(60_000)
  const next = await acts.migrate(id, [other])
  expect(await wave()).toMatchObject({ cost: { calls: 0, requests: 0, floorMs: 0 }, jobId: next.id })
})

it('what is counted of a wave are its people and what its dry runs say, without those that hold no more', async () => {
  const { id, customers } = await second()
  const { rows } = await rig.ask('migration.review', { accountId: rig.accountId, of: { waveId: id }, show: 'prod', search: '', offset: 0, limit: 200 })
  // The one that changes has gains to acknowledge.
  const one = rows[0]?.customerId
  const other = customers.find((each) => each !== one)
  if (one === undefined || other === undefined) throw new Error('no customers')
  const { counts } = await rig.ask('migration.review', { accountId: rig.accountId, of: { waveId: id }, show: 'all', search: '', offset: 0, limit: 1 })
  // The board counts managers as well, whom no migration of a customer converts.
  const people = (await acts.board()).rows.reduce((sum, row) => sum + (row.customerId === one || row.customerId === other ? (row.people ?? 0) : 0), 0)
  expect(counts.all).toBe(acts.people(one).length + acts.people(other).length)
  const sums = ({ all, gains, losses, none, keepsLegacy, prod, acknowledged }: typeof counts) => ({ people: all, gains, losses, none, keepsLegacy, toAcknowledge: prod, acknowledged })
  expect(await wave()).toMatchObject({ customers: 2, people, review: sums(counts) })
  const [person] = acts.people(one)
  const role = Object.values(person?.roles ?? {}).some((held) => 'role_name' in held && held.role_name === 'Operator') ? 'Analyst' : 'Operator'
  rig.other(one, person?.id ?? 0, [{ environment_type: 'dev', name: role, role_type: 'privilege_group' }])
  await rig.wait(16 * 60_000)
  await rig.ask('migration.check', { accountId: rig.accountId, of: { waveId: id } })
  await rig.settled()
  const left = await rig.ask('migration.review', { accountId: rig.accountId, of: { waveId: id }, show: 'all', search: '', offset: 0, limit: 1 })
  expect([left.customers, left.withDryRun, left.counts.all]).toEqual([2, 1, acts.people(other).length])
  expect(await wave()).toMatchObject({ people, review: sums(left.counts), gates: [{ kind: 'stale', count: 1 }, ...(left.counts.prod > 0 ? [{ kind: 'acknowledge', count: left.counts.prod }] : [])] })
  expect(left.counts.prod).toBeLessThan(counts.prod)
  const { row } = await rig.ask('migration.customer', { accountId: rig.accountId, customerId: one })
  expect(row.evidence.map(({ kind }) => kind)).toEqual(['legacy-roles-listed', 'members-legacy', 'dry-run'])
})
