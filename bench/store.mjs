// Search over 500,000 people and 50,000 customers in the store, through the same repositories that the engine uses.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runnerImport } from 'vite'
import { ROOT } from '../scripts/lib/run.mjs'
import { openBench, quantile } from './lib.mjs'

const bench = openBench()
const CUSTOMERS = 2000
const PEOPLE = 250
const QUERIES = 200
const MANY_CUSTOMERS = 50_000
const BUDGET_MS = 10
const FIRST = 'Anna Ben Carla Dana Emil Fatima Georg Hana Ines Jonas Katja Liam Maria Nils Olga Paul Quentin Rosa Samuel Tara Umar Vera Wanda Xenia Yusuf Zoe Christopher Élodie Mary-Ann Joaquim'.split(' ')
const SYLLABLES = 'ba ko ri ma len son dor vik tan hel gar no sa wil per mo stein li ra burg'.split(' ')
const ROLES = ['EnvironmentAdmin', 'EnvironmentManager', 'Member', 'Member', 'Member', 'Builder', null]

const last = (n) => {
  const [a, b, c] = [n % 20, Math.floor(n / 20) % 20, Math.floor(n / 400) % 20].map((at) => SYLLABLES[at])
  return a[0].toUpperCase() + a.slice(1) + b + c
}
const customerRow = (id) => ({ id, name: `Customer ${last(id)} ${id}`, externalId: `ext-${id}`, planId: null, status: 'active', joinedAt: null, taskCount: null, taskLimit: null, connectionCount: null, connectionLimit: null, environments: ['dev', 'test', 'prod'] })

function members(customer) {
  return Array.from({ length: PEOPLE }, (_, at) => {
    const id = customer * PEOPLE + at
    const dana = at === 0 && customer % 14 === 0
    const [name, surname] = dana ? ['Dana', 'Example'] : [FIRST[(id * 7) % FIRST.length], last((id * 7919) % 8000)]
    const email = dana ? 'dana@example.example' : `${name}.${surname}${id}@${last(customer).toLowerCase()}${customer}.example`.toLowerCase()
    const roles = ['dev', 'test', 'prod'].map((environment, of) => ({ environment, roleName: ROLES[(id + of * 3) % ROLES.length], roleType: 'environment' }))
    return { id: id + 1, name: `${name} ${surname}`, email, kind: 'team', grantType: 'team', externalId: null, timeZone: null, createdAt: 1, lastActivityAt: null, lastActivityType: null, groups: null, roles }
  })
}

const NO_FILTER = { search: '', accounts: [], environments: [], roleNames: [], customer: null }

/** What people type: first letters, a middle part, a whole e-mail, two letters, nothing that is there. */
function searches() {
  return Array.from({ length: QUERIES }, (_, at) => {
    const id = (at * 104_729) % (CUSTOMERS * PEOPLE)
    const one = members(Math.floor(id / PEOPLE))[id % PEOPLE]
    const surname = one.name.split(' ')[1]
    return [one.name.slice(0, 3 + (at % 3)), surname.slice(1, 5), one.email, one.name.slice(0, 2), surname.slice(0, 1), one.name, `${one.name.slice(0, 4)} ${surname.slice(0, 2)}`, `qx${at}zz`, '.example', 'dana'][at % 10]
  })
}

const { module } = await runnerImport(join(ROOT, 'src-main/store/index.ts'), { configFile: false, root: ROOT, logLevel: 'error' })
const folder = mkdtempSync(join(tmpdir(), 'rolodesk-bench-'))
const store = module.openStore(folder, 1)

function time(work) {
  const start = performance.now()
  work()
  return performance.now() - start
}
function report(label, times) {
  process.stdout.write(`${label}: median ${quantile(times, 0.5).toFixed(2)} ms, p98 ${quantile(times, 0.98).toFixed(2)} ms, max ${Math.max(...times).toFixed(2)} ms\n`)
}
const page = (filter, by = 'name', direction = 'asc', offset = 0) => store.people.page({ filter: { ...NO_FILTER, ...filter }, sort: { by, direction }, offset, limit: 200 })

try {
  const filling = time(() => {
    for (const account of ['one', 'two']) {
      const ids = Array.from({ length: CUSTOMERS }, (_, id) => id).filter((id) => (id % 2 === 0) === (account === 'one'))
      store.inCache(() => store.customers.upsert(account, ids.map((id) => customerRow(id + 1)), 1, 1))
      for (const id of ids) store.members.replaceMembers(account, id + 1, members(id), 1)
    }
  })
  const size = ['cache.db', 'cache.db-wal'].reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
  process.stdout.write(`${CUSTOMERS * PEOPLE} memberships, ${store.people.total()} people written in ${(filling / 1000).toFixed(0)} s, ${(size / 2 ** 20).toFixed(0)} MB\n`)

  const again = time(() => store.members.replaceMembers('one', 1, members(0), 2))
  process.stdout.write(`one customer of ${PEOPLE} read again without a change: ${again.toFixed(1)} ms\n`)

  const all = searches()
  // What a key press in the top bar asks for.
  const times = all.map((search) => time(() => [page({ search }), store.people.widest(search, 8)]))
  report(`person search over ${store.people.total()} people, ${QUERIES} queries`, times)
  bench.add('person-search', 'ms p98 in the store', quantile(times, 0.98), null, BUDGET_MS, quantile(times, 0.98) <= BUDGET_MS)
  all.map((search, at) => ({ search, ms: times[at] })).toSorted((a, b) => b.ms - a.ms).slice(0, 5).forEach(({ search, ms }) => process.stdout.write(`  slowest: ${ms.toFixed(2)} ms "${search}"\n`))

  report('person search, sorted by e-mail', all.map((search) => time(() => page({ search }, 'email'))))
  const views = {
    'first window, no filter, each sort': () => ['name', 'email', 'customers', 'access'].flatMap((by) => ['asc', 'desc'].map((direction) => () => page({}, by, direction))),
    'first window, account': () => [() => page({ accounts: ['two'] })],
    'first window, environment': () => [() => page({ environments: ['prod'] })],
    'first window, role': () => [() => page({ roleNames: ['Builder'] })],
    'first window, account + environment + role + text': () => [() => page({ accounts: ['two'], environments: ['prod'], roleNames: ['EnvironmentAdmin'], search: 'an' })],
    'first window, customer': () => [() => page({ customer: { accountId: 'one', customerId: 1 } })],
    'deep window (row 300,000), no filter': () => [() => page({}, 'name', 'asc', 300_000)],
    'deep window (row 100,000), account': () => [() => page({ accounts: ['two'] }, 'name', 'asc', 100_000)],
    'person with many memberships': () => [() => store.person.memberships('dana@example.example', { search: '', offset: 0, limit: 200 })],
    'collaborators of a customer': () => [() => store.collaborators.page({ accountId: 'one', customerId: 1, search: 'an', roles: [], environment: 'prod', kinds: [], sort: { by: 'name', direction: 'asc' }, offset: 0, limit: 200 })],
    'completeness of all accounts': () => [() => store.readStates.completeness('members', { accounts: [] })],
    'customers of one account, search': () => [() => store.customers.page({ accountId: 'one', filter: { search: 'vik', plans: [], statuses: [], models: [], apps: [], joinedFrom: null, joinedTo: null }, sort: { by: 'name', direction: 'asc' }, offset: 0, limit: 200 })],
    'exact number of matches, account': () => [() => store.people.count({ ...NO_FILTER, accounts: ['two'] })],
  }
  // More customers than anybody has, so that the index shows; the budget is that of people.
  store.inCache(() => store.customers.upsert('many', Array.from({ length: MANY_CUSTOMERS }, (_, id) => customerRow(100_000 + id)), 1, 1))
  const wanted = Array.from({ length: QUERIES }, (_, at) => [`${last(at * 37)} ${at % 10}`, last(at * 41), `ext-10${at}`, last(at * 53).slice(1, 5)][at % 4])
  const found = wanted.map((text) => time(() => store.customers.search(text, 200)))
  report(`customer search over ${MANY_CUSTOMERS + CUSTOMERS} customers, ${QUERIES} queries`, found)
  bench.add('customer-search', 'ms p98 in the store', quantile(found, 0.98), null, BUDGET_MS, quantile(found, 0.98) <= BUDGET_MS)
  for (const [label, works] of Object.entries(views)) report(label, works().flatMap((work) => Array.from({ length: 10 }, () => time(work))))
} finally {
  bench.save()
  store.close()
  rmSync(folder, { recursive: true, force: true })
}
