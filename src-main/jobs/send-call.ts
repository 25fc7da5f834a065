import type { ApiClient, CallOptions } from '../api/client'
import { sendInvitation } from '../api/resources/invitations'
import { addMember, removeMember, updateMember } from '../api/resources/members'
import { deleteGrant, saveProjectGrants } from '../api/resources/project-grants'
import { addGroupMembers, removeGroupMembers } from '../api/resources/user-groups'
import type { EnvironmentAssignment } from '../contract/access'
import type { CustomerId } from '../contract/ids'
import type { NewPerson } from '../contract/intents'
import type { Call } from '../contract/plan'
import { wishedRoles } from '../domain/guards/role'
import { sendAdminCall } from './send-admin-call'

/** Sends one planned call; what it is sealed to comes with it. Resolves when the API said yes. Throws AppError. */
export async function sendCall(client: ApiClient, customer: CustomerId, call: Call, options: CallOptions): Promise<void> {
  switch (call.kind) {
    case 'member.update': return updateMember(client, customer, call.memberId, call, options)
    case 'member.invite': return sendInvitation(client, customer, { name: call.person.name, email: call.email, roles: rolesOf(call.person), groupIds: call.person.groupIds }, options)
    case 'member.add': return addMember(client, customer, { kind: 'existing', by: call.who.by === 'email' ? { email: call.who.email } : { oauthId: call.who.oauthId }, roles: rolesOf(call.person) }, options)
    case 'member.remove': return void (await removeMember(client, customer, call.memberId, options))
    case 'group.add': return addGroupMembers(client, customer, call.groupId, call.memberIds, options)
    case 'group.remove': return removeGroupMembers(client, customer, call.groupId, call.memberIds, options)
    case 'grants.set': return void (await saveProjectGrants(client, customer, call.projectId, call.grants, options))
    case 'grant.remove': return void (await deleteGrant(client, customer, call.grantId, options))
    default: return sendAdminCall(client, customer, call, options)
  }
}

function rolesOf(person: NewPerson): readonly EnvironmentAssignment[] {
  return wishedRoles(person).map(([environment, roleName]) => ({ environment, roleName, roleType: 'environment' }))
}
