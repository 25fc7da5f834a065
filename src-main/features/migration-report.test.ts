import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'papaparse'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Output } from '../contract'
import type { CustomerId } from '../contract/ids'
import type { MigrationScope, WaveId } from '../contract/migration'
import { openLibsql } from '../store/libsql-db'
import { migrationActs } from '../testing/migration-acts'
import { migrationRig, type MigrationRig } from '../testing/migration-rig'

type Row = Readonly<Record<string, string>>
type Reviewed = Output<'migration.review'>['rows'][number]

/**
 * Five customers, each further than the next: one that is migrated and differs, which somebody lets be; one that is tried and acknowledged; one that was only looked at; the one of the
 * proof; and one that could not be read.
 */
let rig: MigrationRig
let acts: ReturnType<typeof migrationActs>
let folder: string
let waves: readonly [WaveId, WaveId]
let reviewed: readonly Reviewed[]
let raised: { readonly email: string | null }
let fleet: readonly Row[]
let html: string
const hashes = new Map<string, string>()
const [MIGRATED, TRIED, LOOKED, PROVEN, UNREAD] = [0, 1, 2, 3, 4]

const save = async (ending: 'csv' | 'html', of: MigrationScope | null): Promise<string> => {
  const path = join(folder, `report.${ending}`)
  await rig.internal('internal.files.write', { path, content: { kind: 'migration', accountId: rig.accountId, of } })
  return readFileSync(path, 'utf8')
}
const rowsOf = async (of: MigrationScope | null): Promise<readonly Row[]> => parse<Row>(await save('csv', of), { header: true, skipEmptyLines: true }).data
const name = (index: number): string => rig.name(acts.at(index))
const of = (index: number): readonly Row[] => fleet.filter((row) => row['customer id'] === String(acts.at(index)))
const verifyPilot = async (refused: string | null): Promise<void> => {
  rig.intercept(({ path }, answer) => (refused !== null && path.includes(refused) ? Promise.resolve({ status: 403, headers: {}, body: '{}' }) : answer()))
  await acts.verify(waves[0])
  rig.intercept(null)
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rolodesk-report-'))
  rig = await migrationRig({ customers: 5, people: 14 })
  acts = migrationActs(rig)
  const { accountId } = rig
  // By its people this one is migrated, were it not for the answer that failed.
  const workspace = rig.account().workspace(rig.account().customers[UNREAD] as never)
  const [role] = workspace.environmentRoles
  workspace.rbac_migrated = true
  for (const member of workspace.members) member.roles = { dev: { role_type: 'environment', role_id: role?.id ?? 0 } }
  rig.intercept(({ path }, answer) => (path.endsWith(`/${String(acts.at(UNREAD))}/roles`) ? Promise.resolve({ status: 500, headers: {}, body: '{}' }) : answer()))
  await acts.check()
  rig.intercept(null)
  await acts.prove(acts.at(PROVEN))
  await rig.ask('migration.confirmRoot', { accountId, of: { customers: [acts.at(MIGRATED), acts.at(TRIED)] }, note: 'Seen in the console' })
  await rig.ask('migration.note', { accountId, customerId: acts.at(TRIED), note: 'Call Ana first' })
  waves = [await acts.wave('Pilot', [acts.at(MIGRATED)]), await acts.wave('Wave 2', [acts.at(TRIED)])]
  for (const waveId of waves) {
    await acts.dryRun(waveId)
    const { counts } = await rig.ask('migration.review', { accountId, of: { waveId }, show: 'all', search: '', offset: 0, limit: 1 })
    await rig.ask('migration.acknowledge', { accountId, of: { waveId }, what: { typedCount: counts.prod }, note: 'Agreed' })
  }
  reviewed = (await rig.ask('migration.review', { accountId, of: { customers: [acts.at(MIGRATED), acts.at(TRIED)] }, show: 'all', search: '', offset: 0, limit: 200 })).rows
  await acts.migrate(waves[0], [acts.at(MIGRATED)])
  const person = acts.people(acts.at(MIGRATED)).find(({ id, roles }) => roles.dev?.role_type === 'environment' && reviewed.some((one) => one.memberId === id && one.environments.some(({ environment, before, after }) => environment === 'dev' && before === 'Analyst' && after === 'EnvironmentManager')))
  if (person === undefined) throw new Error('nobody to raise')
  raised = person
  rig.other(acts.at(MIGRATED), person.id, [{ environment_type: 'dev', name: 'EnvironmentAdmin', role_type: 'environment' }])
  await verifyPilot(null)
  await rig.ask('migration.accept', { accountId, customerId: acts.at(MIGRATED), note: 'Known to the customer' })
  await rig.restart((data) => {
    const db = openLibsql(join(data, 'ledger.db'), { durability: 'full' })
    for (const one of db.all<{ customer_id: CustomerId; data: string }>('SELECT customer_id, data FROM migration_answers', [])) hashes.set(String(one.customer_id), createHash('sha256').update(one.data).digest('hex'))
    db.close()
  })
  fleet = await rowsOf(null)
  html = await save('html', null)
})
afterAll(async () => {
  await rig.end()
  rmSync(folder, { recursive: true, force: true })
})

/** Each thing that a text says together, by itself: `Logs: read, stop in PROD, DEV (2 projects)` is four. */
function singly(text: string): string[] {
  return text.split('; ').filter((one) => one !== '').flatMap((one) => {
    const { what = '', verbs, environments = '', projects } = /^(?<what>.*?)(?:: (?<verbs>.*))? in (?<environments>[A-Z, ]+)(?: \((?<projects>\d+) projects?\))?$/.exec(one)?.groups ?? {}
    return environments.split(', ').flatMap((environment) => (verbs === undefined ? [''] : verbs.split(', ').map((verb) => `: ${verb}`)).map((verb) => `${environment} ${what}${verb}${projects === undefined ? '' : ' in projects'}`))
  })
}

describe('the table', () => {
  it('has a line for each person of a dry run and one for each customer without', () => {
    expect(new Set(fleet.map((row) => row['account']))).toEqual(new Set([rig.account().name]))
    for (const index of [MIGRATED, TRIED]) expect(of(index).map((row) => row['e-mail']).sort()).toEqual(acts.people(acts.at(index)).map(({ email }) => email ?? '').sort())
    for (const index of [LOOKED, PROVEN, UNREAD]) expect(of(index).map((row) => [row['customer'], row['person'], row['dry run'], row['sha256']])).toEqual([[name(index), '', '', '']])
    expect([MIGRATED, TRIED, LOOKED, UNREAD].map((index) => new Set(of(index).map((row) => row['state'])))).toEqual([new Set(['verified']), new Set(['reviewed']), new Set(['preparation']), new Set(['migrated'])])
  })

  it('tells of each person what they had and get, what they gain and lose, and who has seen it', () => {
    const texts = (row: Row | undefined) => ['DEV', 'TEST', 'PROD', 'danger'].map((column) => row?.[column])
    for (const one of reviewed) {
      const row = fleet.find((each) => each['e-mail'] === one.email)
      const role = (environment: string): string => {
        const found = one.environments.find((each) => each.environment === environment)
        return found === undefined ? '' : found.before === found.after ? `${String(found.before)} (stays)` : `${found.before ?? 'No access'} -> ${found.after ?? 'No access'}`
      }
      expect(texts(row)).toEqual([role('dev'), role('test'), role('prod'), one.danger])
      for (const [direction, column] of [['gain', 'gains'], ['loss', 'losses']] as const) {
        const told = one.summary.filter((each) => each.direction === direction).map(({ environment, privilege, role: given, projects }) => `${environment.toUpperCase()} ${privilege === null ? String(given) : `${privilege.area}: ${privilege.verb}`}${projects === null ? '' : ' in projects'}`)
        expect(singly(row?.[column] ?? '').sort()).toEqual(told.sort())
      }
      expect(row?.['acknowledged']).toMatch(one.needsAcknowledging ? /^tester, \d{4}-\d\d-\d\d \d\d:\d\d UTC: Agreed$/ : /^$/)
    }
    // All of this happens to somebody.
    expect(fleet.some((row) => row['PROD']?.endsWith('(stays)') === true) && reviewed.some(({ summary }) => summary.some(({ direction }) => direction === 'loss')) && reviewed.some((one) => one.needsAcknowledging)).toBe(true)
    expect(fleet.find((row) => row['e-mail'] === raised.email)).toMatchObject({ 'legacy roles': expect.stringContaining('Analyst') as string, 'DEV': 'Analyst -> EnvironmentManager', 'projects': expect.stringMatching(/ \(dev\): AdvancedBuilder(;|$)/) as string })
  })

  it('tells what came out: as said, otherwise, or not looked at', () => {
    expect(of(MIGRATED).filter((row) => row['after'] !== 'as said').map((row) => [row['e-mail'], row['after']])).toEqual([[raised.email, 'DEV: EnvironmentAdmin instead of EnvironmentManager']])
    expect(new Set(of(TRIED).map((row) => row['after']))).toEqual(new Set(['not verified']))
  })

  it('names its evidence: the proof, the answers as they lie in the ledger, and the lines of the journal', async () => {
    expect(new Set(fleet.map((row) => row['proof of dry run']))).toEqual(new Set(['proven']))
    for (const index of [MIGRATED, TRIED]) {
      const { rows, matched } = await rig.ask('journal.page', { jobId: null, accountId: rig.accountId, customerId: acts.at(index), offset: 0, limit: 200 })
      const last = Math.max(...rows.map(({ n }) => n))
      expect(matched).toBeGreaterThan(1)
      expect(new Set(of(index).map((row) => `${String(row['sha256'])} ${String(row['journal'])}`))).toEqual(new Set([`${String(hashes.get(String(acts.at(index))))} ${String(matched)} lines, the last is ${String(last)}`]))
    }
  })
})

describe('the page', () => {
  it('says of the whole account what is known and what is not, and names whom it knows nothing certain of', async () => {
    expect(html).toContain('<h1>Migration of the whole account</h1>')
    expect(html).toContain(`4 of 5 customers are known. <strong>Incomplete</strong>: ${name(UNREAD)}.`)
    expect(await save('html', { waveId: waves[0] })).toMatch(/1 of 1 customers are known\.<\/p>/)
    // A customer that nobody has looked at is not known either.
    await rig.restart((data) => {
      const db = openLibsql(join(data, 'ledger.db'), { durability: 'full' })
      db.run('UPDATE migration_customers SET looked = NULL WHERE customer_id = ?', [acts.at(LOOKED)])
      db.close()
    })
    expect(await save('html', null)).toContain('3 of 5 customers are known.')
  })

  it('is of a wave, a customer or several, and holds no others', async () => {
    const pages = []
    for (const scope of [{ waveId: waves[1] }, { customers: [acts.at(TRIED)] }, { customers: [acts.at(MIGRATED), acts.at(TRIED)] }]) {
      const rows = await rowsOf(scope)
      pages.push([/<h1>Migration of ([^<]*)<\/h1>/.exec(await save('html', scope))?.[1], new Set(rows.map((row) => row['customer'])).size])
    }
    expect(pages).toEqual([['Wave 2', 1], [name(TRIED), 1], ['2 customers', 2]])
  })

  it('says who has looked into the root folder, tried, accepted and noted what, and what each role becomes', () => {
    expect(html).toMatch(/proven, on [^<]+, by tester\.[^<]*people with their roles: \d+ before, \d+ after/)
    const row = (index: number): string => new RegExp(`<tr><td>${name(index)}</td>.*?</tr>`).exec(html)?.[0] ?? ''
    expect(row(MIGRATED)).toMatch(/<td>tester, [^<]*: Seen in the console<\/td><td>done, [^<]*, by tester<\/td><td>[^<]*, 1 differences, accepted by tester: Known to the customer<\/td>/)
    expect(row(TRIED)).toMatch(/<td>no<\/td><td>Call Ana first<\/td>/)
    expect(row(LOOKED)).toContain('<td>not confirmed</td><td>none</td><td>no</td>')
    expect(html).toMatch(/<td>Analyst<\/td><td>system<\/td><td>EnvironmentManager<\/td><td>AdvancedBuilder<\/td><td>\d+<\/td><td>2<\/td>/)
    expect(html).toMatch(/<td>[^<]*<\/td><td>(inherited|custom)<\/td><td>stays<\/td><td>none<\/td>/)
  })

  it('is called by its account, what it is of, and the day', async () => {
    const named = async (scope: MigrationScope | null): Promise<string> => ((await rig.internal('internal.files.migrationName', { accountId: rig.accountId, of: scope })) as { readonly name: string }).name
    expect(await Promise.all([null, { waveId: waves[1] }, { customers: [acts.at(TRIED)] }, { customers: [acts.at(MIGRATED), acts.at(TRIED)] }].map(named))).toEqual(
      ['the whole account', 'Wave 2', name(TRIED), '2 customers'].map((scope) => `Rolodesk migration, ${rig.account().name}, ${scope}, 2026-11-25`))
  })

  it('says where projects could not be looked at', async () => {
    await verifyPilot('/project_roles')
    expect(await save('html', { waveId: waves[0] })).toContain('1 differences, projects not read')
  })
})
