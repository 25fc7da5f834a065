import type { CustomerId, CustomerManagerId, EnvironmentId, GrantId, GroupId, LegacyRoleId, MemberId, ProjectId, ProjectRoleId, RoleId } from '../contract/ids'
import { endpoint } from './endpoint'

const RBAC = { rbac: true } as const
const SAFE = { repeat: 'safe' } as const

/** Every path that is sent, in one place, with its limit class (contract 13). `mu` is the numeric id of the customer, or of one of its environments where that says which one is meant. */
export const endpoints = {
  // Partner level (contract 1.2, 2, 9)
  workspace: () => endpoint('GET', '/api/users/me', 'workspace', {}),
  listCustomers: () => endpoint('GET', '/api/managed_users', 'customers', {}),
  createCustomer: () => endpoint('POST', '/api/managed_users', 'customerWrites', {}),
  getCustomer: (mu: CustomerId) => endpoint('GET', '/api/managed_users/:mu', 'customers', { mu }),
  updateCustomer: (mu: CustomerId) => endpoint('PUT', '/api/managed_users/:mu', 'customers', { mu }),
  /** A one-off change of the task limit would be added twice. */
  adjustCustomer: (mu: CustomerId) => endpoint('PUT', '/api/managed_users/:mu', 'customers', { mu }, { repeat: 'never' }),
  deleteCustomer: (mu: CustomerId) => endpoint('DELETE', '/api/managed_users/:mu', 'customers', { mu }),
  provisionEnvironments: (mu: CustomerId) => endpoint('POST', '/api/managed_users/:mu/environments', 'customerWrites', { mu }),
  monthlyUsage: () => endpoint('GET', '/api/managed_users/usage', 'usage', {}),
  /** POSTs that only read. */
  usage: () => endpoint('POST', '/api/v2/managed_users/statistics/usage', 'usage', {}, SAFE),
  listCustomerManagers: () => endpoint('GET', '/api/customer_managers', 'customerManagers', {}),
  createCustomerManager: () => endpoint('POST', '/api/customer_managers', 'customerManagers', {}),
  updateCustomerManager: (id: CustomerManagerId) => endpoint('PUT', '/api/customer_managers/:id', 'customerManagers', { id }),
  deleteCustomerManager: (id: CustomerManagerId) => endpoint('DELETE', '/api/customer_managers/:id', 'customerManagers', { id }),

  // Members (contract 3)
  inviteMember: (mu: CustomerId) => endpoint('POST', '/api/managed_users/:mu/member_invitations', 'members', { mu }),
  listMembers: (mu: CustomerId) => endpoint('GET', '/api/managed_users/:mu/members', 'members', { mu }),
  addMember: (mu: CustomerId) => endpoint('POST', '/api/managed_users/:mu/members', 'members', { mu }),
  getMember: (mu: CustomerId, id: MemberId) => endpoint('GET', '/api/managed_users/:mu/members/:id', 'members', { mu, id }),
  updateMember: (mu: CustomerId, id: MemberId) => endpoint('PUT', '/api/managed_users/:mu/members/:id', 'members', { mu, id }),
  removeMember: (mu: CustomerId, id: MemberId) => endpoint('DELETE', '/api/managed_users/:mu/members/:id', 'memberRemovals', { mu, id }),
  memberPrivileges: (mu: CustomerId, id: MemberId) => endpoint('GET', '/api/managed_users/:mu/members/:id/privileges', 'members', { mu, id }),
  memberProjectsPrivileges: (mu: CustomerId, id: MemberId) => endpoint('GET', '/api/managed_users/:mu/members/:id/projects_privileges', 'members', { mu, id }),
  memberGrants: (mu: CustomerId, id: MemberId) => endpoint('GET', '/api/managed_users/:mu/members/:id/project_grants', 'members', { mu, id }),

  // Groups (contract 4)
  listGroups: (mu: CustomerId) => endpoint('GET', '/api/managed_users/:mu/user_groups', 'userGroups', { mu }, RBAC),
  createGroup: (mu: CustomerId) => endpoint('POST', '/api/managed_users/:mu/user_groups', 'userGroups', { mu }, RBAC),
  getGroup: (mu: CustomerId, id: GroupId) => endpoint('GET', '/api/managed_users/:mu/user_groups/:id', 'userGroups', { mu, id }, RBAC),
  updateGroup: (mu: CustomerId, id: GroupId) => endpoint('PUT', '/api/managed_users/:mu/user_groups/:id', 'userGroups', { mu, id }, RBAC),
  deleteGroup: (mu: CustomerId, id: GroupId) => endpoint('DELETE', '/api/managed_users/:mu/user_groups/:id', 'userGroups', { mu, id }, RBAC),
  listGroupMembers: (mu: CustomerId, id: GroupId) => endpoint('GET', '/api/managed_users/:mu/user_groups/:id/members', 'userGroups', { mu, id }, RBAC),
  addGroupMembers: (mu: CustomerId, id: GroupId) => endpoint('POST', '/api/managed_users/:mu/user_groups/:id/members', 'userGroups', { mu, id }, RBAC),
  removeGroupMembers: (mu: CustomerId, id: GroupId) => endpoint('DELETE', '/api/managed_users/:mu/user_groups/:id/members', 'userGroups', { mu, id }, RBAC),
  groupGrants: (mu: CustomerId, id: GroupId) => endpoint('GET', '/api/managed_users/:mu/user_groups/:id/project_grants', 'groupGrants', { mu, id }, RBAC),

  // Roles (contract 5, 6, 8, 10)
  listEnvironmentRoles: (mu: CustomerId) => endpoint('GET', '/api/managed_users/:mu/environment_roles', 'environmentRoles', { mu }, RBAC),
  createEnvironmentRole: (mu: CustomerId) => endpoint('POST', '/api/managed_users/:mu/environment_roles', 'environmentRoles', { mu }, RBAC),
  getEnvironmentRole: (mu: CustomerId, id: RoleId) => endpoint('GET', '/api/managed_users/:mu/environment_roles/:id', 'environmentRoles', { mu, id }, RBAC),
  updateEnvironmentRole: (mu: CustomerId, id: RoleId) => endpoint('PUT', '/api/managed_users/:mu/environment_roles/:id', 'environmentRoles', { mu, id }, RBAC),
  deleteEnvironmentRole: (mu: CustomerId, id: RoleId) => endpoint('DELETE', '/api/managed_users/:mu/environment_roles/:id', 'environmentRoles', { mu, id }, RBAC),
  listProjectRoles: (mu: CustomerId) => endpoint('GET', '/api/managed_users/:mu/project_roles', 'projectRoles', { mu }, RBAC),
  createProjectRole: (mu: CustomerId) => endpoint('POST', '/api/managed_users/:mu/project_roles', 'projectRoles', { mu }, RBAC),
  getProjectRole: (mu: CustomerId, id: ProjectRoleId) => endpoint('GET', '/api/managed_users/:mu/project_roles/:id', 'projectRoles', { mu, id }, RBAC),
  updateProjectRole: (mu: CustomerId, id: ProjectRoleId) => endpoint('PUT', '/api/managed_users/:mu/project_roles/:id', 'projectRoles', { mu, id }, RBAC),
  deleteProjectRole: (mu: CustomerId, id: ProjectRoleId) => endpoint('DELETE', '/api/managed_users/:mu/project_roles/:id', 'projectRoles', { mu, id }, RBAC),
  listLegacyRoles: (mu: CustomerId) => endpoint('GET', '/api/managed_users/:mu/roles', 'legacyRoles', { mu }),
  copyLegacyRole: (mu: CustomerId, id: LegacyRoleId) => endpoint('POST', '/api/managed_users/:mu/roles/:id/copy', 'legacyRoles', { mu, id }),
  migrateSystemRoles: (mu: CustomerId) => endpoint('POST', '/api/managed_users/:mu/roles_migration/system_roles', 'rolesMigration', { mu }),
  migrateCustomRole: (mu: CustomerId) => endpoint('POST', '/api/managed_users/:mu/roles_migration/custom_role', 'rolesMigration', { mu }),

  // Project grants (contract 7)
  getGrant: (mu: CustomerId, id: GrantId) => endpoint('GET', '/api/managed_users/:mu/project_grants/:id', 'projectGrants', { mu, id }, RBAC),
  updateGrant: (mu: CustomerId, id: GrantId) => endpoint('PUT', '/api/managed_users/:mu/project_grants/:id', 'projectGrants', { mu, id }, RBAC),
  deleteGrant: (mu: CustomerId, id: GrantId) => endpoint('DELETE', '/api/managed_users/:mu/project_grants/:id', 'projectGrants', { mu, id }, RBAC),
  listProjectGrants: (mu: CustomerId | EnvironmentId, id: ProjectId) => endpoint('GET', '/api/managed_users/:mu/projects/:id/project_grants', 'projectGrants', { mu, id }, RBAC),
  saveProjectGrants: (mu: CustomerId, id: ProjectId) => endpoint('PUT', '/api/managed_users/:mu/projects/:id/project_grants', 'projectGrants', { mu, id }, RBAC),

  // What a customer has (contract 2.7, 11)
  listConnections: (mu: CustomerId) => endpoint('GET', '/api/managed_users/:mu/connections', 'customers', { mu }),
  listRecipes: (mu: CustomerId) => endpoint('GET', '/api/managed_users/:mu/recipes', 'recipes', { mu }),
  listFolders: (mu: CustomerId | EnvironmentId) => endpoint('GET', '/api/managed_users/:mu/folders', 'members', { mu }),
  listProjects: (mu: EnvironmentId) => endpoint('GET', '/api/managed_users/:mu/projects', 'members', { mu }),
} as const
