import { failureReply } from '../contract/errors'
import type { Intent } from '../contract/intents'
import { coalesce } from '../domain/staging/coalesce'
import type { PlanNotes } from '../store/plan-notes'
import { customersOf } from './build-plan'
import type { JobDeps } from './deps'
import { readTargets } from './read-targets'

/** Customers that are read at the same time; the quota sets the pace. */
const WIDTH = 8

/** Reads everything that the staged edits touch, customer by customer; gives those that could not be read. */
export async function refreshStaged(deps: JobDeps, signal: AbortSignal): Promise<PlanNotes['unread']> {
  const live = deps.store.intents.live()
  const waiting = [...customersOf(coalesce(live).pending)]
  const byCustomer = new Map<string, Intent[]>(waiting.map(({ accountId, customerId }) => [`${accountId}|${String(customerId)}`, []]))
  for (const one of live) byCustomer.get(`${one.accountId}|${String(one.customerId)}`)?.push(one)
  const unread: PlanNotes['unread'][number][] = []
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { accountId, customerId } = next
      try {
        await readTargets(deps, deps.client(accountId), customerId, byCustomer.get(`${accountId}|${String(customerId)}`) ?? [], 'before', { priority: 'screen', signal })
      } catch (error) {
        signal.throwIfAborted()
        const reply = failureReply(error)
        if (!reply.ok) unread.push({ accountId, customerId, error: reply.error })
      }
    }
  }
  await Promise.all(Array.from({ length: WIDTH }, work))
  return unread
}
