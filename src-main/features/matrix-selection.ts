import type { HistoryEntry, SelectionSums } from '../contract/matrix'
import { ENVIRONMENTS } from '../domain/facts'
import { roleKey } from '../domain/intents/kinds'
import { countRows } from '../domain/matrix/count'
import type { MatrixCustomer, MatrixPerson } from '../domain/matrix/rows'
import type { Store } from '../store'
import type { CurrentMatrix } from './matrix-data'

const MOST_CUSTOMERS = 50
const MOST_ENTRIES = 20

/** Counts over chosen rows, and in which customers they are. */
export function sumsOf(keys: readonly string[], moment: CurrentMatrix): SelectionSums {
  const rows = keys.flatMap((key) => moment.table.find(key) ?? [])
  const where = new Map<MatrixCustomer, number>()
  for (const { customer } of rows) where.set(customer, (where.get(customer) ?? 0) + 1)
  return {
    ...countRows(rows, moment), gone: keys.length - rows.length,
    where: [...where].slice(0, MOST_CUSTOMERS).map(([{ accountId, customerId, name }, count]) => ({ accountId, customerId, customer: name, rows: count })),
  }
}

/** What jobs of this computer have done with a row. */
export function historyOf(store: Store, { customer: { accountId, customerId }, memberId }: MatrixPerson): HistoryEntry[] {
  const removal = `${accountId}|${String(customerId)}|member.remove|${String(memberId)}`
  return store.steps.lastOf(accountId, [...ENVIRONMENTS.map((environment) => roleKey(accountId, customerId, memberId, environment)), removal], MOST_ENTRIES).flatMap(({ step, job }): HistoryEntry[] => {
    const { intent: { kind, target, base, wish, author }, jobId, state, updatedAt: at } = step
    if (kind === 'member.role') return [{ at, jobId, job, author, environment: target.environment, base, wish, state }]
    return kind === 'member.remove' ? [{ at, jobId, job, author, environment: null, base: null, wish: null, state }] : []
  })
}
