import type { EnvironmentAssignment, EnvironmentType, Member } from '../../contract/access'
import type { AccountId, CustomerId, MemberId } from '../../contract/ids'
import type { AccessModel } from '../../contract/reading'

/** A customer with its people in the matrix. */
export interface MatrixCustomer {
  readonly accountId: AccountId
  readonly customerId: CustomerId
  readonly name: string
  readonly sortName: string
  /** Folded text by which it is found. */
  readonly search: string
  readonly externalId: string | null
  readonly environments: readonly EnvironmentType[]
  readonly model: AccessModel
  readonly people: readonly MatrixPerson[]
}

/** A person in a customer: one row. Times are UTC ms. */
export interface MatrixPerson {
  readonly customer: MatrixCustomer
  readonly memberId: MemberId
  readonly name: string
  readonly email: string
  readonly emailKey: string
  readonly sortName: string
  readonly kind: Member['kind']
  readonly roles: readonly EnvironmentAssignment[]
  readonly groups: Member['groups']
  readonly createdAt: number | null
  readonly lastActivityAt: number | null
  /** Findings that do not depend on the time, by their bits; kept by the table. */
  flags: number
}

/** The key of a customer over all accounts. */
export const customerKey = (accountId: AccountId, customerId: number): string => `${accountId}/${String(customerId)}`
/** The key of a row, as the contract has it. */
export const rowKeyOf = ({ customer, memberId }: MatrixPerson): string => `${customerKey(customer.accountId, customer.customerId)}/${String(memberId)}`

/** By code units: names are folded before they come here. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
/** Customers by name, then in an order of their own. */
export const compareCustomers = (a: MatrixCustomer, b: MatrixCustomer): number => compareText(a.sortName, b.sortName) || compareText(a.accountId, b.accountId) || a.customerId - b.customerId
