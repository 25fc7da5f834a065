// A fleet that waits to be migrated, as a look and a dry run leave it, written through the repositories of the engine.

const LEGACY = ['Admin', 'Analyst', 'Operator']
const NEW = { Admin: ['EnvironmentAdmin', 'ProjectAdmin'], Analyst: ['EnvironmentManager', 'AdvancedBuilder'], Operator: ['Member', 'ProjectOperator'] }
const ENVIRONMENTS = ['dev', 'test', 'prod']
const VERBS = ['read', 'create', 'update', 'delete']
const AREAS = ['Recipes', 'Folders', 'Projects', 'Connections', 'Lookup tables', 'Logs', 'Collaborators', 'Workspace settings']
const areaKey = (area) => area.toLowerCase().replaceAll(' ', '_')
const configOf = (at) => Object.fromEntries(AREAS.slice(0, AREAS.length - at).map((area) => [areaKey(area), { privileges: VERBS.slice(0, 4 - at) }]))

const roleOf = (id, of) => LEGACY[(id * 7 + of) % LEGACY.length]
const person = (customer, at, people) => {
  const id = customer * people + at + 1
  const roles = ENVIRONMENTS.map((environment, of) => ({ environment, roleName: (id + of) % 9 === 0 ? null : roleOf(id, of), roleType: 'privilege_group' }))
  return { id, name: `Person ${id}`, email: `person.${id}@customer-${customer}.example`, kind: 'team', grantType: 'team', externalId: null, timeZone: null, createdAt: 1, lastActivityAt: null, lastActivityType: null, groups: [], roles }
}

/** What a dry run of a customer was sent on, and what it answered: everybody gets a role in each environment and in each of twelve projects. */
export function dryRunOf(customer, people) {
  const members = Array.from({ length: people }, (_, at) => person(customer, at, people))
  const projects = ENVIRONMENTS.flatMap((environment) => Array.from({ length: 4 }, (_, at) => ({ id: `${customer}-${environment}-${at}`, name: `Project ${at}`, environment, folderId: `f${customer}-${environment}-${at}` })))
  const told = ({ id, name, email }) => ({ memberId: id, name, email })
  const held = (member, environment) => member.roles.find((one) => one.environment === environment)?.roleName ?? null
  const report = {
    environmentRoles: LEGACY.map((name, at) => ({ name: NEW[name][0], config: configOf(at) })), projectRoles: LEGACY.map((name, at) => ({ name: NEW[name][1], config: configOf(at) })), moderators: [],
    collaborators: members.map((one) => ({ ...told(one), roles: ENVIRONMENTS.flatMap((environment) => (held(one, environment) === null ? [] : [{ environment, name: NEW[held(one, environment)][0] }])) })),
    projects: projects.map((project) => ({ ...project, collaborators: members.flatMap((one) => (held(one, project.environment) === null ? [] : [{ ...told(one), projectRole: NEW[held(one, project.environment)][1] }])) })),
  }
  const system = Object.fromEntries(LEGACY.map((name, at) => [name, Object.fromEntries(AREAS.slice(0, 7 - at).map((area) => [area, VERBS.slice(0, 4 - at)]))]))
  return { snapshot: { members, legacyRoles: [], projects, folders: {}, system }, answers: { system: report, custom: [] } }
}

/** Fills a store: all customers are looked at and confirmed, the first `tried` have a dry run and are one wave. */
export function fill(store, { partsOf, partState }, { account, customers, people, tried }) {
  const now = 1_780_000_000_000
  const mark = { at: now, by: 'bench', note: 'Seen' }
  store.accounts.save({ id: account, kind: 'partner', name: 'Bench', dataCenter: 'us', baseUrl: 'https://www.workato.com', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
  const ids = Array.from({ length: customers }, (_, at) => at + 1)
  store.inCache(() => store.customers.upsert(account, ids.map((id) => ({ id, name: `Customer ${String(id).padStart(5, '0')}`, externalId: `ext-${id}`, planId: null, status: 'active', joinedAt: null, taskCount: null, taskLimit: null, connectionCount: null, connectionLimit: null, environments: ENVIRONMENTS })), 1, 1))
  for (const id of ids) store.members.replaceMembers(account, id, Array.from({ length: people }, (_, at) => person(id, at, people)), now)
  const proof = { verdict: 'proven', customRole: false, customerId: 1, customer: 'Customer 00001', startedAt: now, endedAt: now, by: 'bench', compared: [], differences: [], differenceCount: 0, error: null }
  store.inLedger(() => {
    store.roleMigration.saveProof(account, proof, null)
    for (const id of ids) store.roleMigration.saveLook(account, id, { at: now, legacy: { kind: 'listed', roles: [] }, error: null })
    for (const id of ids) store.roleMigration.saveRoot(account, id, mark, now)
    for (const id of ids.slice(0, tried)) {
      const data = dryRunOf(id, people)
      const bases = partsOf(data.snapshot, data.answers).map((part) => ({ part, base: partState(part, data.snapshot) }))
      store.roleMigration.saveDryRun(account, id, {
        id: `run-${id}`, at: now, by: 'bench', state: 'done', people, projects: data.snapshot.projects.length, managers: 0, parts: [{ role: null, outcome: 'answered', error: null }], error: null, bases,
        counts: { gains: people, losses: 0, none: 0, keepsLegacy: 0 }, prodGains: data.snapshot.members.slice(0, 10).map(({ id: member }) => member),
      }, data)
    }
  })
  store.migrationWaves.save(account, { id: 'wave', name: 'Wave', customers: ids.slice(0, tried) }, now)
}
