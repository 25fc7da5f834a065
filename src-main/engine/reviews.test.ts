import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { Output } from '../contract'
import { startEngineWorld } from '../testing/engine-world'

interface State { readonly customers: readonly { readonly id: number; readonly name: string; readonly environments: readonly unknown[] }[] }
let world: Awaited<ReturnType<typeof startEngineWorld>> | null = null
const folder = mkdtempSync(join(tmpdir(), 'rolodesk-reviews-'))
afterEach(async () => {
  await world?.stop()
  world = null
  rmSync(folder, { recursive: true, force: true })
})

it('a customer that was provisioned from here waits for a review of its access until one is confirmed, also after a restart', { timeout: 60_000 }, async () => {
  world = await startEngineWorld({ customers: 8, people: 2, seed: 5, dataDir: folder })
  const { value, control, id } = world
  await world.start()
  await expect.poll(() => value('reading.completeness', { resource: 'members', accounts: [id], customers: null }), { timeout: 30_000 }).toMatchObject({ read: 8 })
  const { customers } = await control<State>('GET', '/state?account=a1')
  const [one, renamed] = customers.filter(({ environments }) => environments.length === 0)
  if (one === undefined || renamed === undefined) throw new Error('every customer has environments')
  const reviews = async (): Promise<Output<'reviews.open'>['reviews']> => (await value<Output<'reviews.open'>>('reviews.open', {})).reviews
  const provision = ({ id: customerId, name }: State['customers'][number]) => ({ kind: 'customer.provision', accountId: id, customerId, target: { name }, base: false, wish: true })
  await value('intents.stage', { name: 'Provision', edits: [provision(one), { kind: 'customer.setting', accountId: id, customerId: renamed.id, target: { field: 'inTrial', environment: null }, base: false, wish: true }] })
  const apply = async (): Promise<void> => {
    const { planId } = await value<Output<'plan.compute'>>('plan.compute', { refresh: true })
    const { id: jobId } = await value<Output<'jobs.start'>>('jobs.start', { planId, typedCount: null, name: 'Job' })
    await expect.poll(async () => (await value<Output<'jobs.state'>>('jobs.state', { jobId })).state, { timeout: 20_000 }).toBe('done')
  }
  expect(await reviews()).toEqual([])
  await apply()
  expect(await reviews()).toMatchObject([{ accountId: id, customerId: one.id, customer: one.name }])
  await world.engine.stop()
  await world.emulator.close()

  world = await startEngineWorld({ customers: 8, people: 2, seed: 5, dataDir: folder })
  expect((await world.value<Output<'reviews.open'>>('reviews.open', {})).reviews).toMatchObject([{ customerId: one.id }])
  await world.value('reviews.confirm', { accountId: id, customerId: one.id })
  expect((await world.value<Output<'reviews.open'>>('reviews.open', {})).reviews).toEqual([])
})
