import { z } from 'zod'
import { environmentAssignment, member, type EnvironmentAssignment, type Member } from '../contract/access'
import { fold } from '../domain/fold'
import { searchText } from './search-text'

/** A member as the table holds it, without keys, generation and times of the store. */
export interface StoredMember {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly sort_name: string
  readonly search: string
  readonly kind: string
  readonly grant_type: string | null
  readonly external_id: string | null
  readonly time_zone: string | null
  readonly created_at: number | null
  readonly last_activity_at: number | null
  readonly last_activity_type: string | null
  readonly roles: string
  readonly groups: string | null
}

/** Everything that a read can change. */
export const MEMBER_COLUMNS = [
  'name', 'email', 'sort_name', 'search', 'kind', 'grant_type', 'external_id', 'time_zone', 'created_at', 'last_activity_at', 'last_activity_type', 'roles', 'groups',
] as const satisfies readonly (keyof StoredMember)[]
/** What makes a new state of access: only a change here is history. */
export const ACCESS_COLUMNS = ['name', 'email', 'kind', 'grant_type', 'external_id', 'roles', 'groups'] as const satisfies readonly (keyof StoredMember)[]

const ORDER = ['dev', 'test', 'prod']
const storedRoles = z.array(environmentAssignment)
const storedGroups = member.shape.groups

/** The row of a member; where this answer does not tell the groups, those known before stay. */
export function toMemberRow(one: Member, before: StoredMember | undefined): StoredMember {
  const roles = [...one.roles].sort((a, b) => ORDER.indexOf(a.environment) - ORDER.indexOf(b.environment))
  const groups = one.groups === null ? null : [...one.groups].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ id, name }) => ({ id, name }))
  return {
    id: one.id, name: one.name, email: one.email, sort_name: sortName(one), search: searchText(one.name, one.email), kind: one.kind, grant_type: one.grantType, external_id: one.externalId,
    time_zone: one.timeZone, created_at: one.createdAt, last_activity_at: one.lastActivityAt, last_activity_type: one.lastActivityType,
    roles: JSON.stringify(roles.map(({ environment, roleName, roleType }) => ({ environment, roleName, roleType }))),
    groups: groups === null ? (before?.groups ?? null) : JSON.stringify(groups),
  }
}

/** The member of a row. */
export function toMember(row: StoredMember): Member {
  return member.parse({
    id: row.id, name: row.name, email: row.email, kind: row.kind, grantType: row.grant_type, externalId: row.external_id, timeZone: row.time_zone, createdAt: row.created_at,
    lastActivityAt: row.last_activity_at, lastActivityType: row.last_activity_type, roles: parseRoles(row.roles), groups: parseGroups(row.groups),
  })
}

/** Roles as the column holds them. */
export function parseRoles(text: string): EnvironmentAssignment[] {
  return storedRoles.parse(JSON.parse(text))
}

/** Groups as the column holds them. */
export function parseGroups(text: string | null): Member['groups'] {
  return text === null ? null : storedGroups.parse(JSON.parse(text))
}

/** The person that a member is: one for each e-mail of all accounts, however it is spelt; one without any is nobody else. No address that is trimmed begins with a blank, so that none can be spelt like such a key. */
export function emailKey(email: string, accountId: string, memberId: number): string {
  const key = email.trim().toLowerCase()
  return key === '' ? ` ${accountId}/${String(memberId)}` : key
}

/** Whether two rows differ in one of the columns. */
export function rowsDiffer(columns: readonly (keyof StoredMember)[], a: StoredMember, b: StoredMember): boolean {
  return columns.some((name) => a[name] !== b[name])
}

/** By what a person is sorted: the folded name, without one the e-mail. */
export function sortName({ name, email }: { readonly name: string; readonly email: string }): string {
  return fold(name.trim() === '' ? email : name.trim())
}
