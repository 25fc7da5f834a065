import type * as Keytar from 'keytar'
import type { Keychain } from '../accounts/keychain-lane'

/** The OS keychain under a service name of its own. The module is loaded at first use: without libsecret it cannot be. */
export function osKeychain(service: string): Keychain {
  const module = async (): Promise<typeof Keytar> => {
    const loaded = (await import('keytar')) as typeof Keytar & { readonly default?: typeof Keytar }
    return loaded.default ?? loaded
  }
  return {
    get: async (item) => (await module()).getPassword(service, item),
    set: async (item, secret) => (await module()).setPassword(service, item, secret),
    delete: async (item) => (await module()).deletePassword(service, item),
  }
}
