import type { Intent } from '../../contract/intents'
import type { Plan, PlanGate } from '../../contract/plan'
import { emptyFacts, indexCustomer, type Customer } from '../facts'
import { kindOf } from '../intents/kinds'

/** More changes that touch PROD than this need their number typed (product 50). */
export const DEFAULT_PROD_CAP = 25

/** The gate of a plan with so many PROD changes; none up to the cap. */
export function prodGate(count: number, cap: number): readonly PlanGate[] {
  return count > cap ? [{ kind: 'prod-count', count, cap }] : []
}

/** The gates that are still closed after a person typed this number (null: none was typed); a plan is applied only when there are none. */
export function closedGates({ gates }: Pick<Plan, 'gates'>, typedCount: number | null): readonly PlanGate[] {
  return gates.filter(({ count }) => count !== typedCount)
}

/** Whether carrying an intent out touches PROD, as far as its own facts and what was read of the customer (undefined: nothing) tell; where grants were not read, a group or a whole person may. */
export function touchesProd(intent: Intent, customer: Customer | undefined): boolean {
  const known = customer ?? indexCustomer(emptyFacts(intent.accountId, intent.customerId))
  const blind = known.facts.grants === null
  if (blind && intent.kind === 'member.remove') return true
  return kindOf(intent).places(intent, intent.base, known).some(({ environment, where }) => environment === 'prod' || (blind && where.kind === 'group'))
}
