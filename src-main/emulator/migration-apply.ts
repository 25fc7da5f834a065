import { now, type CustomerRequest } from './answer'
import type { Conversion, MigrationPlan } from './migration-plan'
import type { EnvironmentType } from './model'
import { opaqueId } from './random'
import type { Grant, Group } from './workspace'

/** Does what a plan says: roles, assignments, groups and grants. People who alone hold a role get grants of their own, others a group that mirrors it. */
export function applyMigration(request: CustomerRequest, plan: MigrationPlan): void {
  for (const conversion of plan.conversions) ensureRoles(request, conversion)
  const { workspace } = request
  for (const { user_id, roles } of plan.collaborators) {
    const member = workspace.members.find(({ id }) => id === user_id)
    if (member === undefined) continue
    for (const { environment, conversion } of roles) member.roles[environment] = { role_type: 'environment', role_id: environmentRoleId(request, conversion) }
  }
  for (const { project, collaborators } of plan.projects) {
    for (const conversion of plan.conversions) {
      const people = collaborators.filter((one) => one.conversion === conversion).map(({ user_id }) => user_id)
      const role = workspace.projectRoles.find(({ name }) => name === conversion.projectRole.name)
      if (people.length === 0 || role === undefined) continue
      const group = people.length > 1 ? mirror(request, conversion, project.environment, people) : null
      const grants = group === null ? people.map((user_id) => ({ user_id, group_id: null })) : [{ user_id: null, group_id: group.id }]
      workspace.grants.push(...grants.map((grant): Grant => ({ id: opaqueId('pg', (workspace.nextId += 1)), project_id: project.id, project_role_id: role.id, ...grant })))
    }
  }
}

function ensureRoles({ workspace, world }: CustomerRequest, { environmentRole, projectRole }: Conversion): void {
  const made = { type: 'custom' as const, created_at: now(world), updated_at: now(world) }
  if (!workspace.environmentRoles.some(({ name }) => name === environmentRole.name)) workspace.environmentRoles.push({ id: (workspace.nextId += 1), ...environmentRole, ...made })
  if (!workspace.projectRoles.some(({ name }) => name === projectRole.name)) workspace.projectRoles.push({ id: opaqueId('pr', (workspace.nextId += 1)), ...projectRole, ...made })
}

function environmentRoleId({ workspace }: CustomerRequest, { environmentRole }: Conversion): number {
  const role = workspace.environmentRoles.find(({ name }) => name === environmentRole.name)
  if (role === undefined) throw new Error(`the role ${environmentRole.name} was not made`)
  return role.id
}

/** The group of those who held a legacy role in an environment. */
function mirror({ workspace, world }: CustomerRequest, { legacy }: Conversion, environment: EnvironmentType, people: readonly number[]): Group {
  const name = `Legacy ${legacy} (${environment})`
  const held = workspace.groups.find((group) => group.name === name)
  if (held !== undefined) return held
  const at = now(world)
  const group: Group = { id: opaqueId('pf', (workspace.nextId += 1)), name, description: null, system: false, member_ids: [...people], created_at: at, updated_at: at }
  workspace.groups.push(group)
  return group
}
