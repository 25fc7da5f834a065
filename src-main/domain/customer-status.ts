import type { Customer } from '../contract/access'
import type { CustomerStatus } from '../contract/methods/customers'

/** The API has no status field; the console's words follow from trial and the free plan (contract 2.6). */
export function customerStatus({ trial, inTrial, planId }: Pick<Customer, 'trial' | 'inTrial' | 'planId'>): CustomerStatus {
  if (trial === true || inTrial === true) return 'trial'
  return /free|community/i.test(planId ?? '') ? 'expired' : 'active'
}
