import { afterEach, describe, expect, it } from 'vitest'
import type { JobState } from '../contract/jobs'
import { handle } from '../emulator/handle'
import { migrationActs } from '../testing/migration-acts'
import { migrationRig, type MigrationRig, type MigrationRigOptions } from '../testing/migration-rig'

let rig: MigrationRig
let acts: ReturnType<typeof migrationActs>
const make = async (options: MigrationRigOptions = {}): Promise<void> => {
  rig = await migrationRig(options)
  acts = migrationActs(rig)
}
afterEach(async () => {
  await rig.end()
})

describe('customers that were migrated elsewhere', () => {
  it('are held against what they were, by the roles that dry runs of the account named, and what was lost is staged', async () => {
    await make({ people: 12, customers: 12 })
    await acts.prepare()
    const id = rig.customers.find((one) => rig.account().workspace(rig.account().customers.find((each) => each.id === one) as never).legacyRoles.every(({ inherited }) => inherited) && acts.people(one).every(({ roles }) => Object.values(roles).some((held) => 'role_name' in held)))
    if (id === undefined) throw new Error('every customer has custom roles')
    const untold = await rig.ask('migration.rescue', { accountId: rig.accountId, customerId: id, source: { kind: 'snapshot', at: rig.clock.now() }, mapping: [], offset: 0, limit: 100 })
    // Nothing tells yet what they count as: a person can.
    expect(untold.mapping).toContainEqual({ legacy: 'Analyst', wish: null, customers: 0 })
    expect([untold.rows.length > 0, untold.fixable, untold.rows.every(({ direction }) => direction === 'unmapped')]).toEqual([true, 0, true])
    await acts.dryRun(await acts.wave('Pilot', [id]))
    const before = rig.clock.now()
    await rig.wait(60_000)
    const call = (path: string) => testCall(`/api/managed_users/${String(id)}/roles_migration/${path}`)
    call('system_roles')
    const lost = acts.people(id).find(({ roles }) => roles.dev?.role_type === 'environment')
    if (lost === undefined) throw new Error('nobody to look at')
    rig.other(id, lost.id, [{ environment_type: 'dev', name: 'No access', role_type: 'environment' }])
    await rig.wait(16 * 60_000)
    await acts.check()
    const asked = { accountId: rig.accountId, customerId: id, source: { kind: 'snapshot' as const, at: before }, mapping: [] }
    const found = await rig.ask('migration.rescue', { ...asked, offset: 0, limit: 100 })
    expect(found.mapping).toContainEqual({ legacy: 'Analyst', wish: 'EnvironmentManager', customers: 1 })
    const [row] = found.rows.filter(({ direction }) => direction !== 'unmapped')
    expect([row, found.fixable]).toMatchObject([{ memberId: lost.id, environment: 'dev', is: null, direction: 'lost', fix: 'possible' }, 1])
    // What nothing maps is told, and never guessed.
    const unmapped = found.rows.filter(({ direction }) => direction === 'unmapped')
    expect(unmapped.every(({ should, fix }) => should === null && fix === 'none')).toBe(true)
    expect((await rig.ask('migration.stageRescue', { ...asked, keys: null, name: 'Rescue' })).staged).toBe(1)
    const { planId, totals } = await rig.ask('plan.compute', { refresh: true })
    expect(totals).toMatchObject({ send: 1, blocked: 0 })
    await rig.jobDone(await rig.ask('jobs.start', { planId, typedCount: null, name: 'Rescue' }) as JobState)
    expect(lost.roles.dev).toBeDefined()
    expect((await rig.ask('migration.rescue', { ...asked, mapping: [{ legacy: 'Analyst', wish: 'Member' }], offset: 0, limit: 100 })).rows.some(({ then, should, is }) => then === 'Analyst' && should === 'Member' && is === 'EnvironmentManager')).toBe(true)
  })

  it('are put right once their built-in roles are migrated, though custom ones are left, and not while that has failed', async () => {
    await make({ customers: 8, people: 10, seed: 7 })
    await acts.prepare()
    const held = (id: (typeof rig.customers)[number], names: readonly string[]) => acts.people(id).find(({ roles }) => roles.dev !== undefined && 'role_name' in roles.dev && names.includes(roles.dev.role_name))
    const own = (id: (typeof rig.customers)[number]) => rig.account().workspace(rig.account().customers.find((one) => one.id === id) as never).legacyRoles.filter(({ inherited }) => !inherited).map(({ name }) => name)
    const id = rig.customers.find((one) => held(one, own(one)) !== undefined && held(one, ['Analyst']) !== undefined)
    if (id === undefined) throw new Error('nobody holds a custom role')
    const before = rig.clock.now()
    const lost = held(id, ['Analyst'])
    await rig.wait(60_000)
    if (lost !== undefined) lost.roles = {}
    const waveId = await acts.wave('Pilot', [id])
    await acts.tryWave(waveId)
    const fixOf = async () => (await rig.ask('migration.rescue', { accountId: rig.accountId, customerId: id, source: { kind: 'snapshot', at: before }, mapping: [{ legacy: 'Analyst', wish: 'Member' }], offset: 0, limit: 100 }))
      .rows.find(({ memberId, environment }) => memberId === lost?.id && environment === 'dev')?.fix
    rig.intercept(({ path }, answer) => (path.includes('roles_migration') ? Promise.resolve({ status: 422, headers: {}, body: '{}' }) : answer()))
    expect((await acts.migrate(waveId, [id])).counts).toMatchObject({ failed: 1 })
    expect(await fixOf()).toBe('none')
    rig.intercept(null)
    await rig.jobDone(await rig.ask('jobs.retryFailed', { jobId: (await acts.account()).waves[0]?.jobId as never }))
    expect(own(id).length).toBeGreaterThan(0)
    expect(await fixOf()).toBe('possible')
  })

  it('what others changed since a time is told with base and theirs, and what our own jobs did is not', async () => {
    await make({ customers: 3, legacy: 0, people: 8 })
    await acts.check()
    const since = rig.clock.now()
    await rig.wait(60_000)
    const [id] = rig.customers
    const people = acts.people(id as never).filter(({ roles }) => roles.dev !== undefined)
    const role = (member: (typeof people)[number]) => rig.account().workspace(rig.account().customers[0] as never).environmentRoles.find((one) => one.id === (member.roles.dev as { role_id: number }).role_id)?.name ?? null
    const changed = people.filter((one) => role(one) !== 'Member').slice(0, 3)
    const mine = people.find((one) => !changed.includes(one) && role(one) !== 'EnvironmentAdmin')
    if (mine === undefined || changed.length < 3) throw new Error('not enough people')
    const was = changed.map((one) => ({ memberId: one.id, environment: 'dev', base: role(one), theirs: 'Member' }))
    await rig.ask('intents.stage', { name: 'Mine', edits: [{ kind: 'member.role', accountId: rig.accountId, customerId: id as never, target: { memberId: mine.id as never, environment: 'dev' }, base: role(mine), wish: 'EnvironmentAdmin', seen: {} }] })
    for (const one of changed) rig.other(id as never, one.id, [{ environment_type: 'dev', name: 'Member', role_type: 'environment' }])
    const { planId } = await rig.ask('plan.compute', { refresh: true })
    expect((await rig.jobDone(await rig.ask('jobs.start', { planId, typedCount: null, name: 'Mine' }) as JobState)).counts.applied).toBe(1)
    const { rows, matched, customers, read } = await rig.ask('drift.list', { accountId: rig.accountId, customerId: null, since, offset: 0, limit: 50 })
    expect([matched, customers, read]).toEqual([3, 3, 3])
    expect([...rows].sort((a, b) => a.memberId - b.memberId).map(({ memberId, environment, base, theirs }) => ({ memberId, environment, base, theirs }))).toEqual([...was].sort((a, b) => a.memberId - b.memberId))
    expect(rows.every(({ seenAt, notBefore, person }) => seenAt > since && notBefore !== null && notBefore <= since && person === 'stayed')).toBe(true)
    // A time before anything was read: the first reading is what it is held against.
    expect(await rig.ask('drift.list', { accountId: rig.accountId, customerId: null, since: 0, offset: 0, limit: 50 })).toMatchObject({ matched: 3, rows: rows.map(({ memberId, base, theirs }) => ({ memberId, base, theirs })) })
  })

  it('what others changed before one of our migrations is told, and what the migration made of everybody is not', async () => {
    await make({ customers: 6, people: 12 })
    await acts.prepare()
    const since = rig.clock.now()
    const onlyInDev = (id: (typeof rig.customers)[number]) => acts.people(id).find(({ roles }) => Object.keys(roles).length === 1 && roles.dev !== undefined && 'role_name' in roles.dev && roles.dev.role_name === 'Analyst')
    const id = rig.customers.find((one) => onlyInDev(one) !== undefined)
    if (id === undefined) throw new Error('nobody has a role in DEV only')
    const { id: memberId } = onlyInDev(id) ?? { id: 0 }
    await rig.wait(16 * 60_000)
    rig.other(id, memberId, [{ environment_type: 'dev', name: 'No access', role_type: 'environment' }])
    await acts.check()
    const pilot = await acts.wave('Pilot', [id])
    await acts.tryWave(pilot)
    expect((await acts.migrate(pilot, [id])).counts).toMatchObject({ applied: 1 })
    await acts.verify(pilot)
    const { rows } = await rig.ask('drift.list', { accountId: rig.accountId, customerId: null, since, offset: 0, limit: 50 })
    expect(rows.map((row) => [row.customerId, row.memberId, row.environment, row.base, row.theirs])).toEqual([[id, memberId, 'dev', 'Analyst', null]])
  })
})

/** Another administrator, with the same API. */
function testCall(path: string, body: object = {}): void {
  const answer = handle(rig.world, { account: rig.account(), method: 'POST', path, search: '', body, token: { other: true } })
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.body))
}
