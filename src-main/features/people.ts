import type { Handlers, Input } from '../contract'
import type { PersonRow } from '../contract/methods/people'
import type { Store } from '../store'
import type { PersonRow as StoredPerson } from '../store/repos/people'
import { emailKey } from '../domain/facts'
import type { FeatureDeps } from './deps'
import { bestFirst } from './search-rank'
import { explainMember } from './why'

/** Of so many matches by name the best are put first. */
const RANKED = 200

type Methods = 'people.page' | 'people.count' | 'people.facets' | 'people.person' | 'people.why' | 'search.all' | 'reading.completeness' | 'reading.retry'

/** Everybody over all customers and accounts, from the store alone. */
export function peopleHandlers({ store, sync }: FeatureDeps): Handlers<Methods> {
  const filterOf = ({ accounts, search, environment, roles, tags = [] }: Input<'people.page'>) => ({
    search, accounts, environments: environment === null ? [] : [environment], roleNames: roles, customers: tags.length === 0 ? null : store.tags.having(tags, accounts),
  })
  return {
    'people.page': (query) => {
      const { rows, matched, exact, total } = store.people.page({
        filter: filterOf(query), sort: { by: query.sort.by === 'highest' ? 'access' : query.sort.by, direction: query.sort.direction }, offset: query.offset, limit: query.limit,
      })
      return { rows: personRows(store, rows), matched, exact, total }
    },
    'people.count': (query) => ({ matched: store.people.count(filterOf(query)) }),
    'people.facets': ({ accounts }) => ({ roles: store.people.roleNames(accounts) }),
    'people.person': ({ email, search, offset, limit }) => {
      const key = emailKey(email)
      const found = store.people.byKey(key)
      const all = store.person.memberships(key, { search, offset, limit })
      return {
        person: found === null ? null : (personRows(store, [found])[0] ?? null), matched: all.matched,
        memberships: all.rows.map(({ accountId, customerId, customerName, externalId, environments, member, groups, grants, fetchedAt }) => ({
          accountId, customerId, customer: customerName, externalId, environments, memberId: member.id, kind: member.kind, roles: member.roles, groups, grants, lastActivityAt: member.lastActivityAt, fetchedAt,
        })),
      }
    },
    'people.why': (question) => explainMember(store, question),
    'search.all': ({ text, limit }) => {
      if (text.trim() === '') return { people: [], peopleMatched: 0, peopleExact: true, customers: [], customersMatched: 0 }
      const people = store.people.page({ filter: { search: text, accounts: [], environments: [], roleNames: [], customers: null }, sort: { by: 'name', direction: 'asc' }, offset: 0, limit: RANKED })
      const wide = store.people.widest(text, limit)
      const known = new Set(wide.map(({ key }) => key))
      const rows = personRows(store, bestFirst([...wide, ...people.rows.filter(({ key }) => !known.has(key))], text, ({ name, email }) => `${name} ${email}`).slice(0, limit))
      const customers = store.customers.search(text, RANKED)
      const best = bestFirst(customers.rows, text, ({ name, externalId }) => `${name} ${externalId ?? ''}`).slice(0, limit)
      return { people: rows, peopleMatched: people.matched, peopleExact: people.exact, customers: best, customersMatched: customers.matched }
    },
    'reading.completeness': (asked) => {
      const { total, read, failed, oldest, newest, failures } = store.readStates.completeness(asked.resource, asked.customers === null ? { accounts: asked.accounts } : asked)
      return {
        total, read, failed, oldest, newest,
        failures: failures.slice(0, 50).map(({ accountId, customerId, name, code, text }) => ({ accountId, customerId, customer: name, code, title: text })),
      }
    },
    'reading.retry': ({ accountId, customers }) => {
      const reading = sync(accountId)
      for (const id of customers ?? store.readStates.failedCustomers(accountId)) reading.refresh(id)
      if (['failed', 'paused'].includes(reading.state().phase)) reading.start(false)
      return {}
    },
  }
}

function personRows(store: Store, rows: readonly StoredPerson[]): PersonRow[] {
  const facts = store.personFacts.of(rows.map(({ key }) => key))
  return rows.map(({ key, email, name, customers, access }) => {
    const more = facts.get(key)
    return {
      email, name, customers, accounts: [...(more?.accounts ?? [])], highest: access === null || more?.highestIn == null ? null : { environment: more.highestIn, roleName: access },
      prodCustomers: more?.prodCustomers ?? 0, manager: more?.manager ?? false, lastActivityAt: more?.lastActivityAt ?? null,
    }
  })
}
