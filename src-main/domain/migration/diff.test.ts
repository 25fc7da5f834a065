import { describe, expect, it } from 'vitest'
import type { EnvironmentType, MigrationReport } from '../../contract/access'
import type { FolderId, LegacyRoleId, MemberId, ProjectId } from '../../contract/ids'
import { environmentTypes } from '../../emulator/generate-content'
import { handle } from '../../emulator/handle'
import type { Customer } from '../../emulator/model'
import { testWorld, type TestWorld } from '../../emulator/test-world'
import { ENVIRONMENTS } from '../facts'
import { areaKey, likeSummary, scopeOf, summariesOf, verbsOf } from './areas'
import { privilegeDiff } from './diff'
import { legacyRoleIn, type DryRunAnswers, type MigrationSnapshot, type SnapshotMember } from './snapshot'

type Pair = readonly [area: string, verb: string]
interface Entry { environment_type: EnvironmentType; name: string; role_type: string; privileges: Record<string, unknown>; folder_ids?: number[] }
interface ProjectEntry { project: { id: number; environment: { type: EnvironmentType } }; project_role: { name: string }; privileges: Record<string, unknown> }
interface WireReport {
  environment_roles?: { name: string; config: Record<string, unknown> }[]; environment_role?: { name: string; config: Record<string, unknown> }; project_roles?: { name: string; config: Record<string, unknown> }[]; project_role?: { name: string; config: Record<string, unknown> }
  collaborators: { user_id: number; name: string; email: string; roles: { environment: EnvironmentType; name: string }[] }[]
  projects: { id: number; name: string; environment: EnvironmentType; collaborators: { user_id: number; name: string; email: string; project_role: string }[] }[]
}

function caller({ world, account }: TestWorld, customer: Customer) {
  return <T>(method: string, path: string, body: object = {}, search = ''): T => {
    const answer = handle(world, { account, method, path: `/api/managed_users/${String(customer.id)}/${path}`, search, body, token: account.tokens[0]?.value ?? '' })
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
    return (answer.body as { data?: T }).data ?? (answer.body as T)
  }
}
type Call = ReturnType<typeof caller>

function reportOf(wire: WireReport): MigrationReport {
  const person = ({ user_id, name, email }: { user_id: number; name: string; email: string }) => ({ memberId: user_id as MemberId, name, email })
  return {
    environmentRoles: wire.environment_roles ?? [wire.environment_role ?? { name: '', config: {} }], projectRoles: wire.project_roles ?? [wire.project_role ?? { name: '', config: {} }],
    collaborators: wire.collaborators.map((one) => ({ ...person(one), roles: one.roles })), moderators: [],
    projects: wire.projects.map(({ id, name, environment, collaborators }) => ({ id: String(id) as ProjectId, name, environment, collaborators: collaborators.map((one) => ({ ...person(one), projectRole: one.project_role })) })),
  }
}

function snapshotOf({ account }: TestWorld, customer: Customer, call: Call): MigrationSnapshot {
  const workspace = account.workspace(customer)
  const members = workspace.members.map((one): SnapshotMember => ({
    id: one.id as MemberId, name: one.name, email: one.email ?? '', kind: 'team',
    roles: environmentTypes(customer).flatMap((environment) => {
      const held = one.roles[environment]
      return held?.role_type === 'privilege_group' ? [{ environment, roleName: held.role_name, roleType: 'privilege_group' as const }] : []
    }),
  }))
  const system = Object.fromEntries(['Admin', 'Analyst', 'Operator'].flatMap((name) => {
    const holder = members.find((one) => one.roles.some(({ roleName }) => roleName === name))
    const entry = holder === undefined ? undefined : call<Entry[]>('GET', `members/${String(holder.id)}/privileges`).find((one) => one.name === name)
    return entry === undefined ? [] : [[name, entry.privileges as Record<string, string[]>]]
  }))
  return {
    members, system, folders: {},
    legacyRoles: call<{ id: number; name: string; folder_ids: string[]; privileges: Record<string, string[]> }[]>('GET', 'roles').map((one) => ({ id: String(one.id) as LegacyRoleId, name: one.name, inheritable: false, folderIds: one.folder_ids as FolderId[], privileges: one.privileges, createdAt: null, updatedAt: null })),
    projects: workspace.projects.map((one) => ({ id: String(one.id) as ProjectId, name: one.name, environment: one.environment, folderId: String(one.folder_id) as FolderId })),
  }
}

/** Every privilege of an answer as a pair of area and verb. */
function pairs(privileges: Record<string, unknown>): Pair[] {
  return Object.entries(privileges).flatMap(([area, value]) => {
    const inner = typeof value === 'object' && value !== null && 'privileges' in value ? value.privileges : value
    return (Array.isArray(inner) ? inner : [inner]).map((verb): Pair => [areaKey(area), String(verb)])
  })
}

/** Asked one by one, of nothing but a list of pairs. */
function can(held: readonly Pair[], [area, verb]: Pair): boolean {
  const has = (a: string, v: string): boolean => held.some(([b, w]) => a === b && (w === v || w === 'all'))
  if (has(area, verb)) return true
  if (verb === 'all' && (verbsOf(area) ?? ['?']).every((one) => has(area, one))) return true
  return summariesOf(area).some((summary) => has(summary, verb))
}
function canAsBefore(held: readonly Pair[], [area, verb]: Pair): boolean {
  const like = likeSummary(area)
  const verbs = like === null ? [] : verb === 'all' ? (verbsOf(like) ?? ['all']) : [verb]
  return can(held, [area, verb]) || (like !== null && (verbs.every((one) => held.some(([a, v]) => a === like && (v === one || v === 'all')))))
}
/** The worst of what happens to somebody; what no answer tells may be anything. */
class Worst {
  readonly #seen = new Set<string>()
  is(danger: string): void {
    this.#seen.add(danger)
  }
  of(environment: EnvironmentType, had: boolean, has: boolean, gains: readonly Pair[], losses: readonly Pair[], known: boolean): void {
    const prod = environment === 'prod'
    if (!had && has) this.is(prod ? 'prod-access' : 'gain')
    if (prod && has && (!known || gains.some(([, verb]) => !verb.startsWith('read') && !verb.startsWith('view')))) this.is('prod-gain')
    if (gains.length > 0) this.is('gain')
    if (losses.length > 0 || (had && !has) || !known) this.is('loss')
  }
  get danger(): string {
    return ['prod-access', 'prod-gain', 'gain', 'keeps-legacy', 'loss'].find((one) => this.#seen.has(one)) ?? 'none'
  }
}
const texts = (all: readonly Pair[]): string[] => [...new Set(all.map((one) => one.join(' ')))].sort()
const told = (all: readonly { area: string; verb: string }[]): string[] => texts(all.map(({ area, verb }) => [areaKey(area), verb]))

describe('gains and losses', () => {
  it('privilege differences are those of a comparison of every privilege before and after the real migration, for a thousand people', () => {
    const test = testWorld({ legacy: 1, customers: [30], people: 42, seed: 5 })
    let people = 0
    const dangers = new Set<string>()
    for (const [index, customer] of test.account.customers.filter((one) => !test.account.workspace(one).system_roles_migrated).entries()) {
      // Without folders a role counts everywhere.
      const workspace = test.account.workspace(customer)
      if (index % 3 === 0) workspace.legacyRoles = workspace.legacyRoles.map((role) => ({ ...role, folder_ids: [] }))
      const call = caller(test, customer)
      const snapshot = snapshotOf(test, customer, call)
      const dry = { dry_run: true }
      const answers: DryRunAnswers = {
        system: reportOf(call('POST', 'roles_migration/system_roles', dry, '?dry_run=true')),
        custom: (snapshot.legacyRoles ?? []).map(({ id, name }) => ({ id, name, report: reportOf(call('POST', 'roles_migration/custom_role', { ...dry, id: Number(id) }, '?dry_run=true')) })),
      }
      const before = new Map(snapshot.members.map(({ id }) => [id, call<Entry[]>('GET', `members/${String(id)}/privileges`)]))
      call('POST', 'roles_migration/system_roles', { dry_run: false })
      for (const { id } of snapshot.legacyRoles ?? []) call('POST', 'roles_migration/custom_role', { id: Number(id), dry_run: false })
      for (const { memberId, environments, projects, danger } of privilegeDiff(snapshot, answers)) {
        people += 1
        const worst = new Worst()
        const after = call<Entry[]>('GET', `members/${String(memberId)}/privileges`)
        const granted = call<ProjectEntry[]>('GET', `members/${String(memberId)}/projects_privileges`)
        for (const environment of ENVIRONMENTS) {
          const had = before.get(memberId)?.find((one) => one.environment_type === environment)
          const has = after.find((one) => one.environment_type === environment)
          const difference = environments.find((one) => one.environment === environment)
          expect([difference?.before ?? null, difference?.after ?? null]).toEqual([had?.name ?? null, has?.name ?? null])
          if (has === undefined || has.role_type !== 'environment') {
            // Nothing converts it, so that nothing changes.
            expect(difference === undefined || (difference.gains.length === 0 && difference.losses.length === 0)).toBe(true)
            expect(projects.filter((one) => one.environment === environment)).toEqual([])
            if (has !== undefined) worst.is('keeps-legacy')
            continue
          }
          const [H, E] = [pairs(had?.privileges ?? {}), pairs(has.privileges)]
          const here = granted.filter(({ project }) => project.environment.type === environment)
          const wide = H.filter(([area]) => scopeOf(area) !== 'project')
          const [gains, losses] = [E.filter((one) => !canAsBefore(H, one)), wide.filter((one) => !can([...E, ...here.flatMap((grant) => pairs(grant.privileges))], one))]
          expect(told(difference?.gains ?? [])).toEqual(texts(gains))
          expect(told(difference?.losses ?? [])).toEqual(texts(losses))
          expect(difference?.access).toBe(had === undefined ? 'gained' : null)
          worst.of(environment, had !== undefined, true, gains, losses, E.length > 0)
          for (const project of test.account.workspace(customer).projects.filter((one) => one.environment === environment)) {
            const folders = had?.folder_ids ?? []
            const inside = folders.length === 0 || folders.includes(project.folder_id) ? H.filter(([area]) => scopeOf(area) === 'project') : []
            const roles = here.filter((grant) => grant.project.id === project.id)
            const R = roles.flatMap((grant) => pairs(grant.privileges))
            const found = projects.find(({ projectId }) => projectId === String(project.id))
            expect(found?.after ?? null).toBe(roles[0]?.project_role.name ?? null)
            const [more, less] = [R.filter((one) => !canAsBefore([...inside, ...wide], one)), inside.filter((one) => !can([...R, ...E], one))]
            expect(told(found?.gains ?? [])).toEqual(texts(more))
            expect(told(found?.losses ?? [])).toEqual(texts(less))
            const covered = had !== undefined && (folders.length === 0 || folders.includes(project.folder_id))
            expect(found?.access ?? null).toBe(covered === roles.length > 0 ? null : covered ? 'lost' : 'gained')
            worst.of(environment, covered, roles.length > 0, more, less, roles.length === 0 || R.length > 0)
          }
        }
        expect(danger).toBe(worst.danger)
        dangers.add(danger)
      }
    }
    expect(people).toBeGreaterThan(1000)
    expect(dangers.size).toBeGreaterThan(3)
  })

  it('who keeps a legacy role that nothing converts is told as that', () => {
    const test = testWorld({ legacy: 1, customers: [12], people: 40 })
    const call = caller(test, test.customer)
    const snapshot = snapshotOf(test, test.customer, call)
    const answers: DryRunAnswers = { system: reportOf(call('POST', 'roles_migration/system_roles', { dry_run: true }, '?dry_run=true')), custom: [] }
    const kept = snapshot.members.filter((one) => ENVIRONMENTS.some((environment) => !['Admin', 'Analyst', 'Operator', null].includes(legacyRoleIn(one, environment)))).map(({ id }) => id)
    const rows = privilegeDiff(snapshot, answers)
    expect(kept.length).toBeGreaterThan(3)
    expect(rows.filter(({ memberId }) => kept.includes(memberId)).every(({ danger }) => danger !== 'none' && danger !== 'loss')).toBe(true)
    expect(rows.filter(({ danger }) => danger === 'keeps-legacy').every(({ memberId }) => kept.includes(memberId))).toBe(true)
  })
})

describe('the order of danger', () => {
  const person = (id: number, name: string, prod: string | null): SnapshotMember => ({ id: id as MemberId, name, email: `${name}@acme.example`, kind: 'team', roles: [{ environment: 'dev', roleName: 'Operator', roleType: 'privilege_group' }, { environment: 'prod', roleName: prod, roleType: 'privilege_group' }] })
  const snapshot: MigrationSnapshot = { members: [person(1, 'Ann', 'Operator'), person(2, 'Ben', null), person(3, 'Cyd', 'Operator'), person(4, 'Dee', 'Helpdesk')], legacyRoles: [], projects: [], folders: {}, system: { Operator: { Recipes: ['read', 'run'] } } }
  const gets = (id: number, prod: string) => ({ memberId: id as MemberId, name: '', email: '', roles: [{ environment: 'dev' as const, name: 'Member' }, { environment: 'prod' as const, name: prod }] })
  const report: MigrationReport = {
    environmentRoles: [{ name: 'Member', config: { recipes: { privileges: ['read', 'run'] } } }, { name: 'Manager', config: { recipes: { privileges: 'all' } } }, { name: 'Secret', config: {} }], projectRoles: [],
    collaborators: [gets(1, 'Member'), gets(2, 'Member'), gets(3, 'Manager')], projects: [], moderators: [],
  }

  it('somebody who gets into PROD for the first time stands on top, then more in PROD, then who keeps a role that ends', () => {
    const rows = privilegeDiff(snapshot, { system: report, custom: [] })
    expect(rows.map(({ name, danger }) => [name, danger])).toEqual([['Ben', 'prod-access'], ['Cyd', 'prod-gain'], ['Dee', 'keeps-legacy'], ['Ann', 'none']])
    expect(rows[1]?.environments.find(({ environment }) => environment === 'prod')?.gains).toEqual([{ area: 'recipes', verb: 'all' }])
  })

  it('of two who get more in PROD the one who gets most of it comes first, whatever their names', () => {
    const wide = { ...report, environmentRoles: [...report.environmentRoles, { name: 'Owner', config: { recipes: { privileges: 'all' }, connections: { privileges: 'all' } } }], collaborators: [gets(1, 'Manager'), gets(3, 'Owner')] }
    expect(privilegeDiff(snapshot, { system: wide, custom: [] }).filter(({ danger }) => danger === 'prod-gain').map(({ name }) => name)).toEqual(['Cyd', 'Ann'])
  })

  it('somebody, and a project, that came between the reading and the answer had nothing before', () => {
    const project = { id: '9' as ProjectId, name: 'New', environment: 'prod' as const, folderId: null, collaborators: [{ memberId: 9 as MemberId, name: 'Eve', email: 'eve@acme.example', projectRole: 'Secret' }] }
    const [first] = privilegeDiff(snapshot, { system: { ...report, collaborators: [{ ...gets(9, 'Member'), name: 'Eve', email: 'eve@acme.example' }], projects: [project] }, custom: [] })
    expect(first).toMatchObject({ memberId: 9, name: 'Eve', email: 'eve@acme.example', danger: 'prod-access', projects: [{ projectId: '9', project: 'New', before: null, after: 'Secret', access: 'gained' }] })
    expect(first?.environments.map(({ environment, before, access }) => [environment, before, access])).toEqual([['dev', null, 'gained'], ['prod', null, 'gained']])
  })

  it('a role whose privileges no answer tells is not taken for harmless', () => {
    const hidden = { ...report, collaborators: [gets(1, 'Secret')] }
    const [first] = privilegeDiff(snapshot, { system: hidden, custom: [] })
    expect(first).toMatchObject({ name: 'Ann', danger: 'prod-gain' })
    expect(first?.environments.find(({ environment }) => environment === 'prod')).toMatchObject({ known: false, after: 'Secret' })
  })

  it('a role for one folder of a project gains all of the project, and loses what it had in the folder', () => {
    const orders = { id: '7' as ProjectId, name: 'Orders', environment: 'prod' as const, folderId: '70' as FolderId }
    const role = { id: '1' as LegacyRoleId, name: 'Bot', inheritable: false, folderIds: ['71' as FolderId], privileges: { Recipes: ['read', 'run'], Logs: ['read'] }, createdAt: null, updatedAt: null }
    const of = (folderId: string, folders: MigrationSnapshot['folders'], after: string | null) => {
      const made: MigrationReport = { ...report, environmentRoles: [{ name: 'Member', config: { logs: ['read'] } }], projectRoles: [{ name: 'Bot', config: { recipes: ['read', 'run'] } }], collaborators: [gets(1, 'Member')], projects: after === null ? [] : [{ ...orders, collaborators: [{ memberId: 1 as MemberId, name: '', email: '', projectRole: after }] }] }
      const [row] = privilegeDiff({ ...snapshot, system: { Operator: { Logs: ['read'] } }, members: [person(1, 'Ann', 'Bot')], projects: [orders], legacyRoles: [{ ...role, folderIds: [folderId as FolderId] }], folders }, { system: null, custom: [{ id: role.id, name: 'Bot', report: made }] })
      const [project] = row?.projects ?? []
      return project === undefined ? null : [project.access, project.before, project.gains.length, project.losses.length, row?.danger]
    }
    const inside = { ['71' as FolderId]: '7' as ProjectId }
    expect([of('70', {}, 'Bot'), of('71', inside, 'Bot'), of('71', {}, 'Bot')]).toEqual([[null, 'Bot', 0, 0, 'none'], [null, 'Bot', 2, 0, 'prod-gain'], ['gained', null, 2, 0, 'prod-access']])
    expect(of('71', { ['71' as FolderId]: '8' as ProjectId }, 'Bot')).toEqual(of('71', {}, 'Bot'))
    expect([of('71', inside, null), of('71', {}, null)]).toEqual([['lost', 'Bot', 0, 2, 'loss'], null])
  })

  it('access that comes where there was none is a gain even if nothing tells what it allows, and a project that nobody gives on is lost', () => {
    const [only] = privilegeDiff({ ...snapshot, members: [{ ...person(1, 'Ann', null), roles: [] }] }, { system: { ...report, collaborators: [{ ...gets(1, 'Secret'), roles: [{ environment: 'dev', name: 'Secret' }] }] }, custom: [] })
    expect(only).toMatchObject({ danger: 'gain', environments: [{ environment: 'dev', access: 'gained', known: false }] })
    const project = { id: '7' as ProjectId, name: 'Orders', environment: 'dev' as const, folderId: null }
    const [lost] = privilegeDiff({ ...snapshot, members: [person(1, 'Ann', null)], projects: [project] }, { system: { ...report, collaborators: [{ ...gets(1, 'Member'), roles: [{ environment: 'dev', name: 'Member' }] }] }, custom: [] })
    expect(lost?.projects).toMatchObject([{ before: 'Operator', after: null, access: 'lost' }])
  })

  it('what is the same for two is compared anew where a folder, or a project that one of them is given, makes it another', () => {
    const folders = ['11', '12'] as never as readonly [never, never]
    const projects = folders.map((folderId, i) => ({ id: String(i + 1) as ProjectId, name: `P ${String(i + 1)}`, environment: 'dev' as const, folderId }))
    const builder = (id: number, name: string): SnapshotMember => ({ ...person(id, name, null), roles: [{ environment: 'dev', roleName: 'Builders', roleType: 'privilege_group' }] })
    const own = { id: '7' as LegacyRoleId, name: 'Builders', inheritable: false, folderIds: [folders[0]], privileges: { 'Recipes': ['read'], 'Secrets management': ['read'] }, createdAt: null, updatedAt: null }
    const report: MigrationReport = {
      environmentRoles: [{ name: 'Builders', config: { logs: ['read'] } }], projectRoles: [{ name: 'Builder', config: { recipes: ['read'], secrets_management: ['read'] } }], moderators: [],
      collaborators: [1, 2].map((id) => ({ memberId: id as MemberId, name: '', email: '', roles: [{ environment: 'dev', name: 'Builders' }] })),
      projects: projects.map((one) => ({ ...one, collaborators: [{ memberId: 1 as MemberId, name: '', email: '', projectRole: 'Builder' }] })),
    }
    const rows = privilegeDiff({ members: [builder(1, 'Ann'), builder(2, 'Ben')], legacyRoles: [own], projects, folders: {}, system: {} }, { system: null, custom: [{ id: own.id, name: own.name, report }] })
    const ofEach = (id: number) => rows.find(({ memberId }) => memberId === id)
    expect(ofEach(1)?.projects.map(({ before, gains }) => [before, gains.map(({ area }) => area)])).toEqual([['Builders', []], [null, ['recipes']]])
    expect([1, 2].map((id) => ofEach(id)?.environments.map(({ losses }) => losses.map(({ area }) => area)))).toEqual([[[]], [['Secrets management']]])
  })

  it('an area that the new model keeps elsewhere, in the project role or in the environment role, is neither lost nor gained', () => {
    const project = { id: '7' as ProjectId, name: 'Orders', environment: 'dev' as const, folderId: null }
    const one = { ...snapshot, members: [person(1, 'Ann', null)], projects: [project], system: { Operator: { Recipes: ['read'], Connections: ['read'], 'Secrets management': ['read'] } } }
    const moved: MigrationReport = {
      ...report, environmentRoles: [{ name: 'Member', config: { connections: ['read'] } }], projectRoles: [{ name: 'Builder', config: { recipes: ['read'], secrets_management: ['read'] } }],
      collaborators: [{ ...gets(1, 'Member'), roles: [{ environment: 'dev', name: 'Member' }] }], projects: [{ ...project, collaborators: [{ memberId: 1 as MemberId, name: '', email: '', projectRole: 'Builder' }] }],
    }
    const [row] = privilegeDiff(one, { system: moved, custom: [] })
    expect(row).toMatchObject({ danger: 'none', environments: [{ environment: 'dev', gains: [], losses: [] }], projects: [{ before: 'Operator', after: 'Builder', gains: [], losses: [] }] })
  })
})
