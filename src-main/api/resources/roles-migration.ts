import { z } from 'zod'
import { environmentType, type MigrationReport } from '../../contract/access'
import { appError } from '../../contract/errors'
import { memberId, projectId, type CustomerId, type LegacyRoleId } from '../../contract/ids'
import { callOne } from '../call-one'
import type { ApiClient, CallOptions } from '../client'
import { endpoints } from '../endpoints'
import { exactRole, label, numeric, opaque } from '../wire'

const wireRole = z.object({ name: exactRole, config: z.record(z.string(), z.unknown()).nullish().catch(null) }).transform((wire) => ({ name: wire.name, config: wire.config ?? {} }))
const person = { user_id: numeric(memberId), name: label, email: label }
const wireCollaborator = z.object({ ...person, roles: z.array(z.object({ environment: environmentType, name: exactRole })) })
  .transform((wire) => ({ memberId: wire.user_id, name: wire.name, email: wire.email, roles: wire.roles }))
const wireProject = z.object({
  id: opaque(projectId), name: label, environment: environmentType,
  // Text or an object: not readable in the documents (contract 10.1).
  collaborators: z.array(z.object({ ...person, project_role: z.union([exactRole, z.object({ name: exactRole }).transform((role) => role.name)]) })),
}).transform((wire) => ({ ...wire, collaborators: wire.collaborators.map((one) => ({ memberId: one.user_id, name: one.name, email: one.email, projectRole: one.project_role })) }))

const list = <Schema extends z.ZodType>(schema: Schema) => z.array(schema).nullish().transform((items) => items ?? [])
/** Strict throughout: a report that is understood in part would hide who loses access. */
const wireReport = z.object({
  environment_roles: z.array(wireRole).optional(), environment_role: wireRole.optional(),
  project_roles: z.array(wireRole).optional(), project_role: wireRole.optional(),
  collaborators: list(wireCollaborator), projects: list(wireProject), moderators: list(wireCollaborator),
}).refine((wire) => wire.environment_roles !== undefined || wire.environment_role !== undefined, { path: ['environment_roles'] })
  .transform((wire): MigrationReport => ({
    environmentRoles: wire.environment_roles ?? [wire.environment_role].flatMap((role) => role ?? []),
    projectRoles: wire.project_roles ?? [wire.project_role].flatMap((role) => role ?? []),
    collaborators: wire.collaborators, projects: wire.projects, moderators: wire.moderators,
  }))

/** `dryRun` goes into body and query at once: one that is not seen runs a real migration (contract 1.8). */
const dryRunQuery = (dryRun: boolean) => [['dry_run', String(dryRun)]] as const

/** Migrates a customer's system roles, or says what would become of them; class `rolesMigration`, 60/min [contract 10.1]. Never sent twice. Throws AppError. */
export function migrateSystemRoles(client: ApiClient, customer: CustomerId, dryRun: boolean, options: CallOptions): Promise<MigrationReport> {
  return callOne(client, endpoints.migrateSystemRoles(customer), wireReport, options, { query: dryRunQuery(dryRun), body: { dry_run: dryRun } })
}

/** Whoever passes it knows that body and answer of this call are [assumed] (contract 10.2). */
export interface Experimental {
  readonly experimental: true
}

/** Splits a custom legacy role into two new ones, or says what would become of it; class `rolesMigration`, 60/min; body and answer [assumed, contract 10.2]. Never sent twice. Throws AppError. */
export async function migrateCustomRole(client: ApiClient, customer: CustomerId, role: LegacyRoleId, dryRun: boolean, options: CallOptions & Experimental): Promise<MigrationReport> {
  const id = Number(role)
  if (!Number.isSafeInteger(id)) throw appError('BAD_INPUT', 'This legacy role has no numeric id.', 'The migration of custom roles needs one. Nothing was sent.')
  return callOne(client, endpoints.migrateCustomRole(customer), wireReport, options, { query: dryRunQuery(dryRun), body: { id, dry_run: dryRun } })
}
