import type { Account } from './account'
import type { Customer } from './model'
import { badRequest } from './refusal'

/** Makes three environments; one of them keeps the customer's id, the others get new ones (contract 2.5). */
export function provision(account: Account, customer: Customer, keepOnDev: boolean): void {
  const kept = keepOnDev ? 'dev' : 'prod'
  customer.environments = (['prod', 'test', 'dev'] as const).map((environment_type) => ({
    id: environment_type === kept ? customer.id : account.nextId(), environment_type, external_id: environment_type === 'dev' ? customer.external_id : null,
  }))
}

/** Sets the external ids of environments that a body names; that of dev is the customer's own and cannot differ (contract 2.2). */
export function applyEnvironments(customer: Customer, given: unknown): void {
  if (!Array.isArray(given)) return
  for (const entry of given as { environment_type?: string; external_id?: string | null; error_notification_emails?: string | null }[]) {
    if (entry.environment_type !== 'dev') continue
    const id = entry.external_id !== undefined && entry.external_id !== customer.external_id
    const emails = entry.error_notification_emails !== undefined && entry.error_notification_emails !== customer.error_notification_emails
    if (id || emails) throw badRequest('The values of dev differ from those of the customer')
  }
  for (const entry of given as { environment_type?: string; external_id?: string | null }[]) {
    const environment = customer.environments.find((one) => one.environment_type === entry.environment_type)
    if (environment !== undefined && entry.external_id !== undefined) environment.external_id = entry.external_id
  }
}
