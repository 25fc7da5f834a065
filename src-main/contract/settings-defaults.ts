import type { Settings } from './methods/app'

/** Environments are a hidden column at first, so that the others fit a window of 1440 px. Apart from the schema, so that the page can have them without it. */
export const DEFAULT_SETTINGS: Settings = {
  theme: 'system', workOffline: false, activeAccountId: null, hiddenCustomerColumns: ['environments'], hiddenPeopleColumns: [],
  customerSort: { by: 'name', direction: 'asc' }, prodCap: 25, ownEmails: [],
}
