import type { CallOptions } from '../api/client'
import { listProjectGrants } from '../api/resources/project-grants'
import type { CustomerId } from '../contract/ids'
import type { SyncDeps } from './deps'

/** Reads the grants on every project that is known of a customer, each under the id of its environment. Stored when all are in. */
export async function readGrants({ client, store, clock }: SyncDeps, customer: CustomerId, options: CallOptions): Promise<boolean> {
  const read = []
  for (const { id, environment } of store.projects.list(client.accountId, customer)) read.push({ id, list: await listProjectGrants(client, environment.id, id, options) })
  const now = clock.now()
  for (const { id, list } of read) store.projects.replaceGrants(client.accountId, customer, id, list.items, now, list.complete)
  const whole = read.every(({ list }) => list.complete)
  if (whole) {
    store.readStates.succeeded(client.accountId, 'grants', customer, read.reduce((sum, { list }) => sum + list.items.length, 0), now)
  }
  return whole
}
