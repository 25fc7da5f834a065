import type { EnvironmentType } from '../contract/access'
import { highestAccess, type RoleRanks } from '../domain/access/highest'
import type { Db } from './db'
import { parseRoles, sortName } from './member-row'
import { bucketOf, BUCKET, newPersonId } from './person-id'
import { facetCode, facetText, searchText } from './search-text'

/** Environments of a person as one number, so that a filter is one comparison. */
export const ENVIRONMENT_BIT: Readonly<Record<EnvironmentType, number>> = { dev: 1, test: 2, prod: 4 }

interface Membership { account_id: string; customer_id: number; name: string; email: string; roles: string }
interface StoredPerson { search: string; sort_name: string; email: string }

const INSERT = `INSERT INTO people (id, email_key, email, name, sort_name, search, customers, accounts, access_rank, environments)
  VALUES (CAST(? AS INTEGER), ?, '', '', ?, '', 0, 0, 0, 0)`
const UPDATE = `UPDATE people SET id = CAST(? AS INTEGER), email = ?, name = ?, sort_name = ?, search = ?, customers = ?, accounts = ?, access_rank = ?, access = ?, environments = ?
  WHERE id = CAST(? AS INTEGER)`

const UNUSED = `DELETE FROM facets WHERE (value LIKE 'account:%' AND substr(value, 9) NOT IN (SELECT account_id FROM members))
  OR (value LIKE 'role:%' AND substr(value, 6) NOT IN (SELECT role_name FROM member_roles WHERE role_name IS NOT NULL))`

/** Keeps `people` and its full-text index in step with `members`; everything runs in the caller's transaction. */
export function personIndex(db: Db, ranks: RoleRanks) {
  const codes = new Map<string, number>()
  const code = (facet: string): number => {
    const known = codes.get(facet) ?? facetCode(db, facet)
    codes.set(facet, known)
    return known
  }
  const unindex = (id: number): void => void db.run('DELETE FROM people_search WHERE rowid = CAST(? AS INTEGER)', [id])

  return {
    /** The person of an e-mail key; a new one is to be refreshed once it has members. */
    idFor: (key: string, folded: string): number => {
      const known = db.get<{ id: number }>('SELECT id FROM people WHERE email_key = ?', [key])
      if (known !== undefined) return known.id
      const id = newPersonId(db, folded)
      db.run(INSERT, [id, key, folded])
      return id
    },
    /** Forgets the names of accounts and roles that no member has any more; to be called when all people are summed up. */
    forgetUnused: (): void => {
      db.run(UNUSED)
      codes.clear()
    },
    /** Sums a person up from the members; removes the person when there are none. */
    refresh: (id: number): void => {
      const before = db.get<StoredPerson>('SELECT search, sort_name, email FROM people WHERE id = CAST(? AS INTEGER)', [id])
      if (before === undefined) return
      const all = db.all<Membership>('SELECT account_id, customer_id, name, email, roles FROM members WHERE person_id = CAST(? AS INTEGER)', [id])
      if (all.length === 0) {
        unindex(id)
        db.run('DELETE FROM people WHERE id = CAST(? AS INTEGER)', [id])
        return
      }
      const sum = sumUp(all, ranks)
      const search = searchText(sum.name, sum.email) + facetText(sum.facets.map(code))
      const inBucket = Math.floor(id / BUCKET) === bucketOf(sum.sortName) || bucketOf(sum.sortName) === bucketOf(before.sort_name)
      const newId = inBucket ? id : newPersonId(db, sum.sortName)
      db.run(UPDATE, [newId, sum.email, sum.name, sum.sortName, search, sum.customers, sum.accounts, sum.rank, sum.access, sum.environments, id])
      if (search === before.search && newId === id) return
      if (before.search !== '') unindex(id)
      db.run('INSERT INTO people_search (rowid, text) VALUES (CAST(? AS INTEGER), ?)', [newId, search])
    },
  }
}

/** What a person is over all memberships. The name is the first one by alphabet, so that the order of reading does not matter. */
function sumUp(all: readonly Membership[], ranks: RoleRanks) {
  const named = all.filter(({ name }) => name.trim() !== '')
  const [first] = (named.length > 0 ? named : all).toSorted((a, b) => (sortName(a) + a.email < sortName(b) + b.email ? -1 : 1))
  const roles = all.flatMap(({ roles: text }) => parseRoles(text)).filter(({ roleName }) => roleName !== null)
  const highest = highestAccess(roles, ranks)
  const environments = [...new Set(roles.map(({ environment }) => environment))]
  const accounts = [...new Set(all.map(({ account_id }) => account_id))].sort()
  const roleNames = [...new Set(roles.map(({ roleName }) => String(roleName)))].sort()
  return {
    name: first?.name.trim() ?? '', email: first?.email.trim() ?? '', sortName: sortName(first ?? { name: '', email: '' }),
    customers: new Set(all.map(({ account_id, customer_id }) => `${account_id}/${String(customer_id)}`)).size, accounts: accounts.length,
    access: highest?.roleName ?? null, rank: highest?.rank ?? 0,
    environments: environments.reduce((bits, one) => bits | ENVIRONMENT_BIT[one], 0),
    facets: [...accounts.map((one) => `account:${one}`), ...environments.sort().map((one) => `environment:${one}`), ...roleNames.map((one) => `role:${one}`)],
  }
}
