import type { Account } from './account'
import type { CustomerRequest } from './answer'
import { addMember, setGroups } from './member-rules'
import type { User } from './model'

/** One invitation for a person and a workspace in this time (contract 3.3). */
export const WINDOW_MS = 20 * 60_000

export function isAddress(value: unknown): value is string {
  return typeof value === 'string' && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)
}

export function findUser(account: Account, address: string): User | undefined {
  return account.user(({ email }) => email.toLowerCase() === address, address)
}

/** The person behind an invitation makes a login, if they have none, and joins; gives whether there was one to accept. */
export function acceptInvitation(request: CustomerRequest, address: string): boolean {
  const { account, workspace } = request
  const invitation = workspace.invitations.find(({ email }) => email === address.toLowerCase())
  if (invitation === undefined || invitation.accepted || workspace.members.some(({ email }) => email?.toLowerCase() === invitation.email)) return false
  invitation.accepted = true
  const known = findUser(account, invitation.email)
  const user = known ?? { id: (workspace.nextId += 1), name: invitation.name, email: invitation.email }
  if (known === undefined) account.users.push(user)
  addMember(request, user, invitation.roles)
  setGroups(request, user.id, invitation.group_ids.map((id) => ({ id })))
  return true
}
