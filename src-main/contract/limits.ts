const MINUTE_MS = 60_000
const SECOND_MS = 1000

/**
 * Limit classes of the remote API (contract section 13) as data. Scope of each: the whole partner account, over all its tokens and customers.
 * `perMinute` is the documented default in requests per minute; `windowMs` is the window in which the API counts, in milliseconds: 600 per
 * minute in a window of a second is the documented "10 per second". `title` is what a person reads.
 */
export const LIMIT_CLASSES = {
  /** All members endpoints, invitations, and what lists a customer's folders and projects [assumed: "all other managed_users endpoints"]. */
  members: { perMinute: 60, windowMs: MINUTE_MS, title: 'Members' },
  /** Removing a member: a limit of its own (contract 13); the stricter 60 of one page is a note there. */
  memberRemovals: { perMinute: 1000, windowMs: MINUTE_MS, title: 'Removing members' },
  /** Get, list, update and delete customers, their connections; shares the bucket of `members` until a setting says otherwise. */
  customers: { perMinute: 60, windowMs: MINUTE_MS, title: 'Customers' },
  /** Create customers, provision environments. */
  customerWrites: { perMinute: 1000, windowMs: MINUTE_MS, title: 'Create and provision' },
  usage: { perMinute: 1000, windowMs: MINUTE_MS, title: 'Usage' },
  environmentRoles: { perMinute: 600, windowMs: SECOND_MS, title: 'Environment roles' },
  projectRoles: { perMinute: 600, windowMs: SECOND_MS, title: 'Project roles' },
  /** Groups and their members. */
  userGroups: { perMinute: 600, windowMs: SECOND_MS, title: 'Groups' },
  /** Only `GET user_groups/:id/project_grants`. */
  groupGrants: { perMinute: 60, windowMs: MINUTE_MS, title: 'Grants of groups' },
  projectGrants: { perMinute: 60, windowMs: MINUTE_MS, title: 'Project grants' },
  legacyRoles: { perMinute: 60, windowMs: MINUTE_MS, title: 'Legacy roles' },
  rolesMigration: { perMinute: 60, windowMs: MINUTE_MS, title: 'Role migration' },
  customerManagers: { perMinute: 60, windowMs: MINUTE_MS, title: 'Customer managers' },
  /** List and get recipes. */
  recipes: { perMinute: 2000, windowMs: MINUTE_MS, title: 'Recipes' },
  /** `GET /api/users/me`: no limit is documented; kept low because it is only a check. */
  workspace: { perMinute: 60, windowMs: MINUTE_MS, title: 'Workspace' },
} as const satisfies Record<string, { readonly perMinute: number; readonly windowMs: number; readonly title: string }>
export type LimitClass = keyof typeof LIMIT_CLASSES
