import type { Settings } from './methods/app'

/** Apart from the schema, so that the page can have them without it. */
export const DEFAULT_SETTINGS: Settings = {
  theme: 'system', workOffline: false, activeAccountId: null, hiddenCustomerColumns: [],
  customerSort: { by: 'name', direction: 'asc' },
}
