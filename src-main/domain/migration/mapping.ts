import type { RoleName } from '../../contract/access'
import type { MemberId } from '../../contract/ids'
import type { LegacyRoleUse } from '../../contract/migration'
import { kindOfLegacy, legacyRoleIn, reportsOf, type DryRunAnswers, type MigrationSnapshot } from './snapshot'

/** What a legacy role becomes for some people; null: nothing of that kind. */
export interface MappedRole { readonly legacy: RoleName; readonly kind: LegacyRoleUse['kind']; readonly environmentRole: RoleName | null; readonly projectRole: RoleName | null; readonly people: number }

/** What each legacy role that somebody holds becomes, as the answers tell person by person: never by a table of ours (contract 10.3). */
export function mappingOf(snapshot: MigrationSnapshot, answers: DryRunAnswers): readonly MappedRole[] {
  const environmentRoles = new Map<string, RoleName>()
  const projectRoles = new Map<string, Set<RoleName>>()
  for (const report of reportsOf(answers)) {
    for (const { memberId, roles } of report.collaborators) for (const { environment, name } of roles) environmentRoles.set(cell(memberId, environment), name)
    for (const { environment, collaborators } of report.projects) {
      for (const { memberId, projectRole } of collaborators) projectRoles.set(cell(memberId, environment), (projectRoles.get(cell(memberId, environment)) ?? new Set()).add(projectRole))
    }
  }
  const rows = new Map<string, Omit<MappedRole, 'people'> & { readonly people: Set<MemberId> }>()
  for (const member of snapshot.members) {
    for (const { environment } of member.roles) {
      const legacy = legacyRoleIn(member, environment)
      if (legacy === null) continue
      const environmentRole = environmentRoles.get(cell(member.id, environment)) ?? null
      const granted = projectRoles.get(cell(member.id, environment))
      for (const projectRole of granted ?? [null]) {
        const key = JSON.stringify([legacy, environmentRole, projectRole])
        const row = rows.get(key) ?? { legacy, kind: kindOfLegacy(legacy, snapshot.legacyRoles ?? []), environmentRole, projectRole, people: new Set() }
        row.people.add(member.id)
        rows.set(key, row)
      }
    }
  }
  return [...rows.values()].map(({ people, ...row }) => ({ ...row, people: people.size })).sort((a, b) => (a.legacy < b.legacy ? -1 : a.legacy > b.legacy ? 1 : b.people - a.people))
}

/** The environment role that most people with each legacy role get; without those that nothing converts. */
export function mostGot(rows: readonly MappedRole[]): ReadonlyMap<RoleName, RoleName> {
  const counts = new Map<RoleName, Map<RoleName, number>>()
  for (const { legacy, environmentRole, people } of rows) {
    if (environmentRole === null) continue
    const of = counts.get(legacy) ?? new Map<RoleName, number>()
    counts.set(legacy, of.set(environmentRole, (of.get(environmentRole) ?? 0) + people))
  }
  return new Map([...counts].flatMap(([legacy, of]) => [...of].sort((a, b) => b[1] - a[1]).slice(0, 1).map(([role]) => [legacy, role] as const)))
}

/** Lines of several customers as one; `customers` counts those that have it. */
export function sumMappings(all: readonly (readonly MappedRole[])[]): readonly (MappedRole & { readonly customers: number })[] {
  const rows = new Map<string, MappedRole & { readonly customers: number }>()
  for (const row of all.flat()) {
    const key = JSON.stringify([row.legacy, row.kind, row.environmentRole, row.projectRole])
    const known = rows.get(key)
    rows.set(key, { ...row, people: row.people + (known?.people ?? 0), customers: 1 + (known?.customers ?? 0) })
  }
  return [...rows.values()].sort((a, b) => (a.legacy < b.legacy ? -1 : a.legacy > b.legacy ? 1 : b.people - a.people))
}

function cell(memberId: MemberId, environment: string): string {
  return `${String(memberId)}|${environment}`
}
