import type { Output } from '@contract'
import type { AccountId, CustomerId } from '@contract/ids'
import { call } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { readAll } from '../composables/read-all'
import { NO_FILTER } from './customers'

/** One window: whoever is not in it is found by the search or a tag. */
const SHOWN = 200
interface Question { readonly accountId: AccountId; readonly search: string; readonly tag: string | null }

function asked({ accountId, search, tag }: Question) {
  return { accountId, filter: { ...NO_FILTER, search, tags: tag === null ? [] : [tag] }, sort: { by: 'name' as const, direction: 'asc' as const } }
}
/** Customers of an account to choose from, and the ids of all that a question finds. For use in a component's setup. */
export function useCustomerPick() {
  const found = makeAnswer((question: Question): Promise<Output<'customers.page'>> => call('customers.page', { ...asked(question), offset: 0, limit: SHOWN }))
  const all = makeAnswer(async (question: Question): Promise<readonly CustomerId[]> => ((await readAll((offset, limit) => call('customers.page', { ...asked(question), offset, limit }))) ?? []).map(({ id }) => id))
  return { found, all }
}
