import type { Output } from '@contract'
import type { ActCustomer } from '../../../composables/customer-acts'

/** The customer on screen, as an act is about it. */
export function actCustomer({ customer, people }: Output<'workspace.get'>): ActCustomer {
  return { id: customer.id, name: customer.name, externalId: customer.externalId, provisioned: customer.environments.length > 0, people }
}
