import { afterEach, describe, expect, it } from 'vitest'
import type { WaveId } from '../contract/migration'
import { testWorld } from '../emulator/test-world'
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

/** A pilot that only waits to be migrated. */
async function readyPilot(options: MigrationRigOptions = {}): Promise<WaveId> {
  await make({ customers: 4, ...options })
  return acts.readyPilot()
}
const legacy = (name: string) => ({ environment_type: 'dev', name, role_type: 'privilege_group' })
/** Somebody who holds a system role in DEV. */
const analyst = () => {
  const found = acts.people(acts.at(0)).find(({ roles }) => roles.dev !== undefined && 'role_name' in roles.dev && roles.dev.role_name === 'Analyst')
  if (found === undefined) throw new Error('nobody to change')
  return found
}

describe('migrating for real', () => {
  it('sends each part once, says that it is no dry run, and does what an undisturbed migration does', async () => {
    await make({ customers: 8, people: 10, seed: 7 })
    await rig.ask('migration.setCustomRoles', { accountId: rig.accountId, on: true })
    await acts.check()
    const of = (id: number) => rig.account().workspace(rig.account().customers.find((one) => one.id === id) as never)
    const custom = rig.customers.filter((id) => !of(id).system_roles_migrated && of(id).legacyRoles.some(({ inherited }) => !inherited))
    const pilot = custom[0]
    if (pilot === undefined) throw new Error('no custom role anywhere')
    await acts.prove(custom[1] ?? pilot)
    await rig.ask('migration.confirmRoot', { accountId: rig.accountId, of: { customers: [...rig.customers] }, note: 'Seen' })
    const waveId = await acts.wave('Pilot', [pilot])
    await acts.tryWave(waveId)
    const job = await acts.migrate(waveId, [pilot])
    const own = of(pilot).environmentRoles.filter(({ type }) => type === 'custom').length
    expect(own).toBeGreaterThan(0)
    expect(job.counts).toMatchObject({ applied: own + 1, failed: 0, unknown: 0, queued: 0 })
    expect(acts.sent().map(({ query, body }) => [query.includes('dry_run=false'), (body as { dry_run?: unknown }).dry_run])).toEqual(Array.from({ length: own + 1 }, () => [true, false]))
    expect(of(pilot)).toMatchObject({ rbac_migrated: true })
    // The same customer, migrated by hand.
    const other = testWorld({ seed: 7, customers: [8], people: 10, legacy: 1 })
    const twin = other.account.customers.find(({ id }) => id === pilot) as never
    const call = (path: string, body: object) => other.call('POST', `/api/managed_users/${String(pilot)}/roles_migration/${path}`, body)
    for (const { id } of other.account.workspace(twin).legacyRoles.filter(({ inherited }) => !inherited)) call('custom_role', { id })
    call('system_roles', {})
    const held = (workspace: ReturnType<typeof of>) => workspace.members.map(({ id, roles }) => [id, Object.entries(roles).map(([environment, role]) => [environment, 'role_name' in role ? role.role_name : workspace.environmentRoles.find((one) => one.id === role.role_id)?.name])])
    expect(held(of(pilot))).toEqual(held(other.account.workspace(twin)))
    expect([await acts.laneOf(pilot), (await acts.account()).waves[0]?.step]).toEqual(['migrated', 'verify'])
    await acts.verify(waveId)
    expect([await acts.laneOf(pilot), (await acts.account()).waves[0]?.step]).toEqual(['verified', 'report'])
    expect((await rig.ask('jobs.undo', { jobId: job.id })).irreversible.every(({ why }) => why === 'permanent')).toBe(true)
  })

  it('takes the name of the customer as it is written and nothing of what else is staged', async () => {
    const pilot = await readyPilot()
    expect(await rig.refusal('migration.migrate', { accountId: rig.accountId, waveId: pilot, customers: [acts.at(0)], typed: rig.name(acts.at(0)).toUpperCase() })).toMatchObject({ code: 'NAME_NEEDED' })
    expect(await rig.refusal('migration.migrate', { accountId: rig.accountId, waveId: pilot, customers: [acts.at(1)], typed: rig.name(acts.at(1)) })).toMatchObject({ code: 'BAD_INPUT' })
    const member = analyst()
    await rig.ask('intents.stage', { name: 'Edit', edits: [{ kind: 'member.remove', accountId: rig.accountId, customerId: acts.at(0), target: { memberId: member.id as never }, base: true, wish: false }] })
    const job = await acts.migrate(pilot, [acts.at(0)])
    expect([job.total, job.counts.applied]).toEqual([1, 1])
    expect((await rig.ask('intents.counts', {})).staged).toBe(1)
    expect(rig.log().filter(({ method }) => method === 'DELETE')).toEqual([])
  })

  it('leaves a customer that is edited like any other, but for who keeps a legacy role', async () => {
    await make({ customers: 4 })
    const { roles } = analyst()
    for (const environment of ['dev', 'test', 'prod'] as const) if (roles[environment] !== undefined) roles[environment] = { role_type: 'privilege_group', role_name: 'Partner helpdesk' }
    await acts.prepare()
    const pilot = await acts.wave('Pilot', [acts.at(0)])
    await acts.tryWave(pilot)
    const id = acts.at(0)
    const sheet = async () => {
      const asked = { scope: { kind: 'customers' as const, customers: [{ accountId: rig.accountId, customerId: id }] }, filter: { search: '', roles: { dev: [], test: [], prod: [] }, groups: [], states: [], findings: [] }, grouping: 'flat' as const, sort: { by: 'name' as const, direction: 'asc' as const }, collapsed: [] }
      const { window } = await rig.ask('matrix.page', { ...asked, offset: 0, limit: 200 })
      return window.flatMap((line) => (line.kind === 'row' && line.row.kind === 'team' ? [line.row.cells.dev.lock] : []))
    }
    expect(new Set(await sheet())).toEqual(new Set(['legacy']))
    const { id: jobId } = await acts.start(pilot, [id])
    // It is looked at all the while, as a page that follows does.
    while ((await rig.ask('jobs.state', { jobId })).state === 'running') {
      await sheet()
      await rig.wait(20)
    }
    expect(new Set(await sheet())).toEqual(new Set(['legacy-role', null]))
    expect(await rig.ask('workspace.get', { accountId: rig.accountId, customerId: id })).toMatchObject({ model: 'migrated' })
  })

  it('sends nothing to a customer that changed after its dry run, be it before the start or after it', async () => {
    const pilot = await readyPilot()
    rig.other(acts.at(0), analyst().id, [legacy('Operator')])
    await rig.wait(16 * 60_000)
    await acts.check()
    expect((await acts.account()).waves[0]?.gates).toEqual([{ kind: 'stale', count: 1 }])
    await acts.tryWave(pilot)
    const job = await acts.start(pilot, [acts.at(0)])
    rig.other(acts.at(0), analyst().id, [legacy('Operator')])
    expect((await rig.jobDone(job)).counts).toMatchObject({ conflict: 1, applied: 0 })
    expect([acts.sent(), await acts.laneOf(acts.at(0))]).toEqual([[], 'failed'])
    // Keeping one's own wish would pass the dry run by.
    expect((await rig.ask('jobs.resolve', { jobId: job.id, keys: null, choice: 'mine' })).resolved).toBe(0)
    await acts.tryWave(pilot)
    expect((await acts.migrate(pilot, [acts.at(0)])).counts).toMatchObject({ applied: 1 })
  })

  it('is asked again right before each request: what closes meanwhile keeps the rest from being sent', async () => {
    const pilot = await readyPilot()
    const job = await acts.start(pilot, [acts.at(0)])
    await rig.ask('migration.confirmRoot', { accountId: rig.accountId, of: { waveId: pilot }, note: null })
    const done = await rig.jobDone(job)
    expect(done.counts).toMatchObject({ failed: 1, applied: 0 })
    expect((await rig.ask('jobs.steps', { jobId: job.id, states: [], offset: 0, limit: 5 })).steps[0]?.reason).toEqual({ kind: 'migration-gate', gate: 'preflight', count: 1 })
    expect(acts.sent()).toEqual([])
  })

  it('sends nothing when an acknowledgement is taken back after the start, nor while a new proof is at work', async () => {
    const reasonOf = async (close: (pilot: WaveId) => Promise<unknown>) => {
      const pilot = await readyPilot({ people: 14 })
      const job = await acts.start(pilot, [acts.at(0)])
      await close(pilot)
      await rig.jobDone(job)
      expect(acts.sent()).toEqual([])
      return (await rig.ask('jobs.steps', { jobId: job.id, states: [], offset: 0, limit: 5 })).steps[0]?.reason
    }
    expect(await reasonOf(async (waveId) => {
      const { rows } = await rig.ask('migration.review', { accountId: rig.accountId, of: { waveId }, show: 'prod', search: '', offset: 0, limit: 1 })
      return rig.ask('migration.acknowledge', { accountId: rig.accountId, of: { waveId }, what: { keys: rows.map(({ key }) => key), on: false }, note: '' })
    })).toEqual({ kind: 'migration-gate', gate: 'acknowledge', count: 1 })
    await rig.end()
    expect(await reasonOf(() => rig.ask('migration.prove', { accountId: rig.accountId, customerId: acts.at(3), typedName: rig.name(acts.at(3)) }))).toEqual({ kind: 'migration-locked', lock: 'proof-running' })
  })

  it('leaves a custom role alone when the experimental way is switched off after the start, and does the rest', async () => {
    await make({ customers: 8, people: 10, seed: 7 })
    await rig.ask('migration.setCustomRoles', { accountId: rig.accountId, on: true })
    await acts.check()
    const own = (id: number) => rig.account().workspace(rig.account().customers.find((one) => one.id === id) as never).legacyRoles.filter(({ inherited }) => !inherited).length
    const [pilot, other] = rig.customers.filter((id) => own(id) > 0 && acts.converts(id))
    if (pilot === undefined || other === undefined) throw new Error('too few custom roles')
    await acts.prove(other)
    await rig.ask('migration.confirmRoot', { accountId: rig.accountId, of: { customers: [pilot] }, note: 'Seen' })
    const waveId = await acts.wave('Pilot', [pilot])
    await acts.tryWave(waveId)
    const job = await acts.start(waveId, [pilot])
    expect(job.total).toBe(own(pilot) + 1)
    await rig.ask('migration.setCustomRoles', { accountId: rig.accountId, on: false })
    expect((await rig.jobDone(job)).counts).toMatchObject({ applied: 1, failed: own(pilot) })
    expect(acts.sent().map(({ path }) => path.split('/').at(-1))).toEqual(['system_roles'])
  })

  it('settles an outcome that is not known by reading, and sends nothing again that has happened', async () => {
    const pilot = await readyPilot()
    rig.intercept(({ path, method }, answer) => (method === 'POST' && path.includes('roles_migration') ? answer().then(async () => {
      await rig.clock.sleep(41_000)
      throw new Error('the connection hung')
    }) : answer()))
    const job = await acts.migrate(pilot, [acts.at(0)])
    expect(job.counts).toMatchObject({ applied: 1, unknown: 0, failed: 0 })
    expect(acts.sent()).toHaveLength(1)
  })

  it.each([[false, { applied: 1, conflict: 0 }, 2], [true, { applied: 0, conflict: 1 }, 1]])('what was lost on its way is asked for again when it was looked for twice, two minutes apart, and its people are as in the dry run; changed meanwhile: %s', async (changed, counts, sent) => {
    const pilot = await readyPilot()
    const times: number[] = []
    rig.intercept(({ path, method }, answer) => {
      if (method !== 'POST' || !path.includes('roles_migration')) return answer()
      times.push(rig.clock.now())
      if (times.length > 1) return answer()
      if (changed) rig.other(acts.at(0), analyst().id, [legacy('Operator')])
      throw new Error('the connection hung')
    })
    expect((await acts.migrate(pilot, [acts.at(0)])).counts).toMatchObject(counts)
    expect(times).toHaveLength(sent)
    if (!changed) expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(120_000)
  })

  it('ends as if nothing had happened wherever the app stops in its midst', async () => {
    const ends = new Set<string>()
    for (const stopAt of [0, 700, 1400, 2800, 5000]) {
      const pilot = await readyPilot()
      const job = await acts.start(pilot, [acts.at(0)])
      await rig.wait(stopAt)
      await rig.restart()
      const done = await rig.jobDone(job)
      expect(done.counts.applied + done.counts.already).toBe(1)
      expect(acts.sent()).toHaveLength(1)
      await acts.verify(pilot)
      ends.add(rig.state().replace(/"updated_at":"[^"]*"|"created_at":"[^"]*"/g, ''))
      await rig.end()
    }
    expect(ends.size).toBe(1)
  })
})
