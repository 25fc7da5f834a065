import type { EnvironmentAssignment } from '../../contract/access'
import { AppError } from '../../contract/errors'
import type { CustomerId, GroupId } from '../../contract/ids'
import type { ApiClient, CallOptions } from '../client'
import { endpoints } from '../endpoints'
import { INVITE_WINDOW_MS, type InviteWindow } from '../invite-window'
import { mayHaveHappened } from '../unknown-outcome'
import { envRoles } from './members'

/** An invitation; at least one role is needed, a group alone is refused (contract 1.10). */
export interface Invitation {
  readonly name: string
  readonly email: string
  readonly roles: readonly EnvironmentAssignment[]
  readonly groupIds: readonly GroupId[]
}

/** `already-user`: the address belongs to a user of Workato; add that person by e-mail instead (contract 1.10). */
export type InviteOutcome = 'invited' | 'already-user'

/** After so many refusals of one invitation the caller decides. */
const MAX_REFUSALS = 3

/**
 * Sends one invitation; class `members`, 60/min [contract 3.3]. Whoever calls it keeps the twenty minutes and takes 409 for somebody who has to be
 * added by e-mail (contract 1.10). Never sent twice but after a refusal by quota. Throws AppError.
 */
export async function sendInvitation(client: ApiClient, customer: CustomerId, { name, email, roles, groupIds }: Invitation, options: CallOptions): Promise<void> {
  const body = { name, email, env_roles: envRoles(roles, client.options), ...(groupIds.length === 0 ? {} : { user_group_ids: groupIds }) }
  await client.call(endpoints.inviteMember(customer), options, { body })
}

/**
 * Invites somebody; class `members`, 60/min, and one per person and customer in twenty minutes, which is waited for [contract 3.3].
 * Never sent twice but after a refusal by quota. The person is no member until the invitation is accepted. Throws AppError.
 */
export async function inviteMember(client: ApiClient, window: InviteWindow, customer: CustomerId, invitation: Invitation, options: CallOptions): Promise<InviteOutcome> {
  const { email } = invitation
  for (let refusals = 0; ; refusals += 1) {
    await window.take(customer, email, options.signal)
    try {
      await sendInvitation(client, customer, invitation, options)
      window.answered(customer, email)
      return 'invited'
    } catch (error) {
      const known = error instanceof AppError ? error : null
      if (known?.json.code === 'RATE_LIMITED' && refusals < MAX_REFUSALS) {
        // Our own quota was kept, so that somebody else has invited this person; without a number the whole window is waited for.
        window.postpone(customer, email, known.json.retryAfterMs ?? INVITE_WINDOW_MS)
        continue
      }
      // What certainly was not made uses nothing up.
      if (known !== null && !mayHaveHappened(known)) window.release(customer, email)
      if (known?.json.details?.['status'] === 409) return 'already-user'
      throw error
    }
  }
}
