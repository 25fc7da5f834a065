import type { CallOptions } from '../api/client'
import { listProjectsOfAll } from '../api/resources/projects'
import type { CustomerId } from '../contract/ids'
import type { SyncDeps } from './deps'

/** Reads the projects of every environment of a customer. Stored when all are in. */
export async function readProjects({ client, store, clock }: SyncDeps, customer: CustomerId, options: CallOptions): Promise<boolean> {
  const account = client.accountId
  const { items, complete } = await listProjectsOfAll(client, store.customerDetails.projectEnvironments(account, customer), store.projects.list(account, customer), options)
  store.projects.replaceProjects(account, customer, items, clock.now(), complete)
  return complete
}
