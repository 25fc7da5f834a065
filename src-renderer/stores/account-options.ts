import type { Input } from '@contract'
import type { AccountId } from '@contract/ids'
import { call } from '../bridge/client'
import { makeAnswer, type Answer } from '../composables/answer'
import type { AccountOptions } from '@contract/methods/account-options'

/** How an account's API is spoken to: what is kept, and the change that is being saved. */
export function makeAccountOptions(): { readonly kept: Answer<AccountId, AccountOptions>; readonly saving: Answer<Input<'accounts.setOptions'>, AccountOptions> } {
  return { kept: makeAnswer((accountId: AccountId) => call('accounts.options', { accountId })), saving: makeAnswer((input: Input<'accounts.setOptions'>) => call('accounts.setOptions', input)) }
}
