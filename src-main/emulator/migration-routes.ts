import { forCollaborators, ok, type Answer, type CustomerRequest, type Fields, type Route, type RouteRequest } from './answer'
import { applyMigration } from './migration-apply'
import { customConversion, planMigration, systemConversions, type MigrationPlan } from './migration-plan'
import { badRequest, notFound, Refusal } from './refusal'
import type { World } from './world'

function flag(value: unknown): boolean | undefined {
  if (value === undefined || value === null) return undefined
  if (value === true || value === 'true') return true
  if (value === false || value === 'false') return false
  throw badRequest('dry_run must be true or false')
}

/** Whether the migration is only tried, from body or query (contract 1.8). */
function isDry({ body, query, world: { switches } }: RouteRequest): boolean {
  const ignored = switches.dry_run_ignored_in
  const inQuery = ignored === 'query' || ignored === 'both' ? undefined : flag(query.get('dry_run'))
  const inBody = ignored === 'body' || ignored === 'both' ? undefined : flag(body['dry_run'])
  if (inQuery !== undefined && inBody !== undefined && inQuery !== inBody && switches.differing_dry_run_refused) throw badRequest('dry_run differs between query and body')
  return inQuery === true || inBody === true
}

function envelope({ switches }: World, content: Fields): Fields {
  return switches.migration_answer_wrapped ? { data: content } : content
}

const unique = <T extends { readonly name: string }>(roles: readonly T[]): T[] => roles.filter((role, index) => roles.findIndex(({ name }) => name === role.name) === index)

/** The lists of a migration; its moderators are told by that of the system roles only (contract 10.1, 10.2). */
function report({ world }: CustomerRequest, plan: MigrationPlan): { readonly environment_roles: readonly Fields[]; readonly project_roles: readonly Fields[]; readonly rest: Fields } {
  const projectRole = (name: string): unknown => (world.switches.migration_project_role === 'string' ? name : { name })
  return {
    environment_roles: unique(plan.conversions.map(({ environmentRole }) => environmentRole)),
    project_roles: unique(plan.conversions.map((one) => one.projectRole)),
    rest: {
      collaborators: plan.collaborators.map(({ user_id, email, name, roles }) => ({ user_id, email, name, roles: roles.map(({ environment, conversion }) => ({ environment, name: conversion.environmentRole.name })) })),
      projects: plan.projects.map(({ project, collaborators }) => ({
        id: project.id, name: project.name, environment: project.environment,
        collaborators: collaborators.map(({ user_id, email, name, conversion }) => ({ user_id, email, name, project_role: projectRole(conversion.projectRole.name) })),
      })),
    },
  }
}

function checkRoot({ world }: RouteRequest): void {
  if (world.switches.root_folder_not_empty) throw badRequest('The Home assets folder must be empty before the migration')
}

const migratedAgain = ({ world }: RouteRequest): Refusal => new Refusal(Number(world.switches.migrated_again_status), 'Roles of this workspace have already been migrated')

function systemRoles(request: CustomerRequest): Answer {
  const { workspace, world } = request
  const dry = isDry(request)
  if (workspace.system_roles_migrated) throw migratedAgain(request)
  checkRoot(request)
  const plan = planMigration(request, systemConversions(request))
  const { environment_roles, project_roles, rest } = report(request, plan)
  if (!dry) {
    applyMigration(request, plan)
    workspace.system_roles_migrated = true
    finish(request)
  }
  return ok(envelope(world, { environment_roles, project_roles, ...rest, moderators: plan.moderators }), !dry)
}

function customRole(request: CustomerRequest): Answer {
  const { workspace, world, body } = request
  const dry = isDry(request)
  if (workspace.rbac_migrated) throw migratedAgain(request)
  checkRoot(request)
  const id = String(body['id'] ?? body['role_id'])
  const role = workspace.legacyRoles.find((one) => String(one.id) === id)
  if (role === undefined) throw notFound()
  if (role.inherited) throw badRequest('An inherited role cannot be migrated in the customer workspace')
  const plan = planMigration(request, [customConversion(role)])
  const { environment_roles, project_roles, rest } = report(request, plan)
  if (!dry) {
    applyMigration(request, plan)
    workspace.legacyRoles = workspace.legacyRoles.filter((one) => one !== role)
    finish(request)
  }
  const roles = world.switches.custom_role_answer === 'plural' ? { environment_roles, project_roles } : { environment_role: environment_roles[0], project_role: project_roles[0] }
  return ok(envelope(world, { ...roles, ...rest }), !dry)
}

/** The customer is on the new model when the system roles and all custom ones of its own are migrated. */
function finish({ workspace }: CustomerRequest): void {
  workspace.rbac_migrated = workspace.system_roles_migrated && workspace.legacyRoles.every(({ inherited }) => inherited)
}

/** The Developer API's path: a custom role of the partner's own workspace, never one of a customer (contract 1.8). */
function partnerRole(request: RouteRequest): Answer {
  const { account, body, world } = request
  const dry = isDry(request)
  const role = account.partnerRoles.find(({ id, system }) => !system && String(id) === String(body['id'] ?? body['role_id']))
  if (role === undefined) throw notFound()
  if (role.migrated) throw migratedAgain(request)
  if (!dry) role.migrated = true
  const made = { name: role.name, config: {} }
  const roles = world.switches.custom_role_answer === 'plural' ? { environment_roles: [made], project_roles: [made] } : { environment_role: made, project_role: made }
  return ok(envelope(world, { ...roles, collaborators: [], projects: [] }), !dry)
}

const route = (path: string, run: Route['run']): Route => ({ method: 'POST', path, group: 'roles_migration', family: 'rbac', limit: 'rolesMigration', run })

/** Role migration (contract section 10). */
export const migrationRoutes: readonly Route[] = [
  route('/api/managed_users/:mu/roles_migration/system_roles', forCollaborators(systemRoles)),
  route('/api/managed_users/:mu/roles_migration/custom_role', forCollaborators(customRole)),
  route('/api/roles_migration/custom_role', partnerRole),
]
