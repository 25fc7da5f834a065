import type { EnvironmentAssignment, EnvironmentType, Member } from '../../contract/access'
import { appError } from '../../contract/errors'
import type { CustomerId, GroupId, MemberId } from '../../contract/ids'
import { callOne } from '../call-one'
import type { ApiClient, CallOptions } from '../client'
import { endpoints } from '../endpoints'
import { gone, type Removal } from '../gone'
import type { ApiOptions } from '../options'
import { readList, type List } from '../pages'
import { NO_ACCESS, wireMember } from './member-wire'

/** Somebody to be added without an invitation: new to Workato, or a user of it already, who is named by one of two ids (contract 3.5, 1.10). */
export type NewMember =
  | { readonly kind: 'new'; readonly name: string; readonly roles: readonly EnvironmentAssignment[]; readonly externalId?: string; readonly timeZone?: string; readonly groupIds?: readonly GroupId[] }
  | { readonly kind: 'existing'; readonly by: { readonly oauthId: string } | { readonly email: string }; readonly roles: readonly EnvironmentAssignment[] }

/** The whole set of a person's roles after a change, and the environments in which it differs from before. */
export interface RoleChange {
  readonly roles: readonly EnvironmentAssignment[]
  readonly changed: readonly EnvironmentType[]
}

/** `env_roles` as it is sent: role type always explicit (contract 3.2, 1.8). */
export function envRoles(roles: readonly EnvironmentAssignment[], { noAccess }: Pick<ApiOptions, 'noAccess'>): readonly { environment_type: EnvironmentType; name: string; role_type: string }[] {
  return roles.filter(({ roleName }) => roleName !== null || noAccess === 'named').map(({ environment, roleName, roleType }) => ({
    environment_type: environment, name: roleName ?? NO_ACCESS, role_type: roleName === null ? 'environment' : roleType,
  }))
}

/** All members of a customer in one answer without pages; class `members`, 60/min; any envelope [contract 1.10, 3.4]. Throws AppError. */
export function listMembers(client: ApiClient, customer: CustomerId, options: CallOptions): Promise<List<Member>> {
  return readList(client, endpoints.listMembers(customer), wireMember, 'none', options)
}

/** The member with exactly this address, in any case; null when there is none. The API only searches for a part of it [contract 1.10]. Throws AppError. */
export async function findMember(client: ApiClient, customer: CustomerId, email: string, options: CallOptions): Promise<Member | null> {
  const { items, complete } = await readList(client, endpoints.listMembers(customer), wireMember, 'none', options, [['email', email]])
  const found = items.find((one) => one.email.toLowerCase() === email.toLowerCase())
  // "Not there" may only be said of a list that was understood to its end.
  if (found === undefined && !complete) throw appError('BAD_RESPONSE', 'It could not be seen whether this person is a member.', 'A part of the answer of Workato was not understood. Nothing was changed.')
  return found ?? null
}

/** One member; class `members`, 60/min [seed 002, contract 3.4]. Throws AppError. */
export function getMember(client: ApiClient, customer: CustomerId, id: MemberId, options: CallOptions): Promise<Member> {
  return callOne(client, endpoints.getMember(customer, id), wireMember, options)
}

/** Adds somebody without an invitation; class `members`, 60/min [api-docs: post members]. Never sent twice; read the list to see the result. Throws AppError. */
export async function addMember(client: ApiClient, customer: CustomerId, added: NewMember, options: CallOptions): Promise<void> {
  const env_roles = envRoles(added.roles, client.options)
  const body = added.kind === 'existing'
    ? { ...('oauthId' in added.by ? { oauth_id: added.by.oauthId } : added.by), env_roles }
    : { name: added.name, env_roles, external_id: added.externalId, time_zone: added.timeZone, user_group_ids: added.groupIds }
  await client.call(endpoints.addMember(customer), options, { body })
}

/**
 * Sets the roles of a member; class `members`, 60/min [contract 3.6]. Sends the full set, or what changed where the account says so (contract 1.10).
 * The answer may lack the new roles, so that reading the member is the only proof. Throws AppError.
 */
export async function updateMember(client: ApiClient, customer: CustomerId, id: MemberId, { roles, changed }: RoleChange, options: CallOptions): Promise<void> {
  const sent = client.options.sendOnlyChangedRoles ? roles.filter(({ environment }) => changed.includes(environment)) : roles
  await client.call(endpoints.updateMember(customer, id), options, { body: { env_roles: envRoles(sent, client.options) } })
}

/** Removes a member; class `memberRemovals`, 1000/min [contract 3.7, 13]. Throws AppError. */
export function removeMember(client: ApiClient, customer: CustomerId, id: MemberId, options: CallOptions): Promise<Removal> {
  return gone(client.call(endpoints.removeMember(customer, id), options))
}
