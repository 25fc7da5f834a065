import type { AccountId, CustomerId } from '@contract/ids'
import type { OneRole } from '@contract/methods/role-edits'
import { call } from '../../bridge/client'

/** A customer that can be chosen; `id` is its role where there is one, `lock` why it cannot be chosen, in words. */
export interface Place { readonly accountId: AccountId; readonly customerId: CustomerId; readonly customer: string; readonly id: string | null; readonly note: string; readonly lock: string | null }
export interface PlaceQuery { readonly accounts: readonly AccountId[]; readonly tags: readonly string[]; readonly search: string; readonly offset: number; readonly limit: number }

/** As many customers as one act takes. */
export const MOST_PLACES = 5000

export const keyOfPlace = ({ accountId, customerId }: Pick<Place, 'accountId' | 'customerId'>): string => `${accountId}/${String(customerId)}`

/** All customers, to make a role in. */
export async function everyPlace({ accounts, tags, ...rest }: PlaceQuery): Promise<{ readonly rows: readonly Place[]; readonly matched: number }> {
  const { rows, matched } = await call('roles.places', { ...rest, accounts: [...accounts], tags: [...tags] })
  return { rows: rows.map((one) => ({ ...one, id: null, note: '', lock: null })), matched }
}

/** The roles of places that have one. */
export function rolesOfPlaces(places: Iterable<Place>): OneRole[] {
  return [...places].flatMap(({ accountId, customerId, id }) => (id === null ? [] : [{ accountId, customerId, id }]))
}
