import { afterEach, expect, it } from 'vitest'
import type { Output } from '../contract'
import type { ReadState } from '../contract/reading'
import { startEngineWorld } from '../testing/engine-world'

let world: Awaited<ReturnType<typeof startEngineWorld>> | null = null
afterEach(async () => {
  await world?.stop()
  world = null
})

it('tasks of twelve months that could not be read are told on the page of a customer, and read again when it is asked for', async () => {
  world = await startEngineWorld()
  const { value, control, id } = world
  // Not JSON: neither a permission nor the way to the API.
  await control('POST', '/faults', [{ match: { path: '/api/managed_users/usage$' }, fault: { kind: 'status', status: 200, body: [] } }])
  await world.start()
  const { customers } = await control<{ customers: readonly { readonly id: number; readonly task_count: number }[] }>('GET', '/state?account=a1')
  const [customer] = customers
  if (customer === undefined) throw new Error('the emulator has no customer')
  const here = { accountId: id, customerId: customer.id }
  const usage = async (): Promise<ReadState | undefined> => {
    const reply = await world?.engine.invoke('workspace.get', here)
    return reply?.ok === true ? (reply.value as Output<'workspace.get'>).reads.find(({ resource }) => resource === 'usage') : undefined
  }
  await expect.poll(usage, { timeout: 15_000 }).toMatchObject({ readAt: null, failure: { code: 'BAD_RESPONSE' } })
  expect((await value<Output<'workspace.dashboard'>>('workspace.dashboard', here)).months).toBe(null)

  await control('DELETE', '/faults')
  await control('DELETE', '/log')
  for (const one of customers) await value('workspace.refresh', { accountId: id, customerId: one.id })
  await expect.poll(usage, { timeout: 15_000 }).toMatchObject({ failure: null })
  // Once for all who were asked for together.
  expect((await world.seen()).filter(({ path }) => path.endsWith('/usage')).length).toBe(1)
  const { months } = await value<Output<'workspace.dashboard'>>('workspace.dashboard', here)
  expect(months?.length).toBe(12)
  expect(months?.[11]).toEqual({ month: '2026-11', tasks: customer.task_count })

  // A month of which a row is not understood stays as it was known.
  await control('POST', '/faults', [{ match: { path: '/api/managed_users/usage$' }, fault: { kind: 'status', status: 200, body: { result: { '2026-10': [{ name: 'no id' }] } } } }])
  await value('customers.refresh', { accountId: id })
  await expect.poll(usage, { timeout: 15_000 }).toMatchObject({ failure: { code: 'BAD_RESPONSE' } })
  expect((await value<Output<'workspace.dashboard'>>('workspace.dashboard', here)).months).toEqual(months)
})
