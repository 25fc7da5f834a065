import type { Output } from '@contract'
import { call } from '../bridge/client'
import { makeAnswer } from '../composables/answer'

const SHOWN = 8
export type FoundCustomer = Output<'search.all'>['customers'][number]

/** The search for customers of all accounts; the first that match. For use in a component's setup. */
export function useCustomerSearch() {
  return makeAnswer(async (text: string): Promise<readonly FoundCustomer[]> => (text.trim() === '' ? [] : (await call('search.all', { text, limit: SHOWN })).customers))
}
