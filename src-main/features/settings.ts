import type { Handlers } from '../contract'
import type { Settings } from '../contract/methods/app'
import type { FeatureDeps } from './deps'

/** What the user has set. */
export function settingsHandlers({ store }: FeatureDeps): Handlers<'settings.get' | 'settings.set'> {
  return {
    'settings.get': () => store.settings.get(),
    'settings.set': (changes) => store.settings.set(Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<Settings>),
  }
}
