import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { JobState } from '../contract/jobs'
import type { WaveId } from '../contract/migration'
import { handle } from '../emulator/handle'
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
  await acts.prepare()
  const pilot = await acts.wave('Pilot', [acts.at(0)])
  await acts.tryWave(pilot)
  return pilot
}
const real = () => acts.migrations().filter(({ query }) => !query.includes('dry_run=true'))
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
    expect(real().map(({ query, body }) => [query.includes('dry_run=false'), (body as { dry_run?: unknown }).dry_run])).toEqual(Array.from({ length: own + 1 }, () => [true, false]))
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
    expect([real(), await acts.laneOf(acts.at(0))]).toEqual([[], 'failed'])
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
    expect(real()).toEqual([])
  })

  it('sends nothing when an acknowledgement is taken back after the start, nor while a new proof is at work', async () => {
    const reasonOf = async (close: (pilot: WaveId) => Promise<unknown>) => {
      const pilot = await readyPilot({ people: 14 })
      const job = await acts.start(pilot, [acts.at(0)])
      await close(pilot)
      await rig.jobDone(job)
      expect(real()).toEqual([])
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
    expect(real().map(({ path }) => path.split('/').at(-1))).toEqual(['system_roles'])
  })

  it('settles an outcome that is not known by reading, and sends nothing again that has happened', async () => {
    const pilot = await readyPilot()
    rig.intercept(({ path, method }, answer) => (method === 'POST' && path.includes('roles_migration') ? answer().then(async () => {
      await rig.clock.sleep(41_000)
      throw new Error('the connection hung')
    }) : answer()))
    const job = await acts.migrate(pilot, [acts.at(0)])
    expect(job.counts).toMatchObject({ applied: 1, unknown: 0, failed: 0 })
    expect(real()).toHaveLength(1)
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
      expect(real()).toHaveLength(1)
      await acts.verify(pilot)
      ends.add(rig.state().replace(/"updated_at":"[^"]*"|"created_at":"[^"]*"/g, ''))
      await rig.end()
    }
    expect(ends.size).toBe(1)
  })
})

describe('after it', () => {
  it('differences to what was said become edits, which make the customer verified when they are applied', async () => {
    const pilot = await readyPilot()
    const member = analyst()
    await acts.migrate(pilot, [acts.at(0)])
    rig.other(acts.at(0), member.id, [{ environment_type: 'dev', name: 'EnvironmentAdmin', role_type: 'environment' }])
    await acts.verify(pilot)
    expect(await acts.laneOf(acts.at(0))).toBe('differs')
    const { rows, fixable } = await rig.ask('migration.differences', { accountId: rig.accountId, of: { waveId: pilot }, offset: 0, limit: 10 })
    expect(rows).toMatchObject([{ memberId: member.id, environment: 'dev', before: 'Analyst', expected: 'EnvironmentManager', actual: 'EnvironmentAdmin', direction: 'more', fix: 'possible' }])
    expect(fixable).toBe(1)
    expect((await rig.ask('migration.stageFixes', { accountId: rig.accountId, of: { waveId: pilot }, keys: ['another'], name: 'Fix' })).staged).toBe(0)
    expect(await rig.ask('migration.stageFixes', { accountId: rig.accountId, of: { waveId: pilot }, keys: null, name: 'Fix' })).toMatchObject({ staged: 1 })
    expect((await rig.ask('migration.stageFixes', { accountId: rig.accountId, of: { waveId: pilot }, keys: null, name: 'Fix' })).staged).toBe(0)
    const { planId } = await rig.ask('plan.compute', { refresh: true })
    await rig.jobDone(await rig.ask('jobs.start', { planId, typedCount: null, name: 'Fixes' }) as JobState)
    await acts.verify(pilot)
    expect(await acts.laneOf(acts.at(0))).toBe('verified')
  })

  it('what was changed from here afterwards is told as that, and put back only by itself', async () => {
    const pilot = await readyPilot()
    const [first, second] = acts.people(acts.at(0)).filter(({ roles }) => roles.dev?.role_type === 'privilege_group' && roles.dev.role_name === 'Analyst')
    if (first === undefined || second === undefined) throw new Error('too few people')
    await acts.migrate(pilot, [acts.at(0)])
    await rig.wait(60_000)
    const edits = [first, second].map(({ id }) => ({ kind: 'member.role', accountId: rig.accountId, customerId: acts.at(0), target: { memberId: id, environment: 'dev' }, base: 'EnvironmentManager', wish: 'Member', seen: {} }))
    await rig.ask('intents.stage', { name: 'By hand', edits: edits as never })
    const { planId } = await rig.ask('plan.compute', { refresh: true })
    rig.intercept(({ method, path }, answer) => (method === 'PUT' && path.endsWith(`/${String(second.id)}`) ? Promise.resolve({ status: 400, headers: {}, body: '{"message":"no"}' }) : answer()))
    expect((await rig.jobDone(await rig.ask('jobs.start', { planId, typedCount: null, name: 'By hand' }) as JobState)).counts).toMatchObject({ applied: 1, failed: 1 })
    rig.intercept(null)
    const asked = { accountId: rig.accountId, of: { waveId: pilot } }
    const told = async (of: readonly { readonly id: number }[]) => {
      await acts.verify(pilot)
      const { rows, fixable } = await rig.ask('migration.differences', { ...asked, offset: 0, limit: 10 })
      return { rows, fixable, own: of.map(({ id }) => rows.find(({ memberId, environment }) => environment === 'dev' && memberId === id)).map((row) => [row?.actual, row?.fix, row?.own !== null]) }
    }
    // Somebody else does what was refused to us.
    rig.other(acts.at(0), second.id, [{ environment_type: 'dev', name: 'Member', role_type: 'environment' }])
    const { rows, fixable, own } = await told([first, second])
    expect([own, fixable]).toEqual([[['Member', 'possible', true], ['Member', 'possible', false]], rows.length - 1])
    expect((await rig.ask('migration.stageFixes', { ...asked, keys: null, name: 'All' })).staged).toBe(rows.length - 1)
    expect((await rig.ask('migration.stageFixes', { ...asked, keys: rows.map(({ key }) => key), name: 'It too' })).staged).toBe(1)
    // What somebody else makes of it later is not ours any more.
    rig.other(acts.at(0), first.id, [{ environment_type: 'dev', name: 'EnvironmentAdmin', role_type: 'environment' }])
    expect((await told([first])).own).toEqual([['EnvironmentAdmin', 'staged', false]])
  })

  it('a dry run that was not migrated by is not what the customer is held against: it was migrated elsewhere', async () => {
    const pilot = await readyPilot()
    const member = analyst()
    const job = await acts.start(pilot, [acts.at(0)])
    await rig.ask('migration.confirmRoot', { accountId: rig.accountId, of: { waveId: pilot }, note: null })
    expect((await rig.jobDone(job)).counts).toMatchObject({ failed: 1 })
    await acts.dryRun(pilot)
    for (const { id } of rig.account().workspace(rig.account().customers[0] as never).legacyRoles.filter(({ inherited }) => !inherited)) testCall(`/api/managed_users/${String(acts.at(0))}/roles_migration/custom_role`, { id })
    testCall(`/api/managed_users/${String(acts.at(0))}/roles_migration/system_roles`)
    rig.other(acts.at(0), member.id, [{ environment_type: 'dev', name: 'EnvironmentAdmin', role_type: 'environment' }])
    await rig.wait(16 * 60_000)
    await rig.ask('migration.check', { accountId: rig.accountId, of: { customers: [acts.at(0)] } })
    await rig.settled()
    await acts.verify(pilot)
    const { rows } = await rig.ask('migration.differences', { accountId: rig.accountId, of: { waveId: pilot }, offset: 0, limit: 50 })
    expect((await rig.ask('migration.customer', { accountId: rig.accountId, customerId: acts.at(0) })).verified).not.toBeNull()
    expect(rows.filter(({ direction }) => direction !== 'legacy')).toEqual([])
  })

  it('projects that may not be read are not judged, and that is told; roles are, and any other failure is none of a verification', async () => {
    const pilot = await readyPilot()
    const member = analyst()
    await acts.migrate(pilot, [acts.at(0)])
    const grants = rig.account().workspace(rig.account().customers.find(({ id }) => id === acts.at(0)) as never).grants
    // Nobody has what was said of the projects.
    grants.splice(0)
    rig.other(acts.at(0), member.id, [{ environment_type: 'dev', name: 'EnvironmentAdmin', role_type: 'environment' }])
    const verifyWith = async (part: string, status: number) => {
      rig.intercept(({ path }, answer) => (path.includes(part) ? Promise.resolve({ status, headers: {}, body: '{"message":"no"}' }) : answer()))
      await acts.verify(pilot)
      const { rows } = await rig.ask('migration.differences', { accountId: rig.accountId, of: { waveId: pilot }, offset: 0, limit: 200 })
      const { verified, row } = await rig.ask('migration.customer', { accountId: rig.accountId, customerId: acts.at(0) })
      return { activity: (await acts.account()).activity, verified, lane: row.lane, roles: rows.filter(({ project }) => project === null), projects: rows.filter(({ project }) => project !== null) }
    }
    for (const part of ['/project_roles', '/project_grants', '/user_groups']) {
      const blind = await verifyWith(part, 403)
      expect(blind).toMatchObject({ activity: { done: 1, failed: 0 }, verified: { projects: false }, lane: 'differs', projects: [], roles: [{ memberId: member.id, direction: 'more', fix: 'possible' }] })
    }
    const broken = await verifyWith('/project_roles', 422)
    expect([broken.activity, broken.verified?.projects]).toMatchObject([{ done: 0, failed: 1 }, false])
    // Which roles there are is not known either: then none is taken for one that the customer lacks.
    expect(await verifyWith('/environment_roles', 403)).toMatchObject({ verified: { projects: true }, roles: [{ fix: 'possible', why: null }] })
    rig.intercept(null)
    const seen = await verifyWith('nothing', 403)
    expect(seen.verified?.projects).toBe(true)
    expect(seen.projects.length).toBeGreaterThan(0)
  })

  it('differences that a person lets be, with a note, count as verified', async () => {
    const pilot = await readyPilot()
    const member = analyst()
    await acts.migrate(pilot, [acts.at(0)])
    rig.other(acts.at(0), member.id, [{ environment_type: 'dev', name: 'EnvironmentAdmin', role_type: 'environment' }])
    await acts.verify(pilot)
    expect((await rig.ask('migration.accept', { accountId: rig.accountId, customerId: acts.at(0), note: 'Agreed with the customer' })).row.lane).toBe('verified')
    expect((await rig.ask('migration.customer', { accountId: rig.accountId, customerId: acts.at(0) })).verified?.accepted).toMatchObject({ note: 'Agreed with the customer', by: 'tester' })
    // What is found anew is to be judged anew.
    await acts.verify(pilot)
    expect(await acts.laneOf(acts.at(0))).toBe('differs')
  })

  it('the report names each person with evidence, and nothing that was read is more than text in it', async () => {
    const pilot = await readyPilot()
    const [first] = acts.people(acts.at(0))
    Object.assign(first as object, { name: '<script>alert(1)</script>' })
    Object.assign(analyst().roles.dev as object, { role_name: 'Analyst\u200b \u202etxt' })
    await acts.tryWave(pilot)
    await acts.migrate(pilot, [acts.at(0)])
    await acts.verify(pilot)
    const paths = ['html', 'csv'].map((ending) => join(tmpdir(), `rolodesk-report-${String(process.pid)}.${ending}`))
    try {
      for (const path of paths) expect(await rig.internal('internal.files.write', { path, content: { kind: 'migration', accountId: rig.accountId, of: { waveId: pilot } } })).toEqual({ rows: acts.people(acts.at(0)).length })
      const [html = '', csv = ''] = paths.map((path) => readFileSync(path, 'utf8'))
      for (const { email } of acts.people(acts.at(0))) expect([html.includes(email ?? '?'), csv.includes(email ?? '?')]).toEqual([true, true])
      // Who has never seen the app reads who gains and loses, in words.
      const { sections } = await rig.ask('migration.review', { accountId: rig.accountId, of: { waveId: pilot }, show: 'all', search: '', offset: 0, limit: 1 })
      const short = /<h2>In short<\/h2>(.*?)<\/table>/s.exec(html)?.[1] ?? ''
      expect([...short.matchAll(/<td>(\d+)<\/td>/g)].map(([, n]) => Number(n))).toEqual(sections.map(({ count }) => count))
      expect(html).toMatch(/Folders: create, delete, read, update in PROD, TEST, DEV \(\d+ projects\)/)
      expect(html).not.toMatch(/\d\dT\d\d:\d\d|legacy-role:/)
      expect(html).not.toContain('<script>')
      expect(html).toContain('&lt;script&gt;')
      expect(html).toContain('Analyst[U+200B] [U+202E]txt')
      expect(html).not.toMatch(/[\u200b\u202e]/)
      expect(html).toContain('proven, on')
      expect(html).toMatch(/[0-9a-f]{64}/)
      await rig.internal('internal.files.write', { path: paths[0] as string, content: { kind: 'migration', accountId: rig.accountId, of: null } })
      expect(readFileSync(paths[0] as string, 'utf8')).toContain('4 of 4 customers are known')
    } finally {
      for (const path of paths) rmSync(path, { force: true })
    }
  })
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
