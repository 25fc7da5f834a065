import { z } from 'zod'
import { environmentAssignment, environmentType, projectGrant } from '../access'
import { accessExplanation } from '../access-path'
import { accountId, customerId, groupId, memberId } from '../ids'
import { defineMethod } from '../method'
import { completeness, readResource } from '../reading'

/** One person over all customers and accounts, by e-mail address without regard to case. */
export const personRow = z.object({
  email: z.string(),
  name: z.string(),
  /** Memberships, that is customers, and in which accounts they are. */
  customers: z.number().int(),
  accounts: z.array(accountId),
  /** The highest access anywhere; null: no access anywhere. */
  highest: z.object({ environment: environmentType, roleName: z.string() }).nullable(),
  /** Customers in which the person has any role in PROD. */
  prodCustomers: z.number().int(),
  manager: z.boolean(),
  lastActivityAt: z.number().nullable(),
})
export type PersonRow = z.infer<typeof personRow>

export const personSort = z.enum(['name', 'email', 'customers', 'highest'])
export type PersonSort = z.infer<typeof personSort>

export const peopleQuery = z.strictObject({
  /** Empty: all accounts. */
  accounts: z.array(accountId).max(50),
  search: z.string().max(200),
  environment: environmentType.nullable(),
  roles: z.array(z.string().max(200)).max(200),
  /** Only people of customers that have one of these tags; absent or empty: no condition. */
  tags: z.array(z.string().max(60)).max(50).optional(),
  sort: z.strictObject({ by: personSort, direction: z.enum(['asc', 'desc']) }),
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(200),
})
export type PeopleQuery = z.infer<typeof peopleQuery>

/** One membership of a person in one customer workspace. Times are UTC ms. */
export const membership = z.object({
  accountId, customerId, customer: z.string(), externalId: z.string().nullable(), memberId,
  /** The environments that the customer has; empty: not provisioned, so that everything is in dev. */
  environments: z.array(environmentType),
  kind: z.enum(['team', 'manager', 'unknown']),
  roles: z.array(environmentAssignment),
  groups: z.array(z.object({ id: groupId, name: z.string() })).nullable(),
  grants: z.array(projectGrant).nullable(),
  lastActivityAt: z.number().nullable(),
  fetchedAt: z.number(),
})
export type Membership = z.infer<typeof membership>

/** Of whom something is asked: of whole accounts (none: of all), or of some customers of one. */
const scope = { accounts: z.array(accountId).max(50), customers: z.null() }
const scopeOfOne = { accounts: z.tuple([accountId]), customers: z.array(customerId).max(5000) }

export const peopleMethods = {
  /** One window of the people of all or some accounts. */
  'people.page': defineMethod({
    kind: 'query', home: 'engine', input: peopleQuery,
    /** `exact` false: more than `matched` match; their number would take too long for a key press (people.count tells it). */
    output: z.object({ rows: z.array(personRow), matched: z.number().int(), exact: z.boolean(), total: z.number().int() }),
  }),
  'people.count': defineMethod({ kind: 'query', home: 'engine', input: peopleQuery, output: z.object({ matched: z.number().int() }) }),
  'people.facets': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ accounts: z.array(accountId).max(50) }),
    output: z.object({ roles: z.array(z.object({ value: z.string(), count: z.number().int() })) }),
  }),
  /** All memberships of a person, one window. `matched` counts all. */
  'people.person': defineMethod({
    kind: 'query', home: 'engine',
    input: z.strictObject({ email: z.string().min(1).max(400), search: z.string().max(200), offset: z.number().int().min(0), limit: z.number().int().min(1).max(200) }),
    output: z.object({ person: personRow.nullable(), memberships: z.array(membership), matched: z.number().int() }),
  }),
  /** Why a person has access in an environment of a customer, with the path. */
  'people.why': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ accountId, customerId, memberId, environment: environmentType }), output: accessExplanation,
  }),
  /** People and customers of all accounts for the search in the top bar; at most `limit` of each, those first that hold the text as words, then where words begin with it. */
  'search.all': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ text: z.string().max(200), limit: z.number().int().min(1).max(50) }),
    output: z.object({
      /** `peopleExact` false: more than `peopleMatched` match. */
      people: z.array(personRow), peopleMatched: z.number().int(), peopleExact: z.boolean(),
      customers: z.array(z.object({ accountId, customerId, name: z.string(), externalId: z.string().nullable() })), customersMatched: z.number().int(),
    }),
  }),
  /** How much of a scope has been read. `accounts` empty: all; `customers` null: all of them, else those of the one account. */
  'reading.completeness': defineMethod({ kind: 'query', home: 'engine', input: z.union([z.strictObject({ resource: readResource, ...scope }), z.strictObject({ resource: readResource, ...scopeOfOne })]), output: completeness }),
  /** Reads again what failed in a scope; `customers` null: every customer of the account of which something failed. Also takes up a reading that stopped. */
  'reading.retry': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ accountId, customers: z.array(customerId).max(5000).nullable() }), output: z.object({}) }),
}
