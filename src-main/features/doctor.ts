import type { Handlers } from '../contract'
import { checkScopes } from '../sync/check-scopes'
import type { FeatureDeps } from './deps'

/** What the API client of an account may do. */
export function doctorHandlers({ sync }: FeatureDeps): Handlers<'doctor.scopes' | 'doctor.checkScopes'> {
  return {
    'doctor.scopes': ({ accountId }) => ({ scopes: [...sync(accountId).scopes.list()] }),
    'doctor.checkScopes': async ({ accountId }) => {
      const { deps, scopes } = sync(accountId)
      await checkScopes(deps, scopes)
      return { scopes: [...scopes.list()] }
    },
  }
}
