import { onUnmounted } from 'vue'
import type { Member } from '@contract/access'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'
import type { CustomerTarget } from './customer'

/** So many people are read in one window; the matrix has all of them. */
const SHOWN = 200

/** The people of a customer with their roles, read anew and followed; and from when they are. For use in a component's setup. */
export function useReviewPeople(target: CustomerTarget) {
  const people = makeAnswer(async (here: CustomerTarget): Promise<{ readonly rows: readonly Member[]; readonly total: number; readonly readAt: number | null }> => {
    const { rows, total } = await call('workspace.members', { ...here, search: '', roles: [], environment: null, kinds: [], sort: { by: 'name', direction: 'asc' }, offset: 0, limit: SHOWN })
    const { reads } = await call('workspace.get', here)
    return { rows, total, readAt: reads.find(({ resource }) => resource === 'members')?.readAt ?? null }
  })
  const again = makeFollower(() => void people.ask(target))
  onUnmounted(onAppEvent((event) => {
    if (event.type === 'changed' && event.accountId === target.accountId && (event.customers === null || event.customers.includes(target.customerId))) again()
  }))
  void people.ask(target)
  // What was read before knew one workspace only.
  void call('workspace.refresh', target).catch(() => undefined)
  return people
}
