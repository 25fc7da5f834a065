import type { AccountOptions } from './methods/account-options'

/** What a partner account starts with. Apart from the schema, so that the page can have it without. */
export const DEFAULT_ACCOUNT_OPTIONS: AccountOptions = { rbacPathPrefix: '/api', shareMembersAndCustomers: true, reserved: 0.2, perMinute: {}, jobHours: null }
