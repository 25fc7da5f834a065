import type { Plan, PlanGate } from '../../contract/plan'

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
