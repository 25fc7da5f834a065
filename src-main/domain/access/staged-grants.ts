import type { Project, ProjectGrant } from '../../contract/access'
import type { ProjectId } from '../../contract/ids'
import type { GrantedRole, Intent, IntentOf } from '../../contract/intents'
import { grantKey } from '../facts'

type Assignee = IntentOf<'project.grant'>['target']['assignee']

/** The role of one person or group on a project, now and when what is staged is applied; null: none. */
export interface StagedGrant { readonly projectId: ProjectId; readonly assignee: Assignee; readonly now: GrantedRole | null; readonly after: GrantedRole | null }

/** Every grant of each project, with those that are staged; of a project that is not in the list nothing is told. In the order of what was read, then of the edits. */
export function stagedGrants(grants: readonly ProjectGrant[], projects: readonly Pick<Project, 'id'>[], staged: readonly Intent[]): ReadonlyMap<ProjectId, readonly StagedGrant[]> {
  const found = new Map(projects.map(({ id }) => [id, new Map<string, StagedGrant>()]))
  for (const { project, projectRole, assignee } of grants) found.get(project.id)?.set(grantKey(project.id, assignee), { projectId: project.id, assignee: { kind: assignee.kind, id: assignee.id } as Assignee, now: projectRole, after: projectRole })
  for (const one of staged) {
    if (one.kind !== 'project.grant') continue
    const { projectId, assignee } = one.target
    const [of, key] = [found.get(projectId), grantKey(projectId, assignee)]
    of?.set(key, { projectId, assignee, now: of.get(key)?.now ?? null, after: one.wish })
  }
  return new Map([...found].map(([id, of]) => [id, [...of.values()]]))
}
