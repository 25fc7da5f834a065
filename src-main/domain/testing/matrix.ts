import type { EnvironmentType, Member } from '../../contract/access'
import type { AccountId, CustomerId, MemberId } from '../../contract/ids'
import type { MatrixFilter } from '../../contract/matrix'
import type { MatrixCustomer, MatrixPerson } from '../matrix/rows'
import { brand } from './build'

/** A row of a test: only what a test is about is given. */
export type GivenPerson = Partial<Pick<MatrixPerson, 'name' | 'email' | 'kind' | 'groups' | 'createdAt' | 'lastActivityAt'>> & { readonly id: number; readonly roles?: Partial<Record<EnvironmentType, string | null>>; readonly legacy?: boolean }

/** A customer with people in it, as the table takes it. */
export function matrixCustomer(account: string, id: number, people: readonly GivenPerson[], more: Partial<Omit<MatrixCustomer, 'people'>> = {}): MatrixCustomer {
  const rows: MatrixPerson[] = []
  const name = more.name ?? `Customer ${String(id)}`
  const customer: MatrixCustomer = {
    accountId: brand<AccountId>(account), customerId: brand<CustomerId>(id), name, sortName: name.toLowerCase(), search: name.toLowerCase(), externalId: null,
    environments: ['dev', 'test', 'prod'], model: 'migrated', ...more, people: rows,
  }
  for (const { id: member, roles = { dev: 'Member', test: null, prod: null }, legacy = false, ...one } of people) {
    const email = one.email ?? `p${String(member)}@acme.example`
    const shown = one.name ?? `Person ${String(member)}`
    rows.push({
      customer, memberId: brand<MemberId>(member), name: shown, email, emailKey: email.toLowerCase(), sortName: shown.toLowerCase(), kind: 'team', groups: null, createdAt: null, lastActivityAt: null, flags: 0,
      roles: Object.entries(roles).map(([environment, roleName]): Member['roles'][number] => ({ environment: environment as EnvironmentType, roleName, roleType: legacy ? 'privilege_group' : 'environment' })), ...one,
    })
  }
  return customer
}

/** No condition. */
export const NO_FILTER: MatrixFilter = { search: '', roles: { dev: [], test: [], prod: [] }, groups: [], states: [], findings: [] }
