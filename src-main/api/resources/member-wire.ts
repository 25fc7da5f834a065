import { z } from 'zod'
import { environmentType, type EnvironmentAssignment, type Member } from '../../contract/access'
import { groupId, memberId } from '../../contract/ids'
import { exactRole, label, name, numeric, opaque, text, time } from '../wire'

/** How the API calls the absence of a role in an environment (contract 1.10). */
export const NO_ACCESS = 'No access'

const givenRole = z.union([exactRole, z.literal('')]).nullish()

/** A role's name exactly as the API gives it, null for "No access" and nothing else that looks like it. */
export const heldRole = givenRole.transform((name) => (name == null || name === '' || name === NO_ACCESS ? null : name))

/** A role's type; empty means the legacy model (contract 1.10). A new word fails the row: nobody may guess what such a role grants. */
export const heldType = z.union([z.enum(['environment', 'privilege_group']), z.literal('').transform(() => 'privilege_group' as const), z.null().transform(() => 'privilege_group' as const), z.undefined().transform(() => 'privilege_group' as const)])

const wireRole = z.object({ environment_type: environmentType, role_name: heldRole, role_type: heldType })
  .transform((wire): EnvironmentAssignment => ({ environment: wire.environment_type, roleName: wire.role_name, roleType: wire.role_type }))

const wireGroups = z.array(z.object({ id: opaque(groupId), name: label })).nullish().catch(null).transform((groups) => groups ?? null)

/**
 * A member in any answer (contract 3.4, 1.11). Without `roles` the single `role_name` of the legacy model counts, which is that of dev [api-docs];
 * a row with neither does not fit: who can do what would be a guess.
 */
export const wireMember = z.object({
  id: numeric(memberId), name: label, email: name, grant_type: text, external_id: text, time_zone: text, created_at: time,
  last_activity_log: z.object({ event_type: text, created_at: time }).nullish().catch(null),
  roles: z.array(wireRole).nullish(), role_name: givenRole, user_groups: wireGroups,
}).refine(({ roles, role_name }) => roles != null || role_name != null, { path: ['roles'] })
  .refine(({ roles }) => new Set(roles?.map(({ environment }) => environment)).size === (roles?.length ?? 0), { path: ['roles'], message: 'two roles in one environment' })
  .transform((wire): Member => ({
    id: wire.id, name: wire.name, email: wire.email, kind: kindOf(wire.grant_type), grantType: wire.grant_type, externalId: wire.external_id, timeZone: wire.time_zone,
    createdAt: wire.created_at, lastActivityAt: wire.last_activity_log?.created_at ?? null, lastActivityType: wire.last_activity_log?.event_type ?? null,
    roles: wire.roles ?? [{ environment: 'dev', roleName: heldRole.parse(wire.role_name), roleType: 'privilege_group' }],
    groups: wire.user_groups,
  }))

/** Wire values of `grant_type` are not documented; these were seen or are likely [assumed, contract 3.4]. */
function kindOf(grantType: string | null): Member['kind'] {
  if (grantType === null) return 'unknown'
  if (/^team(_?member)?$/i.test(grantType)) return 'team'
  return /^(moderator|(customer_?)?manager)$/i.test(grantType) ? 'manager' : 'unknown'
}
