import { createHash } from 'node:crypto'
import type { LegacyRole, RoleName } from '../../contract/access'
import { canonical } from '../canonical'
import { legacyRoleIn, type DryRunAnswers, type MigrationSnapshot, type SnapshotMember } from './snapshot'

/** What a real migration call converts: the built-in roles that these names stand for, or one custom role. */
export type MigrationPart = { readonly kind: 'system'; readonly legacy: readonly RoleName[] } | { readonly kind: 'custom'; readonly id: string; readonly name: RoleName }

/** The value of a part that is migrated. */
export const MIGRATED = 'migrated'

/** What was read; null roles: the customer no longer answers its legacy roles, so that it is migrated (contract 8). */
export interface PartFacts { readonly members: readonly Pick<SnapshotMember, 'id' | 'kind' | 'roles'>[]; readonly legacyRoles: readonly LegacyRole[] | null }

/**
 * How a part is: `migrated`, or a fingerprint of all that decides what its migration does, so that a customer that changed since its dry run is a
 * conflict. Members of the partner are none of its own.
 */
export function partState(part: MigrationPart, { members, legacyRoles }: PartFacts): string {
  if (legacyRoles === null) return MIGRATED
  const names = new Set(part.kind === 'system' ? part.legacy : [part.name])
  const cells = members.filter(({ kind }) => kind !== 'manager').flatMap((member) => member.roles.flatMap(({ environment }) => {
    const legacy = legacyRoleIn(member, environment)
    return legacy !== null && names.has(legacy) ? [`${String(member.id)}|${environment}|${legacy}`] : []
  }))
  if (part.kind === 'system') return names.size > 0 && cells.length === 0 ? MIGRATED : fingerprint(cells.sort())
  const role = legacyRoles.find(({ id }) => id === part.id)
  return role === undefined ? MIGRATED : fingerprint([role.name, role.privileges, [...role.folderIds].sort(), cells.sort()])
}

/** The parts that a dry run answered for: custom roles one by one, the built-in ones with the names that it converts. */
export function partsOf({ members }: MigrationSnapshot, { system, custom }: DryRunAnswers): readonly MigrationPart[] {
  const roles = custom.map(({ id, name }): MigrationPart => ({ kind: 'custom', id, name }))
  if (system === null) return roles
  const converted = new Set(system.collaborators.flatMap((one) => one.roles.map(({ environment }) => `${String(one.memberId)}|${environment}`)))
  const legacy = members.flatMap((member) => member.roles.flatMap(({ environment }) => {
    const name = legacyRoleIn(member, environment)
    return name !== null && converted.has(`${String(member.id)}|${environment}`) ? [name] : []
  }))
  return [...roles, { kind: 'system', legacy: [...new Set(legacy)].sort() }]
}

function fingerprint(content: unknown): string {
  return `legacy ${createHash('sha256').update(canonical(content)).digest('hex').slice(0, 32)}`
}
