import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { JobState } from '../contract/jobs'
import type { WaveId } from '../contract/migration'
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

/** A pilot that only waits to be migrated. */
async function readyPilot(options: MigrationRigOptions = {}): Promise<WaveId> {
  await make({ customers: 4, ...options })
  return acts.readyPilot()
}
/** Somebody who holds a system role in DEV. */
const analyst = () => {
  const found = acts.people(acts.at(0)).find(({ roles }) => roles.dev !== undefined && 'role_name' in roles.dev && roles.dev.role_name === 'Analyst')
  if (found === undefined) throw new Error('nobody to change')
  return found
}

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

/** Another administrator, with the same API. */
function testCall(path: string, body: object = {}): void {
  const answer = handle(rig.world, { account: rig.account(), method: 'POST', path, search: '', body, token: { other: true } })
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.body))
}
