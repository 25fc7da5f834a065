// What the quotas allow against what the app takes, in real time with quotas twenty times as wide: the first reading of 500 customers, and a job.
import { setTimeout as sleep } from 'node:timers/promises'
import { addAccount, call, launchRolodesk, openBench, startEmulator } from './lib.mjs'

const bench = openBench()
const CUSTOMERS = 500
const PEOPLE = 10
const SPEED = 20
/** People who are changed, in so many customers. */
const [CHANGED, IN] = [300, 60]
/** Members per minute, less the share that is left to others by default. */
const PER_MS = (60 * SPEED * 0.8) / 60_000
const PAGE = 100
const BUDGET = 1.05
const TIMEOUT_MS = 120_000
const QUIET_MS = 3000

const emulator = await startEmulator(CUSTOMERS, PEOPLE, `x${SPEED}`)
const { electron, close } = await launchRolodesk(bench, { quotaSpeed: SPEED })
const page = await electron.firstWindow()
const refused = (log) => log.filter(({ throttled }) => throttled).length

async function until(what, look) {
  for (const end = performance.now() + TIMEOUT_MS; performance.now() < end; await sleep(25)) {
    const found = await look()
    if (found) return found
  }
  throw new Error(`${what}: not within ${String(TIMEOUT_MS / 1000)} s`)
}

/** Seconds until the list can be used and until everybody is read. */
async function firstRead() {
  const start = performance.now()
  const { id } = await addAccount(page, emulator.account)
  const state = () => call(page, 'sync.state', { accountId: id })
  await until('the first page', async () => (await state()).listed > 0)
  const usable = performance.now() - start
  await until('the whole list', async () => (await state()).read === CUSTOMERS)
  const took = performance.now() - start
  const least = (CUSTOMERS + Math.ceil(CUSTOMERS / PAGE)) / PER_MS
  const log = await emulator.control('/log')
  process.stdout.write(`first reading of ${CUSTOMERS} customers: usable after ${usable.toFixed(0)} ms, whole after ${(took / 1000).toFixed(1)} s of at least ${(least / 1000).toFixed(1)} s, ${refused(log)} refused by quota\n`)
  if (bench.wanted('first-read-quota')) bench.add('first-read-quota', 's', took / 1000, least / 1000, BUDGET, took / least <= BUDGET && refused(log) === 0)
  return id
}

/** Roles of people who are no administrators, each to another one that is none either: the same number in each customer. */
async function editsFor(accountId) {
  const { rows: customers } = await call(page, 'customers.page', { accountId, filter: { search: '', plans: [], statuses: [], models: ['migrated'], apps: [], joinedFrom: null, joinedTo: null }, sort: { by: 'name', direction: 'asc' }, offset: 0, limit: 200 })
  const edits = []
  for (const { id } of customers) {
    if (edits.length === CHANGED) break
    const { workspaces } = await emulator.control(`/state?account=a1&customer=${id}`)
    const { members, environmentRoles, rbac_migrated: migrated } = workspaces[id]
    const plain = (name) => name !== null && !/admin|no access/i.test(name)
    const roles = environmentRoles.map(({ name }) => name).filter(plain)
    const own = migrated ? members.flatMap((member) => {
      const role = member.roles.find(({ environment_type: environment }) => environment === 'dev')
      const wish = roles.find((name) => name !== role?.role_name)
      if (!role || !wish || !plain(role.role_name) || role.role_type !== 'environment' || member.grant_type === 'moderator' || member.email.endsWith('@partner.example')) return []
      const seen = Object.fromEntries(member.roles.filter(({ environment_type: environment }) => environment !== 'dev').map((one) => [one.environment_type, one.role_name === 'No access' ? null : one.role_name]))
      return [{ kind: 'member.role', accountId, customerId: id, target: { memberId: member.id, environment: 'dev' }, base: role.role_name, wish, seen }]
    }).slice(0, CHANGED / IN) : []
    if (own.length === CHANGED / IN) edits.push(...own)
  }
  if (edits.length !== CHANGED) throw new Error(`only ${String(edits.length)} people can be changed`)
  return edits
}

/** Waits until nothing else draws on the quota of the members, as nothing does long after a start. */
async function quiet() {
  const drawn = async () => (await emulator.control('/log')).filter(({ limitClass }) => limitClass === 'members' || limitClass === 'customers').length
  for (let [last, at] = [-1, 0]; ;) {
    const count = await drawn()
    if (count !== last) [last, at] = [count, performance.now()]
    else if (performance.now() - at > QUIET_MS) return
    await sleep(250)
  }
}

async function apply(accountId) {
  await quiet()
  await call(page, 'intents.stage', { name: 'bench', edits: await editsFor(accountId) })
  const plan = await call(page, 'plan.compute', { refresh: true })
  if (plan.totals.send !== CHANGED) throw new Error(`the plan sends ${String(plan.totals.send)} changes`)
  const before = (await emulator.control('/log')).length
  const job = await call(page, 'jobs.start', { planId: plan.planId, typedCount: null, name: 'bench' })
  const done = await until('the job', async () => {
    const state = await call(page, 'jobs.state', { jobId: job.id })
    return state.state === 'done' ? state : null
  })
  if (done.counts.applied !== CHANGED) throw new Error(`${String(done.counts.applied)} changes were applied`)
  const log = (await emulator.control('/log')).slice(before).filter(({ path }) => /managed_users\/\d+\/members(\/\d+)?$/.test(path))
  const took = done.endedAt - job.createdAt
  const [least, most] = [plan.floorMs, 1 + (2 * IN) / CHANGED]
  const requests = log.length / CHANGED
  process.stdout.write(`${CHANGED} people changed in ${IN} customers: ${(took / 1000).toFixed(1)} s of at least ${(least / 1000).toFixed(1)} s, ${requests.toFixed(2)} requests for each change (at most ${most.toFixed(2)}), ${refused(log)} refused by quota\n`)
  bench.add('apply-quota', 's', took / 1000, least / 1000, BUDGET, took / least <= BUDGET && refused(log) === 0 && requests <= most)
}

try {
  await page.waitForSelector('html[data-ready="true"]')
  const accountId = await firstRead()
  if (bench.wanted('apply-quota')) await apply(accountId)
  bench.save()
} finally {
  await close()
  emulator.stop()
}
