import { emailKey, type CustomerFacts } from '../facts'
import type { Guard } from './guard'

/** One invitation of a person to a customer in this time (contract 3.3). */
const INVITE_WINDOW_MS = 20 * 60_000

/** An invitation within 20 minutes of the last one to the same person and customer would be refused. */
export const inviteWindow: Guard<'member.invite'> = ({ target }, { facts }, { now }) => {
  const until = inviteAllowedAt(facts, target.email, now)
  return until === null ? null : { kind: 'invite-window', until }
}

/** UTC ms from which an address may be invited again, exactly when the time is over; null: now. An invitation that is noted for later than a window from now was noted while the clock was ahead, and tells nothing. */
export function inviteAllowedAt({ invites }: Pick<CustomerFacts, 'invites'>, email: string, now: number): number | null {
  const sent = invites.filter((one) => emailKey(one.email) === emailKey(email)).map(({ at }) => at).filter((at) => at - now <= INVITE_WINDOW_MS)
  const until = Math.max(-Infinity, ...sent) + INVITE_WINDOW_MS
  return until > now ? until : null
}
