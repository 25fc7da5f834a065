import { getEnvironmentRole } from '../api/resources/environment-roles'
import { getProjectRole } from '../api/resources/project-roles'
import type { Handlers } from '../contract'
import type { RoleScope } from '../contract/admin-intents'
import { AppError } from '../contract/errors'
import type { AccountId, ProjectRoleId, RoleId } from '../contract/ids'
import { flatten, sideBySide } from '../domain/compare/flatten'
import type { Store } from '../store'
import type { RoleOfCustomer, RoleQuery } from '../store/repos/role-catalog'
import type { FeatureDeps } from './deps'

type Methods = 'roles.list' | 'roles.compare' | 'roles.holders'

/** So many roles are put side by side. */
const MOST_COLUMNS = 200
/** So many roles are asked of the API for one question. */
export const MOST_ASKED = 20

/** Roles over customers. */
export function rolesHandlers(deps: FeatureDeps): Handlers<Methods> {
  const { store, isOnline } = deps
  const query = (among: Among): RoleQuery => roleQuery(store, among)
  return {
    'roles.list': ({ search, kinds, differing, offset, limit, ...among }) => store.roleCatalog.byName(query(among), { search: search.trim(), kinds, differing, offset, limit }),
    'roles.holders': ({ name, offset, limit, ...among }) => store.roleCatalog.holders(query(among), name, offset, limit),
    'roles.compare': async ({ scope, roles: asked }) => {
      const find = (): { readonly roles: readonly RoleOfCustomer[]; readonly matched: number } => {
        if ('name' in asked) return store.roleCatalog.named(query({ scope, ...asked }), asked.name, MOST_COLUMNS)
        const found = asked.flatMap((one) => store.roleCatalog.one(scope, one, one.id) ?? [])
        return { roles: found, matched: found.length }
      }
      const unread = find().roles.filter(({ config }) => config === null)
      if (isOnline()) await readRoles(deps, unread.slice(0, MOST_ASKED), scope)
      const { roles, matched } = find()
      const rows = sideBySide(roles.map(({ config }) => (config === null ? new Map() : flatten(config)))).map(({ key, values }) => {
        // What is not read is neither the same nor another.
        const told = values.filter((_, i) => roles[i]?.config !== null)
        return { path: key, values: [...values], same: told.every((one) => one === told[0]) }
      })
      return { columns: roles.map(({ config, ...one }) => ({ ...one, read: config !== null })), rows, more: matched - roles.length }
    },
  }
}

/** Where roles are looked for, as the contract has it. */
interface Among { readonly scope: RoleScope; readonly accounts: readonly AccountId[]; readonly tags: readonly string[] }

export function roleQuery(store: Store, { scope, accounts, tags }: Among): RoleQuery {
  return { scope, accounts, customers: tags.length === 0 ? null : store.tags.having(tags, accounts) }
}

/** Reads the privileges of roles and keeps them. One that was deleted since the list was read stays unread, and hides no other. Throws AppError. */
export async function readRoles(deps: Pick<FeatureDeps, 'store' | 'sync' | 'emit'>, roles: readonly RoleOfCustomer[], scope: RoleScope): Promise<void> {
  try {
    for (const one of roles) await readRole(deps, one, scope)
  } finally {
    const table = scope === 'environment' ? 'environmentRoles' : 'projectRoles'
    for (const accountId of new Set(roles.map((one) => one.accountId))) deps.emit({ type: 'changed', accountId, table, customers: roles.filter((one) => one.accountId === accountId).map(({ customerId }) => customerId) })
  }
}

async function readRole({ store, sync }: Pick<FeatureDeps, 'store' | 'sync'>, { accountId, customerId, id }: RoleOfCustomer, scope: RoleScope): Promise<void> {
  const { client, clock } = sync(accountId).deps
  const asked = { priority: 'screen', signal: new AbortController().signal } as const
  try {
    if (scope === 'environment') store.roles.saveEnvironmentRole(accountId, customerId, await getEnvironmentRole(client, customerId, id as RoleId, asked), clock.now())
    else store.roles.saveProjectRole(accountId, customerId, await getProjectRole(client, customerId, id as ProjectRoleId, asked), clock.now())
  } catch (error) {
    if (!(error instanceof AppError) || error.json.code !== 'NOT_FOUND') throw error
  }
}
