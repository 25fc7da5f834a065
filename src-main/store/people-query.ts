import type { EnvironmentType } from '../contract/access'
import type { AccountId, CustomerId } from '../contract/ids'
import type { Db, SqlValue } from './db'
import { ENVIRONMENT_BIT } from './person-index'
import { facetNeedle, knownFacetCode, matchAll, matchAny, searchNeedles } from './search-text'

/** Which people: all parts must hold, of the members of one list one. An empty list or null: no condition. */
export interface PeopleFilter {
  /** Words that must all occur in name or e-mail; one or two letters are looked for where words begin. Case and accents do not matter. */
  readonly search: string
  readonly accounts: readonly AccountId[]
  readonly environments: readonly EnvironmentType[]
  readonly roleNames: readonly string[]
  /** Only members of one of these; null: of any. */
  readonly customers: readonly { readonly accountId: AccountId; readonly customerId: CustomerId }[] | null
}

/** A piece of SQL with its parameters. */
export interface Sql {
  readonly sql: string
  readonly params: readonly SqlValue[]
}

/**
 * Where matching people come from. `ids` selects their ids. `small`: so few that sorting them costs nothing. `indexed`: the full-text index
 * delivers them in order of id, so that a few are cheap and all may not be; `where` is the same as a condition on `people p`.
 */
export type PeopleSource =
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  | { readonly kind: 'small'; readonly ids: Sql }
  | { readonly kind: 'indexed'; readonly ids: Sql; readonly where: Sql }

/** Where the ids of a filter come from. */
export function peopleSource(db: Db, filter: PeopleFilter): PeopleSource {
  const needles = searchNeedles(filter.search)
  const pairs = membershipCondition(filter)
  if (filter.customers !== null) {
    const texts = needles.map(() => ' AND instr(p.search, ?) > 0').join('')
    // CROSS JOIN: from the customers to their members, never through all members.
    const sql = `SELECT DISTINCT m.person_id AS id FROM json_each(?) c CROSS JOIN members m ON m.account_id = c.value ->> 'accountId' AND m.customer_id = CAST(c.value ->> 'customerId' AS INTEGER) JOIN people p ON p.id = m.person_id WHERE 1${texts}${and(pairs.sql)}`
    return { kind: 'small', ids: { sql, params: [JSON.stringify(filter.customers), ...needles, ...pairs.params] } }
  }
  const facets = [
    filter.accounts.map((one) => `account:${one}`), filter.environments.map((one) => `environment:${one}`), filter.roleNames.map((one) => `role:${one}`),
  ].filter((values) => values.length > 0)
  if (needles.length === 0 && facets.length === 0) return { kind: 'all' }
  const known = facets.map((values) => values.map((value) => knownFacetCode(db, value)).filter((code) => code !== null))
  if (known.some((codes) => codes.length === 0)) return { kind: 'none' }
  const anyOf = known.map((codes) => codes.map(facetNeedle))
  const match = [...(needles.length > 0 ? [matchAll(needles.map(ownPart))] : []), ...anyOf.map(matchAny)].join(' AND ')
  const addresses = needles.filter((needle) => ownPart(needle) !== needle)
  const whole = addresses.map(() => ' AND EXISTS (SELECT 1 FROM people w WHERE w.id = people_search.rowid AND instr(w.search, ?) > 0)').join('')
  const inText = [...needles.map((one) => [one]), ...anyOf].map((some) => `(${some.map(() => 'instr(p.search, ?) > 0').join(' OR ')})`).join(' AND ')
  // Each facet alone is exact; that they hold of one and the same assignment is only known from the memberships.
  const together = (id: string): string => (facets.length < 2 ? '' : ` AND EXISTS (SELECT 1 FROM members m WHERE m.person_id = ${id}${and(pairs.sql)})`)
  const membership = facets.length < 2 ? [] : pairs.params
  return {
    kind: 'indexed',
    ids: { sql: `SELECT rowid AS id FROM people_search WHERE people_search MATCH ?${whole}${together('people_search.rowid')}`, params: [match, ...addresses, ...membership] },
    where: { sql: inText + together('p.id'), params: [...needles, ...anyOf.flat(), ...membership] },
  }
}

/** What of an address is its own: the index has the rest of it for everybody in the same house, so that only the few who are found are compared with it. */
function ownPart(needle: string): string {
  const at = needle.indexOf('@')
  return at < 2 ? needle : needle.slice(0, at + 1)
}

/** The environments of a person's row. */
export function environmentsOf(bits: number): EnvironmentType[] {
  return (['dev', 'test', 'prod'] as const).filter((one) => (bits & ENVIRONMENT_BIT[one]) !== 0)
}

function membershipCondition({ accounts, environments, roleNames }: PeopleFilter): { readonly sql: readonly string[]; readonly params: readonly SqlValue[] } {
  const oneOf = (values: readonly string[]): string => values.map(() => '?').join(', ')
  const account = accounts.length === 0 ? [] : [`m.account_id IN (${oneOf(accounts)})`]
  const role = [
    ...(environments.length === 0 ? [] : [`r.environment IN (${oneOf(environments)})`]),
    ...(roleNames.length === 0 ? [] : [`r.role_name IN (${oneOf(roleNames)})`]),
  ]
  const roles = role.length === 0 ? [] : [
    `EXISTS (SELECT 1 FROM member_roles r WHERE r.account_id = m.account_id AND r.customer_id = m.customer_id AND r.member_id = m.id AND r.role_name IS NOT NULL AND ${role.join(' AND ')})`,
  ]
  return { sql: [...account, ...roles], params: [...accounts, ...environments, ...roleNames] }
}

function and(conditions: readonly string[]): string {
  return conditions.map((one) => ` AND ${one}`).join('')
}
