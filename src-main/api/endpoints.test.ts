import { expect, it } from 'vitest'
import type { LimitClass } from '../contract/limits'
import type { Endpoint } from './endpoint'
import { endpoints } from './endpoints'

/** Limits of the documents by path (contract 13); the first that fits counts. */
const CLASSES: readonly (readonly [RegExp, LimitClass])[] = [
  [/^GET .*\/user_groups\/:id\/project_grants$/, 'groupGrants'],
  [/\/user_groups\b/, 'userGroups'],
  [/^DELETE .*\/members\/:id$/, 'memberRemovals'],
  [/\/members\b|\/member_invitations$|\/(folders|projects)$/, 'members'],
  [/\/project_grants\b/, 'projectGrants'],
  [/\/environment_roles\b/, 'environmentRoles'],
  [/\/project_roles\b/, 'projectRoles'],
  [/\/roles_migration\//, 'rolesMigration'],
  [/\/roles\b/, 'legacyRoles'],
  [/\/recipes$/, 'recipes'],
  [/\/usage$/, 'usage'],
  [/\/customer_managers\b/, 'customerManagers'],
  [/\/users\/me$/, 'workspace'],
  [/^POST \/api\/managed_users(\/:mu\/environments)?$/, 'customerWrites'],
  [/\/managed_users(\/:mu(\/connections)?)?$/, 'customers'],
]
const classOf = (call: string): LimitClass | undefined => CLASSES.find(([path]) => path.test(call))?.[1]
/** What moves with the version of the path (contract 1.3). */
const RBAC = /\/:mu\/(environment_roles|project_roles|user_groups|project_grants|projects\/:id\/project_grants)\b/
const [MU, ID] = [4101, 77] as unknown as [never, never]

it.each(Object.entries(endpoints as Readonly<Record<string, (mu: never, id: never) => Endpoint>>))('%s has the class, the prefix and the ids of its path and is repeated only where that changes nothing twice', (name, make) => {
  const { method, template, path, limitClass, rbac, repeat } = make(MU, ID)
  const call = `${method} ${template}`
  expect({ limitClass, rbac }).toEqual({ limitClass: classOf(call), rbac: RBAC.test(template) })
  const first = template.includes(':mu') ? template.replace(':mu', '4101').replace(':id', '77') : template.replace(':id', '4101')
  expect(path).toBe(first)
  const reads = method === 'GET' || template.endsWith('/statistics/usage')
  expect(repeat).toBe(name === 'adjustCustomer' || (method === 'POST' && !reads) ? 'never' : 'safe')
})
