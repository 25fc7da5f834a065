import type { MemberId } from '../../contract/ids'
import type { Intent, IntentId } from '../../contract/intents'

/** Intents of one customer on people whom another of them removes: they would be lost with the person, or would bring a part of the person back. */
export function removedHere(intents: readonly Intent[]): ReadonlySet<IntentId> {
  const removed = new Set(intents.flatMap((one) => (one.kind === 'member.remove' ? [one.target.memberId] : [])))
  return new Set(intents.flatMap((one) => {
    const member = memberOf(one)
    return one.kind !== 'member.remove' && member !== null && removed.has(member) ? [one.id] : []
  }))
}

/** Intents on a customer that another of them deletes: they would be lost with it. */
export function deletedHere(intents: readonly Intent[]): ReadonlySet<IntentId> {
  if (!intents.some(({ kind }) => kind === 'customer.delete')) return new Set()
  return new Set(intents.filter(({ kind }) => kind !== 'customer.delete').map(({ id }) => id))
}

/** The member that an intent is about; null: somebody who is none yet, or a group. */
function memberOf(one: Intent): MemberId | null {
  switch (one.kind) {
    case 'member.role': case 'member.remove': case 'group.member': return one.target.memberId
    case 'project.grant': return one.target.assignee.kind === 'user' ? one.target.assignee.id : null
    default: return null
  }
}
