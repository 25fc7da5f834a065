import { environmentType, type EnvironmentType, type Member, type ProjectGrant } from '../../contract/access'
import { accountId as accountIdSchema, customerId as customerIdSchema, type AccountId, type CustomerId, type GroupId } from '../../contract/ids'
import { searchWords } from '../../domain/fold'
import type { Db } from '../db'
import { toMember, type StoredMember } from '../member-row'
import type { projectsRepo } from './projects'

/** One membership of a person. `fetchedAt` is UTC ms. */
export interface Membership {
  readonly accountId: AccountId
  readonly customerId: CustomerId
  readonly customerName: string
  readonly externalId: string | null
  readonly environments: EnvironmentType[]
  readonly member: Member
  /** Groups that list the person as a member, where their members were read, and the built-in one of all collaborators, which lists nobody in the store (contract 4). */
  readonly groups: { readonly id: GroupId; readonly name: string }[]
  /** Grants of the person and, with `kind` group, of the person's groups. */
  readonly grants: ProjectGrant[]
  readonly fetchedAt: number
}

type Stored = StoredMember & { readonly account_id: string; readonly customer_id: number; readonly customer_name: string; readonly customer_external_id: string | null; readonly customer_environments: string; readonly fetched_at: number }

const COLUMNS = 'm.*, c.name AS customer_name, c.external_id AS customer_external_id, c.environments AS customer_environments'
const MEMBERSHIPS = `
  FROM people p JOIN members m ON m.person_id = p.id JOIN customers c ON c.account_id = m.account_id AND c.id = m.customer_id
  WHERE p.email_key = ?`
const GROUPS = `
  SELECT g.id, g.name FROM groups g WHERE g.account_id = ? AND g.customer_id = ? AND (g.system = 1 OR EXISTS (
    SELECT 1 FROM group_members x WHERE x.account_id = g.account_id AND x.customer_id = g.customer_id AND x.group_id = g.id AND x.id = ?))
  ORDER BY g.name, g.id`

/** Everything about one person over all accounts. */
export function personRepo(db: Db, projects: ReturnType<typeof projectsRepo>) {
  return {
    /** One window by account and customer name, of those whose customer holds all words; empty for an e-mail that nobody has. `key`: as in the row of the person. */
    memberships: (key: string, { search, offset, limit }: { readonly search: string; readonly offset: number; readonly limit: number }): { readonly rows: readonly Membership[]; readonly matched: number } => {
      const words = searchWords(search)
      const from = MEMBERSHIPS + words.map(() => ' AND instr(c.search, ?) > 0').join('')
      const stored = db.all<Stored>(`SELECT ${COLUMNS} ${from} ORDER BY m.account_id, c.sort_name, c.id LIMIT ? OFFSET ?`, [key, ...words, limit, offset])
      const rows = stored.map((row) => {
        const accountId = accountIdSchema.parse(row.account_id)
        const customerId = customerIdSchema.parse(row.customer_id)
        const member = toMember(row)
        const read = db.all<{ id: GroupId; name: string }>(GROUPS, [accountId, customerId, row.id])
        const groups = [...read, ...(member.groups ?? []).filter(({ id }) => !read.some((one) => one.id === id))]
        const own = projects.grantsOf(accountId, customerId, 'user', String(row.id))
        const throughGroups = groups.flatMap(({ id }) => projects.grantsOf(accountId, customerId, 'group', id))
        const environments = environmentType.array().parse(JSON.parse(row.customer_environments))
        return { accountId, customerId, customerName: row.customer_name, externalId: row.customer_external_id, environments, member, groups, grants: [...own, ...throughGroups], fetchedAt: row.fetched_at }
      })
      return { rows, matched: db.get<{ n: number }>(`SELECT count(*) AS n ${from}`, [key, ...words])?.n ?? 0 }
    },
  }
}
