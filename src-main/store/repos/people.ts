import { roleName, type EnvironmentType } from '../../contract/access'
import type { AccountId } from '../../contract/ids'
import type { Db } from '../db'
import { environmentsOf, peopleSource, type PeopleFilter, type PeopleSource, type Sql } from '../people-query'
import { BUCKET, bucketOf, bucketPrefix } from '../person-id'

export type PeopleSort = 'name' | 'email' | 'customers' | 'access'

/** One window of people: at most 200 rows. */
export interface PeopleQuery {
  readonly filter: PeopleFilter
  readonly sort: { readonly by: PeopleSort; readonly direction: 'asc' | 'desc' }
  readonly offset: number
  readonly limit: number
}

/** A person of all accounts: one for each e-mail. */
export interface PersonRow {
  /** The folded e-mail, by which the person is asked for. */
  readonly key: string
  readonly email: string
  readonly name: string
  readonly customers: number
  readonly accounts: number
  /** The highest role in any environment of any customer; null: no access. */
  readonly access: string | null
  /** Where the person has a role at all. */
  readonly environments: readonly EnvironmentType[]
}

/** `matched` counts up to {@link COUNT_LIMIT}; `exact` false: there are more, `count` tells how many. */
export interface PeoplePage {
  readonly rows: readonly PersonRow[]
  readonly matched: number
  readonly exact: boolean
  readonly total: number
}

interface Stored { email_key: string; email: string; name: string; customers: number; accounts: number; access: string | null; environments: number }

/** Beyond so many matches a key press does not wait for their number. */
export const COUNT_LIMIT = 2000
/** Among so many people of several customers a quick search looks for its first hits. */
const WIDEST = 1000
const COLUMNS = 'p.email_key, p.email, p.name, p.customers, p.accounts, p.access, p.environments'
const ORDER: Readonly<Record<PeopleSort, readonly string[]>> = {
  name: ['p.sort_name', 'p.email_key'], email: ['p.email_key'], customers: ['p.customers', 'p.sort_name', 'p.email_key'], access: ['p.access_rank', 'p.sort_name', 'p.email_key'],
}

/** People of all accounts, from what is kept of them. */
export function peopleRepo(db: Db) {
  const total = (): number => db.get<{ n: number }>('SELECT n FROM people_total')?.n ?? 0
  const counted = (ids: Sql, limit: number): number => db.get<{ n: number }>(`SELECT count(*) AS n FROM (${ids.sql} LIMIT ?)`, [...ids.params, limit])?.n ?? 0

  const window = (from: Sql, { sort, limit }: PeopleQuery, offset: number): PersonRow[] => {
    const order = ORDER[sort.by].map((column) => `${column} ${sort.direction}`).join(', ')
    return db.all<Stored>(`SELECT ${COLUMNS} FROM ${from.sql} ORDER BY ${order} LIMIT ? OFFSET ?`, [...from.params, limit, offset]).map(toRow)
  }
  // CROSS JOIN: SQLite would else rather walk through all people in order.
  const those = ({ sql, params }: Sql): Sql => ({ sql: `(${sql}) s CROSS JOIN people p ON p.id = s.id`, params })

  /** By name: ids come in that order but for those of one bucket, so only the buckets of the window are sorted. */
  const byName = ({ sql, params }: Sql, query: PeopleQuery): PersonRow[] => {
    const up = query.sort.direction === 'asc'
    const idAt = (offset: number): number | null =>
      db.get<{ id: number }>(`${sql} ORDER BY rowid ${query.sort.direction} LIMIT 1 OFFSET ?`, [...params, offset])?.id ?? null
    const first = idAt(query.offset)
    if (first === null) return []
    const last = idAt(query.offset + query.limit - 1) ?? (up ? Number.MAX_SAFE_INTEGER : 0)
    const [low, high] = [bucketStart(up ? first : last), bucketStart(up ? last : first) + BUCKET]
    const before = query.offset === 0 ? 0 : (up
      ? counted({ sql: `${sql} AND rowid < CAST(? AS INTEGER)`, params: [...params, low] }, -1)
      : counted({ sql: `${sql} AND rowid >= CAST(? AS INTEGER)`, params: [...params, high] }, -1))
    return window(those({ sql: `${sql} AND rowid >= CAST(? AS INTEGER) AND rowid < CAST(? AS INTEGER)`, params: [...params, low, Math.min(high, Number.MAX_SAFE_INTEGER)] }), query, query.offset - before)
  }

  /** So many that finding them all would take too long: they are met soon in any order. */
  const many = (source: { readonly ids: Sql; readonly where: Sql }, query: PeopleQuery): PersonRow[] =>
    query.sort.by === 'name' ? byName(source.ids, query) : window({ sql: `people p WHERE ${source.where.sql}`, params: source.where.params }, query, query.offset)

  /** These people, by id. */
  const listed = (ids: readonly number[]): Sql => ({ sql: 'json_each(?) s CROSS JOIN people p ON p.id = s.value', params: [JSON.stringify(ids)] })

  /** Many who share a bucket: sorting them takes longer than walking along the names from where it begins. Null: the window is not among those found. */
  const alongNames = ({ sql, params }: Sql, found: readonly number[], query: PeopleQuery): PersonRow[] | null => {
    const [id, last] = [found[query.offset], found[query.offset + query.limit - 1]]
    if (id === undefined || last === undefined || query.sort.by !== 'name' || query.sort.direction === 'desc') return null
    const name = db.get<{ sort_name: string }>('SELECT sort_name FROM people WHERE id = CAST(? AS INTEGER)', [id])?.sort_name ?? ''
    // One who found no place in the bucket of the name.
    if (bucketOf(name) * BUCKET !== bucketStart(id)) return null
    const start = bucketPrefix(name)
    const [low, high] = [bucketOf(start) * BUCKET, bucketStart(last) + BUCKET]
    // The plus keeps SQLite from going by the ids and sorting after all.
    const among = `people p WHERE +p.id IN (${sql} AND rowid >= CAST(? AS INTEGER) AND rowid < CAST(? AS INTEGER)) AND p.sort_name >= ?`
    return window({ sql: among, params: [...params, low, high, start] }, query, query.offset - found.filter((one) => one < low).length)
  }

  /** The index is asked once: by name, only the buckets of the window are looked up then. */
  const indexed = (source: Extract<PeopleSource, { kind: 'indexed' }>, query: PeopleQuery): Omit<PeoplePage, 'total'> => {
    const found = db.all<{ id: number }>(`${source.ids.sql} ORDER BY rowid LIMIT ?`, [...source.ids.params, COUNT_LIMIT + 1]).map(({ id }) => id)
    const exact = found.length <= COUNT_LIMIT
    const matched = Math.min(found.length, COUNT_LIMIT)
    const near = query.sort.by === 'name' ? windowBuckets(found, exact, query) : null
    if (near !== null) return { rows: window(listed(near.ids), query, query.offset - near.before), matched, exact }
    return { rows: exact ? window(listed(found), query, query.offset) : (alongNames(source.ids, found, query) ?? many(source, query)), matched, exact }
  }

  return {
    /** One window with the numbers of people that match and that there are. */
    page: (query: PeopleQuery): PeoplePage => {
      const source = peopleSource(db, query.filter)
      if (source.kind === 'none') return { rows: [], matched: 0, exact: true, total: total() }
      if (source.kind === 'all') return { rows: window({ sql: 'people p', params: [] }, query, query.offset), matched: total(), exact: true, total: total() }
      if (source.kind === 'indexed') return { ...indexed(source, query), total: total() }
      return { rows: window(those(source.ids), query, query.offset), matched: counted(source.ids, -1), exact: true, total: total() }
    },
    /** Who matches among the people of most customers, most customers first: whom a word that thousands share most likely means. */
    widest: (search: string, limit: number): PersonRow[] => {
      const source = peopleSource(db, { search, accounts: [], environments: [], roleNames: [], customers: null })
      if (source.kind !== 'indexed') return []
      const several = 'SELECT * FROM people WHERE customers > 1 ORDER BY customers DESC LIMIT ?'
      return db.all<Stored>(`SELECT ${COLUMNS} FROM (${several}) p WHERE ${source.where.sql} ORDER BY p.customers DESC, p.sort_name LIMIT ?`, [WIDEST, ...source.where.params, limit]).map(toRow)
    },
    /** One person by key; null: nobody has this e-mail. */
    byKey: (key: string): PersonRow | null => {
      const row = db.get<Stored>(`SELECT ${COLUMNS} FROM people p WHERE p.email_key = ?`, [key])
      return row === undefined ? null : toRow(row)
    },
    /** Role names that occur in some accounts (none given: all), with the number of assignments. */
    roleNames: (accounts: readonly AccountId[]): { value: string; count: number }[] =>
      db.all(`SELECT role_name AS value, count(*) AS count FROM member_roles WHERE role_name IS NOT NULL ${accounts.length === 0 ? '' : `AND account_id IN (${accounts.map(() => '?').join(', ')})`}
        GROUP BY role_name ORDER BY count DESC, value`, accounts),
    /** The exact number of matches; with many it may take a moment. */
    count: (filter: PeopleFilter): number => {
      const source = peopleSource(db, filter)
      return source.kind === 'none' ? 0 : source.kind === 'all' ? total() : counted(source.ids, -1)
    },
    total,
  }
}

/**
 * The ids in the buckets that a window by name lies in, with the number of people before them; null: they are not all among those found.
 * `found` is in ascending order; `exact`: nobody else matches.
 */
function windowBuckets(found: readonly number[], exact: boolean, { sort, offset, limit }: PeopleQuery): { readonly ids: readonly number[]; readonly before: number } | null {
  if (sort.direction === 'desc' && !exact) return null
  const ordered = sort.direction === 'asc' ? found : found.toReversed()
  const first = ordered[offset]
  const last = ordered[offset + limit - 1] ?? (exact ? ordered.at(-1) : undefined)
  if (first === undefined || last === undefined) return exact ? { ids: [], before: offset } : null
  const [low, high] = [bucketStart(Math.min(first, last)), bucketStart(Math.max(first, last)) + BUCKET]
  if (!exact && (found.at(-1) ?? 0) < high) return null
  const inside = (id: number): boolean => id >= low && id < high
  return { ids: found.filter(inside), before: ordered.findIndex(inside) }
}

/** The first id of the bucket of an id. */
function bucketStart(id: number): number {
  return Math.floor(id / BUCKET) * BUCKET
}

function toRow({ email_key: key, environments, access, ...rest }: Stored): PersonRow {
  return { key, ...rest, access: access === null ? null : roleName.parse(access), environments: environmentsOf(environments) }
}
