import type { CallOptions } from '../api/client'
import { listGroupMembers, listGroups } from '../api/resources/user-groups'
import type { CustomerId } from '../contract/ids'
import type { SyncDeps } from './deps'

/**
 * Reads the groups of a customer and who is in them. Everything is asked first and stored after, so that a crash in between leaves the old
 * state; the members of the built-in group of all collaborators are the customer's members, so they cost no request.
 */
export async function readGroups({ client, store, clock }: SyncDeps, customer: CustomerId, options: CallOptions): Promise<boolean> {
  const groups = await listGroups(client, customer, options)
  const members = []
  for (const group of groups.items) {
    if (!group.system) members.push({ id: group.id, list: await listGroupMembers(client, customer, group.id, options) })
  }
  const now = clock.now()
  store.groups.replaceGroups(client.accountId, customer, groups.items, now, groups.complete)
  for (const { id, list } of members) store.groups.replaceGroupMembers(client.accountId, customer, id, list.items, now, list.complete)
  const whole = groups.complete && members.every(({ list }) => list.complete)
  if (whole) {
    store.readStates.succeeded(client.accountId, 'groupMembers', customer, members.reduce((sum, { list }) => sum + list.items.length, 0), now)
  }
  return whole
}
