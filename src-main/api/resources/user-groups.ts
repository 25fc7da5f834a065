import { z } from 'zod'
import type { CollaboratorGroup, GroupMember } from '../../contract/access'
import { groupId, memberId, type CustomerId, type GroupId, type MemberId } from '../../contract/ids'
import { callOne } from '../call-one'
import type { ApiClient, CallOptions } from '../client'
import type { Endpoint } from '../endpoint'
import { endpoints } from '../endpoints'
import { gone, type Removal } from '../gone'
import { readList, type List } from '../pages'
import { count, flag, label, name, numeric, opaque, text, time } from '../wire'

const wireGroup = z.object({ id: opaque(groupId), name, description: text, members_count: count, system: flag, created_at: time, updated_at: time })
  .transform((wire): CollaboratorGroup => ({
    id: wire.id, name: wire.name, description: wire.description, membersCount: wire.members_count, system: wire.system === true, createdAt: wire.created_at, updatedAt: wire.updated_at,
  }))
const wireGroupMember = z.object({ id: numeric(memberId), name: label, email: label }).transform((wire): GroupMember => wire)

/** What a group is called. */
export interface GroupFields {
  readonly name: string
  readonly description: string | null
}

/** Groups of a customer; class `userGroups`, 10/s [contract 4]. Throws AppError. */
export function listGroups(client: ApiClient, customer: CustomerId, options: CallOptions): Promise<List<CollaboratorGroup>> {
  return readList(client, endpoints.listGroups(customer), wireGroup, 'bracket', options)
}

/** One group; class `userGroups`, 10/s [seed 002]. Throws AppError. */
export function getGroup(client: ApiClient, customer: CustomerId, id: GroupId, options: CallOptions): Promise<CollaboratorGroup> {
  return callOne(client, endpoints.getGroup(customer, id), wireGroup, options)
}

/** Makes a group; class `userGroups`, 10/s; inner fields [assumed, contract 4]. Never sent twice. Throws AppError. */
export function createGroup(client: ApiClient, customer: CustomerId, group: GroupFields, options: CallOptions): Promise<CollaboratorGroup> {
  return callOne(client, endpoints.createGroup(customer), wireGroup, options, { body: { user_group: group } })
}

/** Renames a group; class `userGroups`, 10/s [assumed wrapper, contract 4]. Throws AppError. */
export function updateGroup(client: ApiClient, customer: CustomerId, id: GroupId, group: GroupFields, options: CallOptions): Promise<CollaboratorGroup> {
  return callOne(client, endpoints.updateGroup(customer, id), wireGroup, options, { body: { user_group: group } })
}

/** Deletes a group; class `userGroups`, 10/s [seed 002]. Throws AppError. */
export function deleteGroup(client: ApiClient, customer: CustomerId, id: GroupId, options: CallOptions): Promise<Removal> {
  return gone(client.call(endpoints.deleteGroup(customer, id), options))
}

/** Members of a group; class `userGroups`, 10/s; item shape [assumed, contract 4]. Throws AppError. */
export function listGroupMembers(client: ApiClient, customer: CustomerId, id: GroupId, options: CallOptions): Promise<List<GroupMember>> {
  return readList(client, endpoints.listGroupMembers(customer, id), wireGroupMember, 'bracket', options)
}

/** Adds members to a group; class `userGroups`, 10/s. Some servers may take only one of them: read the group to see (contract 1.8). Never sent twice. Throws AppError. */
export async function addGroupMembers(client: ApiClient, customer: CustomerId, id: GroupId, members: readonly MemberId[], options: CallOptions): Promise<void> {
  await sendMembers(client, endpoints.addGroupMembers(customer, id), members, options)
}

/** Takes members out of a group; class `userGroups`, 10/s; location of the ids [assumed: as in adding, contract 4]. Throws AppError. */
export async function removeGroupMembers(client: ApiClient, customer: CustomerId, id: GroupId, members: readonly MemberId[], options: CallOptions): Promise<void> {
  await sendMembers(client, endpoints.removeGroupMembers(customer, id), members, options)
}

/** The ids go into the body and, repeated, into the query, since the documents disagree (contract 1.8). */
async function sendMembers(client: ApiClient, endpoint: Endpoint, members: readonly MemberId[], options: CallOptions): Promise<void> {
  await client.call(endpoint, options, { query: members.map((member) => ['user_ids', String(member)] as const), body: { user_ids: members } })
}
