import type { EnvironmentType, Member, ProjectGrant, ProjectRole, RoleName } from '../../contract/access'
import type { AccountId, CustomerId, MemberId, ProjectId } from '../../contract/ids'
import type { IntentDraft } from '../../contract/intents'
import type { VerifyDifference } from '../../contract/migration'
import type { AccessModel } from '../../contract/reading'
import { lockOf } from '../../contract/role-lock'
import { seenRoles } from '../../contract/seen-roles'
import { rankOf, SYSTEM_ROLE_RANKS } from '../access/highest'
import { ENVIRONMENTS, type DescribedGroup } from '../facts'
import { legacyRoleIn, reportsOf, type DryRunAnswers, type MigrationSnapshot, type SnapshotMember } from './snapshot'

/** What is there after a migration. Null: it could not be read, and is not judged. */
export interface AfterFacts {
  readonly accountId: AccountId
  readonly customerId: CustomerId
  readonly environments: readonly EnvironmentType[]
  readonly model: AccessModel
  readonly members: readonly Member[]
  readonly roleNames: ReadonlySet<RoleName> | null
  readonly projects: { readonly grants: readonly ProjectGrant[]; readonly groups: readonly DescribedGroup[]; readonly roles: readonly ProjectRole[] } | null
}

/** A difference with the edit that makes it go; null: there is none. */
export interface Deviation { readonly difference: Omit<VerifyDifference, 'customer' | 'fix' | 'own'>; readonly draft: IntentDraft | null }

/**
 * What is not as the dry run said. Who was not in its answer keeps what they had; who came later is not judged. Without a dry run (null) only the kind
 * of the assignments tells: a legacy role that is left.
 */
export function verify(dryRun: { readonly snapshot: MigrationSnapshot; readonly answers: DryRunAnswers } | null, after: AfterFacts): readonly Deviation[] {
  if (dryRun === null) return after.members.filter(({ kind }) => kind !== 'manager').flatMap((member) => ENVIRONMENTS.flatMap((environment) => {
    const legacy = legacyRoleIn(member, environment)
    return legacy === null ? [] : [deviation(after, member, environment, { before: legacy, expected: null, actual: legacy, direction: 'legacy', why: 'legacy-role' })]
  }))
  const expected = expectations(dryRun.answers)
  return dryRun.snapshot.members.flatMap((before) => {
    const member = after.members.find(({ id }) => id === before.id)
    return [...roleDeviations(before, member, expected, after), ...projectDeviations(before, member, expected, after)]
  })
}

interface Expectations {
  readonly environments: ReadonlyMap<string, RoleName>
  readonly projects: ReadonlyMap<ProjectId, { readonly name: string; readonly environment: EnvironmentType; readonly roles: ReadonlyMap<MemberId, RoleName> }>
}

function expectations(answers: DryRunAnswers): Expectations {
  const reports = reportsOf(answers)
  const projects = new Map<ProjectId, { readonly name: string; readonly environment: EnvironmentType; readonly roles: Map<MemberId, RoleName> }>()
  for (const { id, name, environment, collaborators } of reports.flatMap((report) => report.projects)) {
    const known = projects.get(id) ?? { name, environment, roles: new Map<MemberId, RoleName>() }
    for (const one of collaborators) known.roles.set(one.memberId, one.projectRole)
    projects.set(id, known)
  }
  return { projects, environments: new Map(reports.flatMap(({ collaborators }) => collaborators.flatMap(({ memberId, roles }) => roles.map(({ environment, name }) => [`${String(memberId)}|${environment}`, name] as const)))) }
}

function roleDeviations(before: SnapshotMember, member: Member | undefined, expected: Expectations, after: AfterFacts): readonly Deviation[] {
  return ENVIRONMENTS.flatMap((environment) => {
    const had = before.roles.find((one) => one.environment === environment)?.roleName ?? null
    const wish = expected.environments.get(`${String(before.id)}|${environment}`) ?? had
    const actual = member?.roles.find((one) => one.environment === environment)?.roleName ?? null
    const told = expected.environments.has(`${String(before.id)}|${environment}`)
    // A role of the same name may still be the old one.
    const stayed = told && member !== undefined && legacyRoleIn(member, environment) !== null
    if (actual === wish && !stayed) return []
    const at = { before: had, expected: wish, actual }
    if (member === undefined) return [deviation(after, before, environment, { ...at, direction: 'less', why: 'member-gone' })]
    if (stayed) return [deviation(after, before, environment, { ...at, direction: 'legacy', why: 'legacy-role' })]
    const lock = lockOf({ ...member, environments: after.environments, model: after.model, environment, leaving: false })
    const why = lock !== null ? (lock === 'legacy' || lock === 'legacy-role' ? 'legacy-role' : 'not-read') : wish === null || after.roleNames === null || after.roleNames.has(wish) ? null : 'unknown-role'
    const draft: IntentDraft = { kind: 'member.role', accountId: after.accountId, customerId: after.customerId, target: { memberId: before.id, environment }, base: actual, wish, seen: seenRoles(member.roles, environment) }
    return [deviation(after, before, environment, { ...at, direction: directionOf(wish, actual), why }, null, why === null ? draft : null)]
  })
}

function projectDeviations(before: SnapshotMember, member: Member | undefined, expected: Expectations, after: AfterFacts): readonly Deviation[] {
  const there = after.projects
  if (there === null || member === undefined) return []
  const groups = new Set(there.groups.filter(({ system, memberIds }) => system || memberIds.includes(before.id)).map(({ id }) => id))
  return [...expected.projects].flatMap(([id, { name, environment, roles }]) => {
    const wish = roles.get(before.id) ?? null
    const grants = there.grants.filter(({ project, assignee }) => project.id === id && (assignee.kind === 'user' ? assignee.id === before.id : groups.has(assignee.id)))
    const held = grants.map(({ projectRole }) => projectRole.name)
    if (wish === null ? held.length === 0 : held.includes(wish)) return []
    const direct = grants.find(({ assignee }) => assignee.kind === 'user')
    const role = there.roles.find((one) => one.name === wish)
    const why = after.model === 'legacy' ? 'legacy-role' : wish === null && direct === undefined ? 'through-group' : wish !== null && role === undefined ? 'unknown-role' : null
    const draft: IntentDraft = {
      kind: 'project.grant', accountId: after.accountId, customerId: after.customerId, target: { projectId: id, environment, assignee: { kind: 'user', id: before.id } },
      base: direct === undefined ? null : { id: direct.projectRole.id, name: direct.projectRole.name }, wish: role === undefined ? null : { id: role.id, name: role.name },
    }
    const at = { before: legacyRoleIn(before, environment), expected: wish, actual: held[0] ?? null }
    return [deviation(after, before, environment, { ...at, direction: wish === null ? 'more' : held.length === 0 ? 'less' : 'other', why }, { id, name }, why === null ? draft : null)]
  })
}

type Told = Pick<VerifyDifference, 'before' | 'expected' | 'actual' | 'direction' | 'why'>

function deviation({ accountId, customerId }: AfterFacts, { id, name, email }: SnapshotMember, environment: EnvironmentType, told: Told, project: VerifyDifference['project'] = null, draft: IntentDraft | null = null): Deviation {
  return { difference: { key: `${accountId}|${String(customerId)}|${String(id)}|${environment}|${project?.id ?? ''}`, accountId, customerId, memberId: id, name, email, environment, project, ...told }, draft }
}

function directionOf(expected: RoleName | null, actual: RoleName | null): VerifyDifference['direction'] {
  if (expected === null) return 'more'
  if (actual === null) return 'less'
  const [wanted, is] = [rankOf(expected, SYSTEM_ROLE_RANKS), rankOf(actual, SYSTEM_ROLE_RANKS)]
  return wanted === null || is === null || wanted === is ? 'other' : is > wanted ? 'more' : 'less'
}
