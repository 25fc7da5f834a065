/**
 * Limit classes of the remote API (contract section 13) as data. Scope of each: the whole partner account.
 * `perMinute` is the documented default in requests per minute.
 */
export const LIMIT_CLASSES = {
  members: { perMinute: 60, title: 'Members and customers' },
  customerWrites: { perMinute: 1000, title: 'Create and provision' },
  usage: { perMinute: 1000, title: 'Usage' },
  workspace: { perMinute: 60, title: 'Workspace' },
} as const
export type LimitClass = keyof typeof LIMIT_CLASSES
