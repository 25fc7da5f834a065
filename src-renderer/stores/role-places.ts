import { useI18n } from 'vue-i18n'
import type { RoleScope } from '@contract/admin-intents'
import type { AccountId, CustomerId } from '@contract/ids'
import type { OneRole } from '@contract/methods/role-edits'
import { call } from '../bridge/client'
import { readAll } from '../composables/read-all'
import type { RoleInCustomer } from './roles'

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

/** Customers that have a role, as places to choose, with words for why one cannot be. For use in a component's setup. */
export function useRolePlaces() {
  const { t } = useI18n()

  /** Why a role is not changed in a customer, in words; null: it may be. */
  const lockOf = (kind: RoleInCustomer['kind']): string | null => (kind === 'custom' ? null : t(`roles.lock.${kind}`))
  const placeOf = ({ accountId, customerId, customer, id, kind, variant }: RoleInCustomer): Place =>
    ({ accountId, customerId, customer, id, lock: lockOf(kind), note: variant === null ? t('roles.versionUnread') : t('roles.version', { n: variant }) })
  async function placesOf(scope: RoleScope, name: string, { accounts, tags, ...rest }: PlaceQuery): Promise<{ readonly rows: readonly Place[]; readonly matched: number }> {
    const { rows, matched } = await call('roles.customers', { ...rest, accounts: [...accounts], tags: [...tags], scope, name })
    return { rows: rows.map(placeOf), matched }
  }
  /** Every customer in which the role may be changed. */
  async function allOf(scope: RoleScope, name: string): Promise<ReadonlyMap<string, Place>> {
    const all = await readAll((offset, limit) => placesOf(scope, name, { accounts: [], tags: [], search: '', offset, limit })) ?? []
    return new Map(all.filter(({ lock }) => lock === null).map((one) => [keyOfPlace(one), one]))
  }
  return { lockOf, placeOf, placesOf, allOf }
}
