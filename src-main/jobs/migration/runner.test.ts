import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { appError, type AppErrorCode } from '../../contract/errors'
import type { MigrationActivity } from '../../contract/migration'
import { openLibsql } from '../../store/libsql-db'
import { migrationActs } from '../../testing/migration-acts'
import { migrationRig, type MigrationRig, type MigrationRigOptions } from '../../testing/migration-rig'

let rig: MigrationRig
let acts: ReturnType<typeof migrationActs>
const make = async (options: MigrationRigOptions = {}): Promise<void> => {
  rig = await migrationRig({ customers: 30, people: 3, ...options })
  acts = migrationActs(rig)
}
afterEach(async () => {
  await rig.end()
})

const MINUTE = 60_000
const activity = async (): Promise<MigrationActivity | null> => (await acts.account()).activity
const check = () => rig.ask('migration.check', { accountId: rig.accountId, of: null })
const online = (is: boolean) => rig.internal('internal.connection', { online: is })
/** Customers whose legacy roles were asked for, in order. */
const looked = (): readonly string[] => rig.log().flatMap(({ path }) => /\/(\d+)\/roles$/.exec(path)?.[1] ?? [])
/** Lets time pass until so many customers are done. */
async function until(done: number): Promise<void> {
  while (((await activity())?.done ?? 0) < done) await rig.wait(500)
}
/** Every request fails before it leaves. */
const failAll = (code: AppErrorCode): void => rig.intercept(() => Promise.reject(appError(code, code, '')))

it('what is stopped asks nothing more, is not taken up again, and leaves the place free for something else, which counts its own customers only', async () => {
  await make()
  await check()
  await until(3)
  const { activity: stopped } = await rig.ask('migration.stop', { accountId: rig.accountId })
  expect(stopped).toMatchObject({ state: 'stopped', total: 30, error: null, etaMs: null, endedAt: rig.clock.now() })
  const asked = rig.log().length
  const few = rig.customers.slice(0, 5)
  await rig.ask('migration.check', { accountId: rig.accountId, of: { customers: few } })
  expect(await rig.settled()).toMatchObject({ state: 'done', total: 5, done: 5, failed: 0 })
  expect([...new Set(rig.log().slice(asked).map(({ path }) => /managed_users\/(\d+)/.exec(path)?.[1]))].sort()).toEqual(few.map(String).sort())

  await check()
  await until(3)
  const { activity: again } = await rig.ask('migration.stop', { accountId: rig.accountId })
  const before = rig.log().length
  await rig.wait(5 * MINUTE)
  await rig.restart()
  await rig.wait(5 * MINUTE)
  expect([rig.log().length, await activity()]).toEqual([before, again])
})

it('a look reads members that are older than a quarter of an hour, or of a time that is yet to come, and legacy roles always', async () => {
  await make({ customers: 4 })
  const read = async (): Promise<readonly [number, number]> => {
    const from = rig.log().length
    await rig.ask('migration.check', { accountId: rig.accountId, of: { customers: [...rig.customers] } })
    await rig.settled()
    const paths = rig.log().slice(from).map(({ path }) => path)
    return [paths.filter((path) => path.endsWith('/members')).length, paths.filter((path) => path.endsWith('/roles')).length]
  }
  expect([await read(), await read()]).toEqual([[4, 4], [0, 4]])
  await rig.wait(16 * MINUTE)
  expect(await read()).toEqual([4, 4])
  rig.clock.jump(-60 * MINUTE)
  expect(await read()).toEqual([4, 4])
})

it('a proof whose customer cannot be read is none, says why, and can be made anew', async () => {
  await make({ customers: 4 })
  await acts.check()
  rig.intercept(({ path }, answer) => (path.endsWith('/members') ? Promise.resolve({ status: 422, headers: {}, body: '{}' }) : answer()))
  await acts.prove(acts.at(0))
  expect(await acts.account()).toMatchObject({ proof: { verdict: 'unproven', error: { code: 'REJECTED' } }, lock: 'unproven' })
  rig.intercept(null)
  await acts.prove(acts.at(0))
  expect((await acts.account()).proof).toMatchObject({ verdict: 'proven', error: null })
})

it('what was on its way when it was stopped is waited for, and counts for nothing that is begun meanwhile', async () => {
  await make({ customers: 8 })
  await acts.check()
  await acts.prove(acts.at(0))
  const tried = acts.migrations().length
  // The answer is there already, and comes late.
  rig.intercept(async ({ path }, answer) => {
    const came = await answer()
    if (path.endsWith('/roles')) await rig.clock.sleep(10_000)
    return came
  })
  await check()
  await rig.wait(5000)
  await rig.ask('migration.stop', { accountId: rig.accountId })
  rig.intercept(null)
  await rig.ask('migration.dryRun', { accountId: rig.accountId, of: { customers: [...rig.customers] } })
  expect(await rig.settled()).toMatchObject({ kind: 'dry-run', state: 'done', total: 8, done: 8, failed: 0 })
  expect(acts.migrations().length - tried).toBe(8)
})

it('a proof is not stopped, and nothing else begins beside what is at work', async () => {
  await make({ customers: 4 })
  await acts.check()
  await rig.ask('migration.prove', { accountId: rig.accountId, customerId: acts.at(0), typedName: rig.name(acts.at(0)) })
  await rig.wait(1000)
  expect((await rig.ask('migration.stop', { accountId: rig.accountId })).activity).toMatchObject({ kind: 'proof', state: 'running' })
  expect(await rig.refusal('migration.check', { accountId: rig.accountId, of: null })).toMatchObject({ code: 'BAD_INPUT' })
  await rig.settled()
  expect((await acts.account()).proof?.verdict).toBe('proven')
})

it('nothing is begun offline; what is at work then waits, says why, and goes on where it was', async () => {
  await make()
  await online(false)
  expect([await rig.refusal('migration.check', { accountId: rig.accountId, of: null }), await activity()]).toMatchObject([{ code: 'OFFLINE' }, null])
  await online(true)
  await check()
  await until(3)
  await online(false)
  await rig.wait(MINUTE)
  const told = rig.told.length
  await rig.wait(10 * MINUTE)
  expect(await activity()).toMatchObject({ state: 'waiting', failed: 0, etaMs: null, endedAt: null, error: { code: 'OFFLINE' } })
  expect(rig.told.length).toBe(told)
  expect(await rig.refusal('migration.check', { accountId: rig.accountId, of: null })).toMatchObject({ code: 'OFFLINE' })
  await online(true)
  expect(await activity()).toMatchObject({ state: 'running', error: null })
  // Told once more that there is a network, it does nothing twice.
  await online(true)
  expect(await rig.settled()).toMatchObject({ state: 'done', done: 30, failed: 0 })
  expect(new Set(looked()).size).toBe(30)
  expect(looked().length).toBeLessThanOrEqual(30 + 6)
})

it('what waits can be stopped, goes on after a restart if it is not, and nothing else begins meanwhile', async () => {
  await make({ customers: 8 })
  failAll('TOKEN_REFUSED')
  await check()
  // Six of them wait for their turn in the quota.
  await rig.wait(MINUTE)
  expect(await activity()).toMatchObject({ state: 'waiting', done: 0, error: { code: 'TOKEN_REFUSED' } })
  expect(await rig.refusal('migration.check', { accountId: rig.accountId, of: null })).toMatchObject({ code: 'BAD_INPUT' })
  expect((await rig.ask('migration.stop', { accountId: rig.accountId })).activity).toMatchObject({ state: 'stopped', error: null })
  rig.intercept(null)
  await online(true)
  await rig.wait(MINUTE)
  expect([rig.log(), (await activity())?.state]).toEqual([[], 'stopped'])
  failAll('TOKEN_REFUSED')
  await check()
  await rig.wait(MINUTE)
  rig.intercept(null)
  await rig.restart()
  expect(await rig.settled()).toMatchObject({ state: 'done', done: 8, failed: 0 })
})

it('a token that is refused for one customer ends the rest of what is at work, which asks no more by itself, until there is another one', async () => {
  await make()
  let refused: string | null = null
  rig.intercept(({ path }, answer) => {
    if (!path.endsWith('/roles')) return answer()
    refused ??= path
    return path === refused ? Promise.reject(appError('TOKEN_REFUSED', 'Refused', '')) : answer()
  })
  await check()
  await rig.wait(MINUTE)
  const held = await activity()
  expect(held).toMatchObject({ state: 'waiting', failed: 0, error: { code: 'TOKEN_REFUSED' } })
  expect(held?.done).toBeLessThan(10)
  const asked = rig.log().length
  await rig.wait(60 * MINUTE)
  expect([rig.log().length, await activity()]).toEqual([asked, held])
  rig.intercept(null)
  await rig.internal('internal.sync.start', { accountId: rig.accountId })
  expect(await rig.settled()).toMatchObject({ state: 'done', total: 30, done: 30, failed: 0, error: null })
})

it('what the network or the app itself holds up is tried again by itself, later each time, and soon again after the next success', async () => {
  await make({ customers: 8 })
  const times: number[] = []
  const hold = (error: Error): void => {
    times.length = 0
    rig.intercept(() => {
      times.push(rig.clock.now())
      return Promise.reject(error)
    })
  }
  const checkOne = () => rig.ask('migration.check', { accountId: rig.accountId, of: { customers: [acts.at(0)] } })
  hold(appError('PROXY', 'No way through', ''))
  await checkOne()
  await rig.wait(2 * MINUTE)
  expect(await activity()).toMatchObject({ state: 'waiting', error: { code: 'PROXY' } })
  const gaps = times.map((time, i) => time - (times[i - 1] ?? time)).slice(1)
  expect(gaps.length).toBeGreaterThanOrEqual(4)
  // From one to two seconds on, doubling.
  gaps.slice(0, 4).forEach((gap, i) => expect([gap >= 1000 * 2 ** i, gap <= 2500 * 2 ** i]).toEqual([true, true]))
  rig.intercept(null)
  expect(await rig.settled()).toMatchObject({ state: 'done', done: 1, failed: 0 })
  hold(new Error('a defect'))
  await checkOne()
  await rig.wait(4000)
  expect(await activity()).toMatchObject({ state: 'waiting', failed: 0, error: { code: 'INTERNAL' } })
  expect(times.length).toBeGreaterThanOrEqual(2)
  rig.intercept(null)
  expect(await rig.settled()).toMatchObject({ state: 'done', done: 1, failed: 0 })
})

it('six customers are worked on at once, so that slow answers do not make it slower than the quota', async () => {
  await make()
  let [open, most] = [0, 0]
  rig.intercept(async (_, answer) => {
    open += 1
    most = Math.max(most, open)
    await rig.clock.sleep(5000)
    open -= 1
    return answer()
  })
  await check()
  await rig.settled()
  expect(most).toBe(6)
})

it('the page is told when it begins and when it is over, and ten times a second at most between', async () => {
  await make()
  const heard = () => rig.told.flatMap(({ at, event }) => (event.type === 'migration' ? [at] : []))
  const began = rig.clock.now()
  await check()
  const { endedAt } = await rig.settled(100)
  const times = heard()
  expect([times[0], times.at(-1)]).toEqual([began, endedAt])
  expect(times.length).toBeGreaterThan(10)
  // The last one is told whatever was told before.
  expect(times.slice(0, -1).every((at, i) => i === 0 || at - (times[i - 1] ?? 0) >= 100)).toBe(true)
  const again = rig.clock.now()
  await rig.ask('migration.check', { accountId: rig.accountId, of: { customers: [acts.at(0)] } })
  const over = (await rig.settled(10)).endedAt
  // Its customer and its end are of one instant.
  expect(heard().slice(times.length)).toEqual([again, over, over])
})

it('of an account that is removed nothing more is asked, and it is gone when the last answer on its way has come', async () => {
  await make()
  rig.intercept(async (_, answer) => {
    const came = await answer()
    await rig.clock.sleep(10_000)
    return came
  })
  await check()
  await rig.wait(5000)
  const [asked, since] = [rig.log().length, rig.clock.now()]
  await rig.internal('internal.accounts.remove', { accountId: rig.accountId, fingerprint: null })
  expect(rig.clock.now() - since).toBeGreaterThanOrEqual(5000)
  await rig.wait(5 * MINUTE)
  expect(rig.log().length).toBe(asked)
})

it('a ledger that cannot be written for a while, as on a full disk, is written later, and until then it is at work', async () => {
  await make({ customers: 4 })
  const later = rig.clock.now() + 3 * MINUTE
  await rig.restart((folder) => {
    const db = openLibsql(join(folder, 'ledger.db'), { durability: 'full' })
    db.script(`CREATE TRIGGER full BEFORE UPDATE OF activity ON migration_accounts WHEN json_extract(NEW.activity, '$.endedAt') < ${String(later)} BEGIN SELECT RAISE(ABORT, 'full'); END`)
    db.close()
  })
  await check()
  await rig.wait(2 * MINUTE)
  expect(await activity()).toMatchObject({ state: 'running', done: 4 })
  await rig.wait(8 * MINUTE)
  expect(await activity()).toMatchObject({ state: 'done', done: 4, failed: 0 })
  expect(looked()).toHaveLength(4)
})
