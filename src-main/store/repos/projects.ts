import { project, projectGrant, type Project, type ProjectGrant } from '../../contract/access'
import type { AccountId, CustomerId, ProjectId } from '../../contract/ids'
import { customerList } from '../customer-list'
import type { Db, SqlValue } from '../db'
import { customerExists, generationOf } from '../read-state'
import { NO_CHANGES, replaceList, type ListChanges, type ListRow, type ListSpec } from '../replace-list'

interface StoredProject { id: string; name: string; folder_id: string | null; description: string | null; environment_id: number; environment: string }
interface StoredGrant {
  id: string; project_id: string; project_name: string; environment_id: number; environment: string; role_id: string; role_name: string
  assignee_kind: string; assignee_id: string; assignee_name: string; assignee_email: string | null
}
/** A project with its grants. */
export type ProjectWithGrants = Project & { readonly grants: readonly ProjectGrant[] }

const GRANTS: ListSpec = {
  table: 'project_grants', resource: 'project_grants', primaryKey: ['account_id', 'customer_id', 'id'], label: 'role_name',
  columns: ['project_name', 'environment_id', 'environment', 'role_id', 'role_name', 'assignee_kind', 'assignee_id', 'assignee_name', 'assignee_email'],
}

/** Projects of customers and the grants on them. */
export function projectsRepo(db: Db) {
  const grants = (condition: string, params: readonly SqlValue[]): ProjectGrant[] =>
    db.all<StoredGrant>(`SELECT * FROM project_grants WHERE ${condition} ORDER BY project_name, role_name, assignee_name, id`, params).map(toGrant)
  return {
    replaceProjects: customerList<Project>(
      db, { table: 'projects', resource: 'projects', columns: ['name', 'folder_id', 'description', 'environment_id', 'environment'], label: 'name' },
      (one) => ({ id: one.id, name: one.name, folder_id: one.folderId, description: one.description, environment_id: one.environment.id, environment: one.environment.type }),
    ),
    /** Grants of one project; when all projects of the customer are in, `readStates.succeeded` says so. */
    replaceGrants: (accountId: AccountId, customerId: CustomerId, projectId: ProjectId, items: readonly ProjectGrant[], now: number, complete = true): ListChanges =>
      db.transaction(() => {
        if (!customerExists(db, accountId, customerId)) return NO_CHANGES
        const generation = generationOf(db, accountId, 'grants', customerId) + 1
        return replaceList(db, GRANTS, { account_id: accountId, customer_id: customerId, project_id: projectId }, items.map(toRow), { now, generation, complete })
      }),
    list: (accountId: AccountId, customerId: CustomerId): Project[] =>
      db.all<StoredProject>('SELECT * FROM projects WHERE account_id = ? AND customer_id = ? ORDER BY name, id', [accountId, customerId]).map(toProject),
    /** All projects of a customer with their grants, by name. */
    withGrants: (accountId: AccountId, customerId: CustomerId): ProjectWithGrants[] => {
      const all = grants('account_id = ? AND customer_id = ?', [accountId, customerId])
      return db.all<StoredProject>('SELECT * FROM projects WHERE account_id = ? AND customer_id = ? ORDER BY name, id', [accountId, customerId]).map((row) => ({
        ...toProject(row), grants: all.filter((one) => one.project.id === row.id),
      }))
    },
    /** All grants of a customer that were read, also on projects that no list has. */
    grants: (accountId: AccountId, customerId: CustomerId): ProjectGrant[] => grants('account_id = ? AND customer_id = ?', [accountId, customerId]),
    /** Grants that a person or a group of a customer holds itself. */
    grantsOf: (accountId: AccountId, customerId: CustomerId, kind: 'user' | 'group', id: string): ProjectGrant[] =>
      grants('account_id = ? AND customer_id = ? AND assignee_kind = ? AND assignee_id = ?', [accountId, customerId, kind, id]),
  }
}

function toRow({ id, project: of, projectRole, assignee }: ProjectGrant): ListRow {
  return {
    id, project_name: of.name, environment_id: of.environment.id, environment: of.environment.type, role_id: projectRole.id, role_name: projectRole.name,
    assignee_kind: assignee.kind, assignee_id: String(assignee.id), assignee_name: assignee.name, assignee_email: assignee.kind === 'user' ? assignee.email : null,
  }
}

function toGrant(row: StoredGrant): ProjectGrant {
  const assignee = row.assignee_kind === 'user'
    ? { kind: 'user', id: Number(row.assignee_id), name: row.assignee_name, email: row.assignee_email }
    : { kind: 'group', id: row.assignee_id, name: row.assignee_name }
  return projectGrant.parse({
    id: row.id, project: { id: row.project_id, name: row.project_name, environment: { id: row.environment_id, type: row.environment } },
    projectRole: { id: row.role_id, name: row.role_name }, assignee,
  })
}

function toProject(row: StoredProject): Project {
  return project.parse({ id: row.id, name: row.name, folderId: row.folder_id, description: row.description, environment: { id: row.environment_id, type: row.environment } })
}
