import { afterEach, describe, expect, it } from 'vitest'
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

describe('the proof', () => {
  it('nothing is tried before a dry run is shown to change nothing, on a customer whose name is typed', async () => {
    await make()
    await acts.check()
    expect(await rig.refusal('migration.dryRun', { accountId: rig.accountId, of: { customers: [acts.at(0)] } })).toEqual({ code: 'MIGRATION_LOCKED', details: { lock: 'no-proof' } })
    expect(await rig.refusal('migration.prove', { accountId: rig.accountId, customerId: acts.at(0), typedName: rig.name(acts.at(0)).toLowerCase() })).toMatchObject({ code: 'NAME_NEEDED' })
    expect(acts.migrations()).toEqual([])
    const before = rig.state()
    await acts.prove(acts.at(0))
    const { proof, lock } = await acts.account()
    expect({ verdict: proof?.verdict, lock, count: proof?.differenceCount }).toEqual({ verdict: 'proven', lock: null, count: 0 })
    expect(proof?.compared.find(({ part }) => part === 'member')).toMatchObject({ before: 9, after: 9 })
    expect(rig.state()).toBe(before)
    expect(acts.migrations()).toHaveLength(1)
  })

  it.each(['query', 'body', 'both'] as const)('an API that ignores dry_run in %s is caught before a second customer is touched', async (where) => {
    await make()
    rig.set({ dry_run_ignored_in: where })
    await acts.check()
    const others = (): string => JSON.stringify(rig.account().customers.filter(({ id }) => id !== acts.at(0)).map((one) => rig.account().workspace(one)))
    const before = others()
    await acts.prove(acts.at(0))
    const writtenTo = (): readonly (string | undefined)[] => [...new Set(rig.log().filter(({ method }) => method !== 'GET').map(({ path }) => /managed_users\/(\d+)/.exec(path)?.[1]))]
    expect(writtenTo()).toEqual([String(acts.at(0))])
    const { proof, lock } = await acts.account()
    // It is sent in both places, so that only an API that sees neither migrates.
    expect([proof?.verdict, lock]).toEqual(where === 'both' ? ['changed', 'changed'] : ['proven', null])
    if (where === 'both') {
      expect(proof?.differences.some(({ part, before: was, after }) => part === 'member' && was !== after)).toBe(true)
      expect(await rig.refusal('migration.dryRun', { accountId: rig.accountId, of: { customers: [acts.at(1)] } })).toEqual({ code: 'MIGRATION_LOCKED', details: { lock: 'changed' } })
      await rig.wait(10 * 60_000)
      expect(writtenTo()).toEqual([String(acts.at(0))])
    } else {
      await rig.ask('migration.dryRun', { accountId: rig.accountId, of: { customers: [...rig.customers] } })
      await rig.settled()
    }
    expect(others()).toBe(before)
    expect(new Set(acts.migrations().map(({ path }) => path)).size).toBe(where === 'both' ? 1 : 8)
  })

  it('finds out an API that takes no dry run of a custom role for one, though it does so of the system roles', async () => {
    await make({ customers: 8, people: 10, seed: 7 })
    await rig.ask('migration.setCustomRoles', { accountId: rig.accountId, on: true })
    await acts.check()
    const id = rig.customers.find((one) => acts.converts(one) && rig.account().workspace(rig.account().customers.find((each) => each.id === one) as never).legacyRoles.some(({ inherited }) => !inherited))
    if (id === undefined) throw new Error('nobody has a custom role')
    rig.intercept(({ path }, answer) => {
      rig.set({ dry_run_ignored_in: path.endsWith('/custom_role') ? 'both' : 'none' })
      return answer()
    })
    await acts.prove(id)
    const { proof, lock } = await acts.account()
    expect([proof?.verdict, lock, acts.migrations().map(({ path }) => path.split('/').at(-1))]).toEqual(['changed', 'changed', ['system_roles', 'custom_role']])
    expect(proof?.differences.some(({ part }) => part === 'legacy-role')).toBe(true)
    expect(await rig.refusal('migration.dryRun', { accountId: rig.accountId, of: { customers: [...rig.customers] } })).toMatchObject({ code: 'MIGRATION_LOCKED' })
  })

  it('is none where the dry run was refused, where nobody would be converted, and where the app ended in its midst', async () => {
    await make()
    await acts.check()
    rig.set({ root_folder_not_empty: true })
    await acts.prove(acts.at(0))
    expect((await acts.account()).proof).toMatchObject({ verdict: 'unproven', error: { code: 'REJECTED' } })
    rig.set({ root_folder_not_empty: false })
    for (const member of rig.account().workspace(rig.account().customers[2] as never).members) for (const environment of ['dev', 'test', 'prod'] as const) if (member.roles[environment] !== undefined) member.roles[environment] = { role_type: 'privilege_group', role_name: 'Partner helpdesk' }
    await acts.prove(acts.at(2))
    expect((await acts.account()).proof).toMatchObject({ verdict: 'unproven', error: { code: 'BAD_INPUT' } })
    let asked = 0
    rig.intercept(({ path }, answer) => {
      if (!path.includes('roles_migration')) return null
      asked += 1
      return rig.clock.sleep(5000).then(answer)
    })
    await rig.ask('migration.prove', { accountId: rig.accountId, customerId: acts.at(1), typedName: rig.name(acts.at(1)) })
    while (asked === 0) await rig.wait(200)
    await rig.restart()
    await rig.settled()
    expect((await acts.account()).proof).toMatchObject({ verdict: 'unproven', error: { code: 'CANCELLED' } })
    expect((await acts.account()).lock).toBe('unproven')
    expect(asked).toBe(1)
  })
})

describe('a proof whose customer cannot be read', () => {
  const refuse = (part: RegExp, status: number) => rig.intercept(({ path, method }, answer) => (method === 'GET' && part.test(path) ? Promise.resolve({ status, headers: {}, body: '{"message":"no"}' }) : answer()))

  it.each([[/\/projects$/, 422, 'REJECTED'], [/\d\/roles$/, 403, 'FORBIDDEN']] as const)('ends and says why: %s answers %i', async (part, status, code) => {
    await make({ customers: 3 })
    await acts.check()
    refuse(part, status)
    await acts.prove(acts.at(0))
    expect(await acts.account()).toMatchObject({ lock: 'unproven', proof: { verdict: 'unproven', error: { code } }, activity: { state: 'done', done: 0, failed: 1 } })
    expect(acts.migrations()).toEqual([])
    rig.intercept(null)
    await acts.prove(acts.at(0))
    expect((await acts.account()).lock).toBeNull()
  })

  it('after the app ended in its midst is none, and another can be made', async () => {
    await make({ customers: 3 })
    await acts.check()
    let asked = 0
    rig.intercept(({ path }, answer) => {
      if (!path.includes('roles_migration')) return null
      asked += 1
      return rig.clock.sleep(5000).then(answer)
    })
    await rig.ask('migration.prove', { accountId: rig.accountId, customerId: acts.at(0), typedName: rig.name(acts.at(0)) })
    while (asked === 0) await rig.wait(200)
    refuse(/\/projects$/, 422)
    await rig.restart()
    await rig.wait(600_000)
    expect(await acts.account()).toMatchObject({ lock: 'unproven', proof: { verdict: 'unproven', error: { code: 'REJECTED' } }, activity: { state: 'done' } })
    rig.intercept(null)
    await acts.prove(acts.at(0))
    expect((await acts.account()).lock).toBeNull()
  })
})

it('what is begun right after something was stopped comes to every customer, whatever of the other was on its way', async () => {
  await make({ customers: 12, people: 3 })
  let stopped = false
  rig.intercept(({ path }, answer) => answer().then(async (got) => {
    if (!stopped && path.endsWith('/roles')) {
      stopped = true
      await rig.ask('migration.stop', { accountId: rig.accountId })
      await rig.ask('migration.check', { accountId: rig.accountId, of: { customers: [...rig.customers] } })
    }
    return got
  }))
  await acts.check()
  const { total, done, failed } = await rig.settled()
  expect([total, done, failed, (await acts.board()).asked.asked]).toEqual([12, 12, 0, 12])
})

describe('a proof that has grown old', () => {
  const DAY = 24 * 3600_000

  it('is wanted anew before another dry run, and what was tried under it can still be migrated', async () => {
    await make({ customers: 4 })
    await acts.prepare()
    const pilot = await acts.wave('Pilot', [acts.at(0)])
    await acts.tryWave(pilot)
    rig.clock.jump(DAY - 60_000)
    expect(await acts.account()).toMatchObject({ lock: null, tryLock: null })
    rig.clock.jump(120_000)
    expect(await acts.account()).toMatchObject({ lock: null, tryLock: 'old', waves: [{ gates: [] }] })
    expect(await rig.refusal('migration.dryRun', { accountId: rig.accountId, of: { customers: [acts.at(1)] } })).toEqual({ code: 'MIGRATION_LOCKED', details: { lock: 'old' } })
    expect((await acts.migrate(pilot, [acts.at(0)])).counts).toMatchObject({ applied: 1 })
    await acts.prove(acts.at(3))
    expect((await acts.account()).tryLock).toBeNull()
    await acts.dryRun(await acts.wave('Second', [acts.at(1)]))
    expect(await acts.laneOf(acts.at(1))).not.toBe('ready')
    // It cannot be known how old one from the future is.
    rig.clock.jump(-2 * DAY)
    expect((await acts.account()).tryLock).toBe('old')
  })

  it('ends a dry run in its midst: what was answered stays, and no customer has failed', async () => {
    await make({ customers: 40, people: 3 })
    await acts.prepare()
    // They are tried by name.
    const last = (await acts.board()).rows.at(-1)?.customerId ?? acts.at(0)
    const pilot = await acts.wave('Pilot', [last])
    await acts.tryWave(pilot)
    await rig.ask('migration.dryRun', { accountId: rig.accountId, of: { customers: [...rig.customers] } })
    while (((await acts.account()).activity?.done ?? 0) < 5) await rig.wait(1000)
    const sent = acts.migrations().length
    rig.clock.jump(2 * DAY)
    const ended = await rig.settled()
    expect(ended).toMatchObject({ state: 'stopped', failed: 0, error: { code: 'MIGRATION_LOCKED', details: { lock: 'old' } } })
    expect(ended.done).toBeLessThan(20)
    // What was on its way is at most one of each that was worked on.
    expect(acts.migrations().length - sent).toBeLessThanOrEqual(6)
    expect((await acts.board()).lanes.find(({ lane }) => lane === 'ready')?.count).toBe(39 - ended.done)
    await rig.restart()
    await rig.wait(60_000)
    expect((await acts.account()).activity).toMatchObject({ state: 'stopped' })
    // Nor is anybody taken for being looked at still.
    expect((await acts.migrate(pilot, [last])).counts).toMatchObject({ applied: 1 })
  })
})
