import { emailKey } from '../facts'
import type { Guard } from './guard'

/** One invitation of a person to a customer in this time (contract 3.3). */
const INVITE_WINDOW_MS = 20 * 60_000

/** An invitation within 20 minutes of the last one to the same person and customer would be refused. Allowed again exactly when the time is over. One that is noted for later than a window from now was noted while the clock was ahead, and tells nothing. */
export const inviteWindow: Guard<'member.invite'> = ({ target }, { facts }, { now }) => {
  const sent = facts.invites.filter(({ email }) => emailKey(email) === emailKey(target.email)).map(({ at }) => at).filter((at) => at - now <= INVITE_WINDOW_MS)
  const until = Math.max(-Infinity, ...sent) + INVITE_WINDOW_MS
  return until > now ? { kind: 'invite-window', until } : null
}
