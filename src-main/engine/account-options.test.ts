import { afterEach, expect, it } from 'vitest'
import { DEFAULT_ACCOUNT_OPTIONS } from '../contract/account-options-defaults'
import type { SyncState } from '../contract/methods/customers'
import { startEngineWorld } from '../testing/engine-world'

let world: Awaited<ReturnType<typeof startEngineWorld>> | null = null
afterEach(async () => {
  await world?.stop()
  world = null
})

it('a limit that was changed while requests wait for it holds at once, and what is too much is refused with its field', async () => {
  // 60 members per minute less the reserved share: after a burst of five one every 1.25 s, so that 60 customers would take more than a minute.
  world = await startEngineWorld({ customers: 60, people: 1, quotaSpeed: 1 })
  const { value, engine, id } = world
  const state = (): Promise<SyncState> => value('sync.state', { accountId: id })
  await world.start()
  await expect.poll(async () => (await state()).read, { timeout: 15_000 }).toBeGreaterThan(0)
  expect((await state()).quota).toMatchObject({ perMinute: 60, reserved: 0.2 })
  const options = { ...DEFAULT_ACCOUNT_OPTIONS, reserved: 0.1, perMinute: { members: 60_000 } }
  expect(await engine.invoke('accounts.setOptions', { accountId: id, options, mayExceed: false })).toMatchObject({ ok: false, error: { code: 'BAD_INPUT', details: { field: 'members' } } })
  expect((await state()).quota.perMinute).toBe(60)
  await value('accounts.setOptions', { accountId: id, options, mayExceed: true })
  expect((await state()).quota).toMatchObject({ perMinute: 60_000, reserved: 0.1 })
  await expect.poll(async () => (await state()).read, { timeout: 15_000 }).toBe(60)
})

it('roles, groups and grants are asked for where the options say, also after a restart', async () => {
  world = await startEngineWorld()
  await world.control('POST', '/switches', { rbac_v1_gone: true })
  await world.start()
  const rolesRead = async (): Promise<number> => (await world?.value<{ read: number }>('reading.completeness', { resource: 'environmentRoles', accounts: [world.id], customers: null }))?.read ?? 0
  await expect.poll(async () => (await world?.seen())?.some(({ path, status }) => path.endsWith('/environment_roles') && status === 404), { timeout: 15_000 }).toBe(true)
  expect(await rolesRead()).toBe(0)
  await world.control('DELETE', '/log')
  await world.value('accounts.setOptions', { accountId: world.id, options: { ...DEFAULT_ACCOUNT_OPTIONS, rbacPathPrefix: '/api/v2' }, mayExceed: false })
  // What was on its way under the old path fails later: that is read again too.
  const retried = async (): Promise<number> => {
    await world?.value('reading.retry', { accountId: world.id, customers: null })
    return rolesRead()
  }
  await expect.poll(retried, { timeout: 15_000, interval: 300 }).toBe(6)
  const seen = await world.seen()
  const prefixes = (path: RegExp): string[] => [...new Set(seen.filter((one) => path.test(one.path) && one.status === 200).map((one) => one.path.replace(/managed_users.*/, '')))]
  expect(prefixes(/environment_roles$|user_groups/)).toEqual(['/api/v2/'])
  expect(prefixes(/managed_users\/\d+\/(members|projects)$/)).toEqual(['/api/'])
  const { dataDir } = world
  await world.stop()
  world = await startEngineWorld({ dataDir })
  expect(await world.value('accounts.options', { accountId: world.id })).toMatchObject({ rbacPathPrefix: '/api/v2' })
})
