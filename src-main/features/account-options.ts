import type { Handlers } from '../contract'
import { appError } from '../contract/errors'
import { checkedOptions } from '../domain/account-options'
import type { FeatureDeps } from './deps'

/** How the API of each account is spoken to. */
export function accountOptionsHandlers({ store, optionsChanged }: FeatureDeps): Handlers<'accounts.options' | 'accounts.setOptions'> {
  return {
    'accounts.options': ({ accountId }) => store.accountOptions.get(accountId),
    'accounts.setOptions': ({ accountId, options, mayExceed }) => {
      const account = store.accounts.list().find(({ id }) => id === accountId)
      if (account === undefined) throw appError('ACCOUNT_NOT_FOUND', 'This account is no longer here.', 'It was removed. Choose another account.')
      if (account.kind === 'sandbox') throw appError('REJECTED', 'The limits of the sandbox cannot be changed.', 'It has ten times the documented ones for itself alone.')
      store.accountOptions.save(accountId, checkedOptions(options, mayExceed))
      optionsChanged(accountId)
      return store.accountOptions.get(accountId)
    },
  }
}
