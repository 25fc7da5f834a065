import { z } from 'zod'
import type { GrantAssignee, ProjectGrant } from '../../contract/access'
import { appError } from '../../contract/errors'
import { grantId, groupId, memberId, projectId, projectRoleId, type CustomerId, type EnvironmentId, type GrantId, type GroupId, type MemberId, type ProjectId, type ProjectRoleId } from '../../contract/ids'
import { callOne } from '../call-one'
import type { ApiClient, CallOptions } from '../client'
import { endpoints } from '../endpoints'
import { gone, type Removal } from '../gone'
import { parsePage, readList, type List } from '../pages'
import { environmentRef, exactRole, label, numeric, opaque, text } from '../wire'

/** The API takes no more grants in one request (contract 7). */
export const MAX_GRANTS = 100

const wireUser = z.object({ id: numeric(memberId), name: label, email: text }).transform((user): GrantAssignee => ({ kind: 'user', ...user }))
const wireGroup = z.object({ id: opaque(groupId), name: label }).transform((group): GrantAssignee => ({ kind: 'group', ...group }))
const wireGrant = z.object({
  id: opaque(grantId), project: z.object({ id: opaque(projectId), name: label, environment: environmentRef }),
  project_role: z.object({ id: opaque(projectRoleId), name: exactRole }), user: wireUser.nullish(), user_group: wireGroup.nullish(),
}).transform((wire, context): ProjectGrant => {
  const assignee = wire.user ?? wire.user_group
  if (assignee == null || (wire.user != null && wire.user_group != null)) {
    context.addIssue({ code: 'custom', path: ['user'], message: 'exactly one of user and user_group is expected' })
    return z.NEVER
  }
  return { id: wire.id, project: wire.project, projectRole: wire.project_role, assignee }
})

/** A role for somebody on a project; one who has a grant there already gets this role instead. */
export interface GrantWish {
  readonly assignee: { readonly kind: 'user'; readonly id: MemberId } | { readonly kind: 'group'; readonly id: GroupId }
  readonly projectRoleId: ProjectRoleId
}

/** Grants on a project, asked under the id of the project's environment or of the customer; class `projectGrants`, 60/min [contract 1.8, 7; addressing open, 14.16]. Throws AppError. */
export function listProjectGrants(client: ApiClient, customer: CustomerId | EnvironmentId, project: ProjectId, options: CallOptions): Promise<List<ProjectGrant>> {
  return readList(client, endpoints.listProjectGrants(customer, project), wireGrant, 'bracket', options)
}

/** Grants of a person; class `members`, 60/min [seed 002; shape assumed, contract 3.8]. Throws AppError. */
export function listMemberGrants(client: ApiClient, customer: CustomerId, member: MemberId, options: CallOptions): Promise<List<ProjectGrant>> {
  return readList(client, endpoints.memberGrants(customer, member), wireGrant, 'bracket', options)
}

/** Grants of a group; class `groupGrants`, 60/min [seed 002, contract 4]. Throws AppError. */
export function listGroupGrants(client: ApiClient, customer: CustomerId, group: GroupId, options: CallOptions): Promise<List<ProjectGrant>> {
  return readList(client, endpoints.groupGrants(customer, group), wireGrant, 'bracket', options)
}

/** One grant; class `projectGrants`, 60/min [seed 002]. Throws AppError. */
export function getGrant(client: ApiClient, customer: CustomerId, id: GrantId, options: CallOptions): Promise<ProjectGrant> {
  return callOne(client, endpoints.getGrant(customer, id), wireGrant, options)
}

/** Adds or changes up to {@link MAX_GRANTS} grants on a project; others stay; class `projectGrants`, 60/min [contract 7]. Throws AppError. */
export async function saveProjectGrants(client: ApiClient, customer: CustomerId, project: ProjectId, grants: readonly GrantWish[], options: CallOptions): Promise<{ readonly items: readonly ProjectGrant[]; readonly skipped: number }> {
  if (grants.length > MAX_GRANTS) throw appError('BAD_INPUT', `More than ${String(MAX_GRANTS)} grants in one request.`, 'Send them in several requests. Nothing was sent.')
  const body = {
    project_grants: grants.map(({ assignee, projectRoleId: role }) => ({
      assignment_type: assignee.kind === 'user' ? 'User' : 'UserGroup', assignment_id: String(assignee.id), project_role_id: role,
    })),
  }
  const { items, skipped } = parsePage(await client.call(endpoints.saveProjectGrants(customer, project), options, { body }), wireGrant)
  return { items, skipped }
}

/** Gives a grant another role; class `projectGrants`, 60/min; body [assumed], answer not readable: get the grant [contract 7]. Throws AppError. */
export async function updateGrant(client: ApiClient, customer: CustomerId, id: GrantId, role: ProjectRoleId, options: CallOptions): Promise<void> {
  await client.call(endpoints.updateGrant(customer, id), options, { body: { project_grant: { project_role_id: role } } })
}

/** Takes a grant away; class `projectGrants`, 60/min [seed 002]. Throws AppError. */
export function deleteGrant(client: ApiClient, customer: CustomerId, id: GrantId, options: CallOptions): Promise<Removal> {
  return gone(client.call(endpoints.deleteGrant(customer, id), options))
}
