import type { CustomerId } from '@contract/ids'

/** A customer that an act is about, as it was seen when it was chosen. */
export interface ActCustomer {
  readonly id: CustomerId
  readonly name: string
  readonly externalId: string | null
  /** DEV, TEST and PROD are there already. */
  readonly provisioned: boolean
  /** Collaborators; null: not read. */
  readonly people: number | null
}
