import type { CustomerRequest, Fields } from './answer'
import { environmentTypes } from './generate-content'
import { managersOf } from './member-view'
import { becomes } from './migration-table'
import { ENVIRONMENTS, type EnvironmentType, type User } from './model'
import type { LegacyRole, Project, Workspace } from './workspace'

/** A legacy role with what it is split into; `folders` null means all projects (contract 10.3). */
export interface Conversion {
  readonly legacy: string
  readonly environmentRole: { readonly name: string; readonly config: Fields }
  readonly projectRole: { readonly name: string; readonly config: Fields }
  readonly folders: readonly string[] | null
}

type Person = Pick<User, 'name'> & { readonly user_id: number; readonly email: string | null }
interface Converted extends Person {
  readonly roles: readonly { readonly environment: EnvironmentType; readonly conversion: Conversion }[]
}

/** What a migration will do: the answer of a dry run and the work of a real one come from it alone. */
export interface MigrationPlan {
  readonly conversions: readonly Conversion[]
  readonly collaborators: readonly Converted[]
  readonly projects: readonly { readonly project: Project; readonly collaborators: readonly (Person & { readonly conversion: Conversion })[] }[]
  readonly moderators: readonly (Person & { readonly roles: readonly { readonly environment: EnvironmentType; readonly name: string }[] })[]
}

/** Legacy areas that concern a workspace as a whole; all others concern what is in projects. */
const WORKSPACE_AREAS = new Set(['Collaborators', 'Collaborator roles (non-system)', 'Developer API', 'Workspace settings', 'Debug', 'Log and Security', 'Network trace', 'Activity audit', 'Workbot'])

/** The system roles, each with its equivalents. */
export function systemConversions({ workspace, world }: CustomerRequest): Conversion[] {
  return ['Admin', 'Analyst', 'Operator'].flatMap((legacy) => {
    const equivalent = becomes(legacy, world.switches)
    if (equivalent === null) return []
    const config = (roles: readonly { readonly name: string; readonly config: Fields }[], name: string): Fields => roles.find((role) => role.name === name)?.config ?? {}
    return [{
      legacy, folders: null,
      environmentRole: { name: equivalent.environmentRole, config: config(workspace.environmentRoles, equivalent.environmentRole) },
      projectRole: { name: equivalent.projectRole, config: config(workspace.projectRoles, equivalent.projectRole) },
    }]
  })
}

/** A custom role, split into one role of each kind under its own name. */
export function customConversion({ name, privileges, folder_ids }: LegacyRole): Conversion {
  const part = (ofWorkspace: boolean): Fields =>
    Object.fromEntries(
      Object.entries(privileges)
        .filter(([area]) => WORKSPACE_AREAS.has(area) === ofWorkspace)
        .map(([area, verbs]) => [area.toLowerCase().replace(/[^a-z]+/g, '_'), { privileges: verbs.includes('all') ? 'all' : verbs }]),
    )
  return { legacy: name, environmentRole: { name, config: part(true) }, projectRole: { name, config: part(false) }, folders: folder_ids.length === 0 ? null : folder_ids }
}

/** Who gets what, in the order of members and projects. */
export function planMigration(request: CustomerRequest, conversions: readonly Conversion[]): MigrationPlan {
  const { workspace } = request
  const collaborators = workspace.members.flatMap((member): Converted[] => {
    const roles = ENVIRONMENTS.flatMap((environment) => {
      const held = member.roles[environment]
      const conversion = held?.role_type === 'privilege_group' ? conversions.find(({ legacy }) => legacy === held.role_name) : undefined
      return conversion === undefined ? [] : [{ environment, conversion }]
    })
    return roles.length === 0 ? [] : [{ user_id: member.id, email: member.email, name: member.name, roles }]
  })
  const projects = workspace.projects.map((project) => ({
    project,
    collaborators: collaborators.flatMap(({ user_id, email, name, roles }) => {
      const held = roles.find(({ environment, conversion }) => environment === project.environment && covers(workspace, conversion, project))
      return held === undefined ? [] : [{ user_id, email, name, conversion: held.conversion }]
    }),
  }))
  return { conversions, collaborators, projects: projects.filter((one) => one.collaborators.length > 0), moderators: moderators(request, conversions) }
}

function covers({ folders }: Workspace, conversion: Conversion, project: Project): boolean {
  if (conversion.folders === null) return true
  return folders.some(({ id, project_id }) => project_id === project.id && conversion.folders?.includes(String(id)) === true)
}

function moderators(request: CustomerRequest, conversions: readonly Conversion[]): MigrationPlan['moderators'] {
  return managersOf(request).flatMap(({ user, role_id }) => {
    const legacy = request.account.partnerRoles.find(({ id }) => id === role_id)?.name
    const conversion = conversions.find((one) => one.legacy === legacy)
    if (conversion === undefined) return []
    return [{ user_id: user.id, email: user.email, name: user.name, roles: environmentTypes(request.customer).map((environment) => ({ environment, name: conversion.environmentRole.name })) }]
  })
}
