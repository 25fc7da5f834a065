import type { Customer } from './model'
import { opaqueId, type NextNumber, type SeededRandom } from './random'
import { GROUPS } from './words'
import type { Grant, Group, Member, Workspace } from './workspace'

/** The group that every workspace has (contract section 4). */
export function allCollaborators(next: NextNumber, { created_at }: Customer): Group {
  return { id: opaqueId('am', next()), name: 'All collaborators', description: null, system: true, member_ids: [], created_at, updated_at: created_at }
}

/** Groups of this customer's own, with some of its people. */
export function generateGroups(random: SeededRandom, next: NextNumber, { created_at }: Customer, members: readonly Member[]): Group[] {
  const names = random.shuffle(GROUPS).slice(0, random.int(1, 3))
  return names.map((name) => {
    const size = Math.min(members.length, random.int(0, Math.ceil(members.length / 4)))
    const member_ids = random.shuffle(members).slice(0, size).map(({ id }) => id)
    return { id: opaqueId('pf', next()), name, description: random.chance(0.5) ? `${name} of the customer` : null, system: false, member_ids, created_at, updated_at: created_at }
  })
}

/** Project roles for groups and single people, one for each assignee and project. */
export function generateGrants(random: SeededRandom, next: NextNumber, { projects, groups, members, projectRoles }: Workspace): Grant[] {
  const own = groups.filter(({ system }) => !system)
  return projects.flatMap((project) => {
    const grant = (user_id: number | null, group_id: string | null): Grant => ({
      id: opaqueId('pg', next()), project_id: project.id, user_id, group_id, project_role_id: random.pick(projectRoles).id,
    })
    const people = members.filter((member) => member.roles[project.environment] !== undefined)
    const some = random.shuffle(people).slice(0, random.int(1, 5))
    return [...own.filter(() => random.chance(0.5)).map(({ id }) => grant(null, id)), ...some.map(({ id }) => grant(id, null))]
  })
}
