import { comparePlans } from '../plan/compare'
import { inverse } from '../plan/inverse'
import { plan } from '../plan/plan'
import { quotaFloor } from '../quota-floor'
import { coalesce } from '../staging/coalesce'

/** What the checks are run against: the real functions, or a copy of them with a planted defect. */
export interface Planner {
  readonly plan: typeof plan
  readonly coalesce: typeof coalesce
  readonly comparePlans: typeof comparePlans
  readonly inverse: typeof inverse
  readonly quotaFloor: typeof quotaFloor
}

export const REAL: Planner = { plan, coalesce, comparePlans, inverse, quotaFloor }

