import { afterEach, describe, expect, it } from 'vitest'
import { appError } from '../contract/errors'
import type { CustomerId } from '../contract/ids'
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

describe('the fleet', () => {
  it('customers whose legacy endpoints say no are migrated already, are verified and never asked to migrate', async () => {
    await make({ legacy: 0, customers: 12 })
    await acts.check()
    const { rows, lanes, asked } = await acts.board()
    expect(asked).toMatchObject({ total: 12, asked: 12, failed: 0 })
    expect(lanes.filter(({ count }) => count > 0).map(({ lane, count }) => [lane, count])).toEqual([['migrated', 12]])
    expect(rows.every(({ state, evidence }) => state === 'migrated' && evidence.some(({ kind }) => kind === 'legacy-roles-refused'))).toBe(true)
    await rig.ask('migration.verify', { accountId: rig.accountId, of: { customers: [...rig.customers] } })
    await rig.settled()
    expect((await acts.board()).rows.every(({ lane }) => lane === 'verified')).toBe(true)
    expect(await rig.refusal('migration.dryRun', { accountId: rig.accountId, of: { customers: [acts.at(0)] } })).toMatchObject({ code: 'MIGRATION_LOCKED' })
    expect(acts.migrations()).toEqual([])
  })

  it('customers that could not be asked are told as that, and the lanes still add up', async () => {
    await make({ customers: 6, legacy: 0.5 })
    rig.intercept(({ path }, answer) => (path.endsWith(`/${String(acts.at(0))}/roles`) ? Promise.resolve({ status: 500, headers: {}, body: '{}' }) : path.endsWith(`/${String(acts.at(1))}/roles`) ? Promise.resolve({ status: 403, headers: {}, body: '{}' }) : answer()))
    await acts.check()
    const { rows, lanes, asked } = await acts.board()
    expect(asked).toMatchObject({ total: 6, asked: 4, failed: 2 })
    expect(lanes.reduce((sum, { count }) => sum + count, 0)).toBe(6)
    const of = (id: CustomerId) => rows.find(({ customerId }) => customerId === id)?.evidence.map(({ kind }) => kind)
    expect(of(acts.at(0))).toContain('failed')
    expect(of(acts.at(1))).toContain('no-permission')
  })

  it('the preflight tells what to prepare: environments, the root folder, custom and unknown roles, people without an equivalent', async () => {
    await make({ customers: 20, people: 25 })
    await acts.check()
    const all = await Promise.all(rig.customers.map((customerId) => rig.ask('migration.customer', { accountId: rig.accountId, customerId })))
    const single = new Set(rig.account().customers.filter(({ environments }) => environments.length === 0).map(({ id }) => id))
    expect(all.filter(({ findings }) => findings.some(({ kind, level }) => kind === 'environments' && level === 'look')).map(({ row }) => row.customerId)).toEqual(rig.customers.filter((id) => single.has(id)))
    for (const { row, findings, roles, withoutEquivalent } of all) {
      const workspace = rig.account().workspace(rig.account().customers.find(({ id }) => id === row.customerId) as never)
      const own = workspace.legacyRoles.filter(({ inherited }) => !inherited).map(({ name }) => name)
      expect(findings.find(({ kind }) => kind === 'custom-roles')?.names ?? []).toEqual(own)
      const helpdesk = workspace.members.filter(({ roles: held }) => Object.values(held).some((one) => 'role_name' in one && one.role_name === 'Partner helpdesk'))
      expect(withoutEquivalent.map(({ memberId }) => memberId).sort()).toEqual(helpdesk.map(({ id }) => id).sort())
      expect(roles.filter(({ kind }) => kind === 'inherited').map(({ name }) => name)).toEqual(helpdesk.length === 0 ? [] : ['Partner helpdesk'])
      expect(row.lane).toBe('preparation')
    }
    await rig.ask('migration.confirmRoot', { accountId: rig.accountId, of: { customers: [acts.at(0)] }, note: 'Empty, seen in the console' })
    expect((await rig.ask('migration.customer', { accountId: rig.accountId, customerId: acts.at(0) })).root).toMatchObject({ by: 'tester', note: 'Empty, seen in the console' })
    expect(await acts.laneOf(acts.at(0))).toBe('ready')
    await rig.ask('migration.confirmRoot', { accountId: rig.accountId, of: { customers: [acts.at(0)] }, note: null })
    expect(await acts.laneOf(acts.at(0))).toBe('preparation')
  })
})

describe('dry runs', () => {
  it('carry dry_run in query and body, change nothing, and the report lists each person', async () => {
    await make({ customers: 6, people: 12 })
    await rig.ask('migration.setCustomRoles', { accountId: rig.accountId, on: true })
    await acts.check()
    const before = rig.state()
    await acts.prove(acts.at(0))
    await rig.ask('migration.dryRun', { accountId: rig.accountId, of: { customers: [...rig.customers] } })
    expect(await rig.settled()).toMatchObject({ state: 'done', done: 6, failed: 0 })
    expect(acts.migrations().length).toBeGreaterThan(6)
    expect(acts.migrations().every(({ query, body }) => query.includes('dry_run=true') && (body as { dry_run?: unknown }).dry_run === true)).toBe(true)
    expect(rig.state()).toBe(before)
    const { rows, counts } = await rig.ask('migration.review', { accountId: rig.accountId, of: { customers: [...rig.customers] }, show: 'all', search: '', offset: 0, limit: 200 })
    const people = rig.account().customers.flatMap((one) => rig.account().workspace(one).members.map(({ email }) => email))
    expect(rows.map(({ email }) => email).sort()).toEqual([...people].sort())
    expect(counts.gains + counts.losses + counts.none + counts.keepsLegacy).toBe(counts.all)
    // Who loses something may gain something else: both are told.
    const losing = rows.filter((one) => [...one.environments, ...one.summary].some((each) => ('losses' in each ? each.losses.length > 0 || each.access === 'lost' : each.direction === 'loss')))
    const shown = await rig.ask('migration.review', { accountId: rig.accountId, of: { customers: [...rig.customers] }, show: 'losing', search: '', offset: 0, limit: 200 })
    expect([shown.rows.map(({ key }) => key), shown.matched, counts.losing, losing.some(({ danger }) => danger !== 'loss')]).toEqual([losing.map(({ key }) => key), losing.length, losing.length, true])
    const { rows: mapping } = await rig.ask('migration.mapping', { accountId: rig.accountId, of: { customers: [...rig.customers] } })
    expect(mapping).toContainEqual(expect.objectContaining({ legacy: 'Analyst', kind: 'system', environmentRole: 'EnvironmentManager', projectRole: 'AdvancedBuilder' }))
    expect(mapping.find(({ legacy }) => legacy === 'Partner helpdesk')).toMatchObject({ kind: 'inherited', environmentRole: null })
  })

  it('a customer whose system roles are migrated already is told as that, and what is left of it is for a person to accept', async () => {
    await make({ customers: 40, people: 5 })
    await acts.prepare()
    const id = rig.customers.find((one) => {
      const workspace = rig.account().workspace(rig.account().customers.find((each) => each.id === one) as never)
      return workspace.system_roles_migrated && !workspace.rbac_migrated && workspace.members.some(({ roles }) => Object.values(roles).some((held) => 'role_name' in held))
    })
    if (id === undefined) throw new Error('no customer is half migrated')
    const pilot = await acts.wave('Pilot', [id])
    await acts.tryWave(pilot)
    expect((await rig.ask('migration.customer', { accountId: rig.accountId, customerId: id })).dryRun?.parts.map(({ role, outcome }) => [role === null, outcome])).toContainEqual([true, 'already'])
    expect(await acts.laneOf(id)).toBe('migrated')
    await acts.verify(pilot)
    expect(await acts.laneOf(id)).toBe('differs')
    expect((await rig.ask('migration.differences', { accountId: rig.accountId, of: { waveId: pilot }, offset: 0, limit: 5 })).rows.every(({ direction, fix }) => direction === 'legacy' && fix === 'none')).toBe(true)
    await rig.ask('migration.accept', { accountId: rig.accountId, customerId: id, note: 'Custom roles stay for now' })
    expect(await acts.laneOf(id)).toBe('verified')
  })

  it('are reviewed, and the board is looked at, some customers at a time: what is asked meanwhile is answered first', async () => {
    await make({ customers: 102, people: 2 })
    await acts.check()
    await acts.prove(rig.customers.find((id) => acts.converts(id)) ?? acts.at(0))
    const of = { customers: rig.customers.slice(0, 5) }
    await rig.ask('migration.dryRun', { accountId: rig.accountId, of })
    await rig.settled()
    await rig.restart()
    const ends: string[] = []
    const note = () => rig.ask('migration.note', { accountId: rig.accountId, customerId: acts.at(0), note: 'Meanwhile' }).then(() => ends.push('note'))
    await Promise.all([acts.board().then(() => ends.push('board')), note()])
    await Promise.all([rig.ask('migration.review', { accountId: rig.accountId, of, show: 'all', search: '', offset: 0, limit: 1 }).then(() => ends.push('review')), note()])
    for (const customers of [rig.customers.slice(1, 4), rig.customers.slice(0, 5)]) {
      const { rows } = await rig.ask('migration.review', { accountId: rig.accountId, of: { customers }, show: 'all', search: '', offset: 0, limit: 50 })
      expect(rows.map(({ email }) => email).sort()).toEqual(customers.flatMap((id) => acts.people(id).map(({ email }) => email)).sort())
    }
    const root = { accountId: rig.accountId, of: { customers: [...rig.customers] }, note: 'Seen' }
    expect(ends).toEqual(['note', 'board', 'note', 'review'])
    expect(await rig.ask('migration.confirmRoot', root)).toEqual({ customers: 102 })
    expect((await acts.board()).findings.find(({ kind }) => kind === 'root-folder')).toBeUndefined()
  })

  it('custom roles are asked for only where that is switched on and proven', async () => {
    await make({ customers: 10 })
    await acts.check()
    const withCustom = rig.customers.filter((id) => rig.account().workspace(rig.account().customers.find((one) => one.id === id) as never).legacyRoles.some(({ inherited }) => !inherited))
    const id = withCustom[0] as CustomerId
    const outcomes = async () => {
      await rig.ask('migration.dryRun', { accountId: rig.accountId, of: { customers: [id] } })
      await rig.settled()
      return (await rig.ask('migration.customer', { accountId: rig.accountId, customerId: id })).dryRun?.parts.filter(({ role }) => role !== null).map(({ outcome }) => outcome)
    }
    await acts.prove(id)
    expect(new Set(await outcomes())).toEqual(new Set(['experimental-off']))
    await rig.ask('migration.setCustomRoles', { accountId: rig.accountId, on: true })
    expect(new Set(await outcomes())).toEqual(new Set(['not-proven']))
    // Nor does a proof say anything of them that had none to try.
    const without = rig.customers.find((one) => !withCustom.includes(one))
    if (without === undefined) throw new Error('every customer has custom roles')
    await acts.prove(without)
    expect((await acts.account()).proof).toMatchObject({ verdict: 'proven', customRole: false })
    expect(new Set(await outcomes())).toEqual(new Set(['not-proven']))
    expect(acts.migrations().every(({ path }) => path.endsWith('system_roles'))).toBe(true)
    await acts.prove(id)
    expect(new Set(await outcomes())).toEqual(new Set(['answered']))
  })

  it('find out in which project a folder of a custom role lies, as far as the API lists it, and ask nothing for roles of whole projects', async () => {
    await make({ customers: 6, people: 12 })
    await rig.ask('migration.setCustomRoles', { accountId: rig.accountId, on: true })
    await acts.check()
    const workspaceOf = (id: CustomerId) => rig.account().workspace(rig.account().customers.find((one) => one.id === id) as never)
    const id = rig.customers.find((one) => workspaceOf(one).legacyRoles.some(({ inherited }) => !inherited) && workspaceOf(one).folders.some(({ is_project, parent_id }) => !is_project && parent_id !== null) && acts.converts(one))
    if (id === undefined) throw new Error('the world has no such customer')
    const { legacyRoles, folders, members } = workspaceOf(id)
    const archive = folders.find(({ is_project, parent_id }) => !is_project && parent_id !== null)
    const role = legacyRoles.find(({ inherited }) => !inherited)
    const [holder] = members
    if (archive === undefined || role === undefined || holder === undefined) throw new Error('the world has no such role')
    holder.roles = { [archive.environment]: { role_type: 'privilege_group', role_name: role.name } }
    const lists = () => rig.log().filter(({ path }) => path.endsWith('/folders')).length
    await acts.prove(id)
    const project = async () => {
      await rig.ask('migration.dryRun', { accountId: rig.accountId, of: { customers: [id] } })
      await rig.settled()
      const { projects } = await rig.ask('migration.person', { accountId: rig.accountId, customerId: id, memberId: holder.id as never })
      return projects.find(({ projectId }) => projectId === String(archive.project_id))
    }
    Object.assign(role, { folder_ids: folders.filter(({ is_project }) => is_project).map((one) => String(one.id)) })
    expect([(await project())?.before, lists()]).toEqual([role.name, 0])
    Object.assign(role, { folder_ids: [String(archive.id)] })
    await acts.prove(id)
    expect(await project()).toMatchObject({ before: role.name, after: role.name, access: null })
    expect(lists()).toBeGreaterThan(0)
    // Where no list of folders is allowed, it is taken for new access and never for old.
    rig.intercept(({ path }, answer) => (path.includes('/folders') ? Promise.resolve({ status: 403, headers: {}, body: '{}' }) : answer()))
    expect(await project()).toMatchObject({ before: null, after: role.name, access: 'gained' })
  })

  it('whose answer is lost are unknown, not failed, and do not count', async () => {
    await make({ customers: 4 })
    await acts.prepare()
    rig.intercept(({ path }, answer) => (path.includes('roles_migration') ? answer().then(() => Promise.reject(appError('TIMEOUT', 'No answer', ''))) : answer()))
    await acts.dryRun(await acts.wave('Pilot', [acts.at(0)]))
    const { dryRun, row } = await rig.ask('migration.customer', { accountId: rig.accountId, customerId: acts.at(0) })
    expect([dryRun?.state, dryRun?.parts.find(({ role }) => role === null)?.outcome, row.lane]).toEqual(['unknown', 'unknown', 'ready'])
  })

  it('go on where they were when the app ended, and a customer that cannot be tried says why', async () => {
    await make({ customers: 30, people: 4 })
    await acts.check()
    await acts.prove(acts.at(0))
    rig.intercept(({ path }, answer) => (path.includes(`/${String(acts.at(3))}/roles_migration`) ? Promise.resolve({ status: 400, headers: {}, body: '{"errors":[{"code":"bad_request","title":"The Home assets folder must be empty"}]}' }) : answer()))
    await rig.ask('migration.dryRun', { accountId: rig.accountId, of: { customers: [...rig.customers] } })
    while (((await acts.account()).activity?.done ?? 0) < 3) await rig.wait(1000)
    expect((await acts.account()).activity?.done).toBeLessThan(25)
    await rig.restart()
    expect(await rig.settled()).toMatchObject({ total: 30, done: 30, failed: 0 })
    const { dryRun } = await rig.ask('migration.customer', { accountId: rig.accountId, customerId: acts.at(3) })
    expect(dryRun).toMatchObject({ state: 'failed', error: { code: 'REJECTED' } })
    // Proof, and each customer once, or twice where it was under way.
    expect(acts.migrations().length).toBeLessThan(1 + 30 + 7)
  })
})

describe('gains in PROD', () => {
  it('stand on top and keep the customer from being migrated until they are acknowledged', async () => {
    await make({ customers: 4, people: 14 })
    await acts.prepare()
    const waveId = await acts.wave('Pilot', [acts.at(0)])
    await rig.ask('migration.dryRun', { accountId: rig.accountId, of: { waveId } })
    await rig.settled()
    const review = () => rig.ask('migration.review', { accountId: rig.accountId, of: { waveId }, show: 'all', search: '', offset: 0, limit: 200 })
    const { rows, counts } = await review()
    expect(counts.prod).toBeGreaterThan(1)
    expect(rows.slice(0, counts.prod).every(({ needsAcknowledging, acknowledged }) => needsAcknowledging && acknowledged === null)).toBe(true)
    expect(rows[0]?.summary[0]).toMatchObject({ direction: 'gain', environment: 'prod' })
    expect((await acts.account()).waves[0]?.gates).toEqual([{ kind: 'acknowledge', count: counts.prod }])
    const typed = rig.name(acts.at(0))
    expect(await rig.refusal('migration.migrate', { accountId: rig.accountId, waveId, customers: [acts.at(0)], typed })).toMatchObject({ code: 'MIGRATION_GATE', details: { kind: 'acknowledge' } })
    const first = rows[0]?.key as string
    expect(await rig.ask('migration.acknowledge', { accountId: rig.accountId, of: { waveId }, what: { keys: [first], on: true }, note: 'agreed' })).toMatchObject({ acknowledged: 1 })
    expect((await review()).rows[0]?.acknowledged).toMatchObject({ by: 'tester', note: 'agreed' })
    expect(await rig.refusal('migration.acknowledge', { accountId: rig.accountId, of: { waveId }, what: { typedCount: counts.prod }, note: '' })).toMatchObject({ code: 'COUNT_NEEDED', details: { count: counts.prod - 1 } })
    await rig.ask('migration.acknowledge', { accountId: rig.accountId, of: { waveId }, what: { typedCount: counts.prod - 1 }, note: '' })
    expect((await acts.account()).waves[0]?.gates).toEqual([])
    expect(acts.migrations().every(({ query }) => query.includes('dry_run=true'))).toBe(true)
    // Another dry run asks again.
    await rig.ask('migration.dryRun', { accountId: rig.accountId, of: { waveId } })
    await rig.settled()
    expect((await acts.account()).waves[0]?.gates).toEqual([{ kind: 'acknowledge', count: counts.prod }])
  })
})

describe('waves', () => {
  it('are one, ten and the rest; a customer is in one of them', async () => {
    await make({ customers: 16, people: 3 })
    await acts.check()
    const { waves } = await rig.ask('migration.proposeWaves', { accountId: rig.accountId })
    expect(waves.map(({ customers }) => customers.length)).toEqual([1, 10, 5])
    expect(await rig.refusal('migration.saveWave', { accountId: rig.accountId, id: null, name: 'Pilot', customers: [acts.at(0), acts.at(1)] })).toMatchObject({ code: 'BAD_INPUT' })
    const pilot = await acts.wave('Pilot', [acts.at(0)])
    expect(await rig.refusal('migration.saveWave', { accountId: rig.accountId, id: null, name: 'Wave 2', customers: [acts.at(0)] })).toMatchObject({ code: 'BAD_INPUT' })
    expect(await rig.refusal('migration.saveWave', { accountId: rig.accountId, id: null, name: 'Wave 2', customers: rig.customers.slice(1, 12) })).toMatchObject({ code: 'BAD_INPUT' })
    await acts.wave('Wave 2', rig.customers.slice(1, 11))
    expect(await rig.refusal('migration.removeWave', { accountId: rig.accountId, id: pilot })).toMatchObject({ code: 'BAD_INPUT' })
  })

  it('a wave waits for every customer of the waves before it to be verified, and one that failed closes it', async () => {
    await make({ customers: 4 })
    await acts.prepare()
    const pilot = await acts.wave('Pilot', [acts.at(0)])
    const second = await acts.wave('Wave 2', [acts.at(1), acts.at(2)])
    await acts.tryWave(pilot)
    await acts.tryWave(second)
    const gates = async () => (await acts.account()).waves[1]?.gates.map(({ kind }) => kind)
    expect(await gates()).toEqual(['earlier'])
    const two = { accountId: rig.accountId, waveId: second, customers: [acts.at(1), acts.at(2)], typed: '2' }
    expect(await rig.refusal('migration.migrate', two)).toMatchObject({ code: 'MIGRATION_GATE', details: { kind: 'earlier', count: 1 } })
    rig.intercept(({ path }, answer) => (path.includes('roles_migration') ? Promise.resolve({ status: 400, headers: {}, body: '{"errors":[{"code":"bad_request","title":"no"}]}' }) : answer()))
    expect((await acts.migrate(pilot, [acts.at(0)])).counts).toMatchObject({ failed: 1, applied: 0 })
    expect([await acts.laneOf(acts.at(0)), await gates()]).toEqual(['failed', ['earlier']])
    rig.intercept(null)
    await rig.jobDone(await rig.ask('jobs.retryFailed', { jobId: (await acts.account()).waves[0]?.jobId as never }))
    expect([await acts.laneOf(acts.at(0)), await gates()]).toEqual(['migrated', ['earlier']])
    await acts.verify(pilot)
    expect([await acts.laneOf(acts.at(0)), await gates()]).toEqual(['verified', []])
    expect(await rig.refusal('migration.migrate', { ...two, typed: '3' })).toMatchObject({ code: 'COUNT_NEEDED' })
    expect((await acts.migrate(second, [acts.at(1), acts.at(2)])).counts).toMatchObject({ failed: 0 })
    // What was begun stays where it was begun, is not begun again, and names are told apart.
    const save = (name: string, customers: readonly CustomerId[]) => rig.refusal('migration.saveWave', { accountId: rig.accountId, id: second, name, customers: [...customers] })
    expect(await Promise.all([save('Wave 2', [acts.at(2)]), save('Pilot', [acts.at(1), acts.at(2)]), rig.refusal('migration.removeWave', { accountId: rig.accountId, id: second }), rig.refusal('migration.migrate', two)])).toMatchObject([{ code: 'BAD_INPUT' }, { code: 'BAD_INPUT' }, { code: 'BAD_INPUT' }, { code: 'MIGRATION_GATE' }])
  })
})
