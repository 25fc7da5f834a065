import { intentSchemas, type BatchId, type Intent, type IntentId, type IntentOf, type IntentValue } from '../../contract/intents'
import { plainText } from '../../contract/plain-text'
import { seenRoles } from '../../contract/seen-roles'
import type { Member } from '../../contract/access'
import type { GroupId, MemberId } from '../../contract/ids'
import { rolesOf } from '../facts'

/** An intent that a job has applied, and what was there right before it. `before` is the remote value that the plan compared with. */
export interface Applied {
  readonly intent: Intent
  readonly before: IntentValue
  /** The person as read back; tells the other environments (`member.role`). Null: not read. */
  readonly after: Member | null
  /** The person before a removal, who would have to be invited again (`member.remove`). */
  readonly removed: Member | null
  /** The member that an invitation or addition led to; null: not known, e.g. not accepted yet. */
  readonly created: MemberId | null
  /** Id of the role or group that was made; null: not known. */
  readonly made?: string | null
}

/** What the new intents are sealed with. */
export interface Seal { readonly batchId: BatchId; readonly author: string; readonly at: number; readonly nextId: () => IntentId; readonly nextSeq: () => number }

/** Why something applied has no way back; `not-invitable`: the address is none, or there are more groups than an invitation takes; `permanent`: the API has no way back. */
export interface Irreversible { readonly intent: Intent; readonly why: 'member-unknown' | 'no-role-to-invite-with' | 'not-invitable' | 'permanent' | 'id-unknown' | 'value-unknown' | 'members-lost' }

/**
 * Undo of what a job applied (product 57): for each intent one with what was written as base and what was there before as wish, so that the same
 * planner tells conflicts with later changes of others. A removal is undone by an invitation, an invitation by a removal once the person is a member.
 */
export function inverse(results: readonly Applied[], seal: Seal): { readonly intents: readonly Intent[]; readonly irreversible: readonly Irreversible[] } {
  const intents: Intent[] = []
  const irreversible: Irreversible[] = []
  // The last change is undone first, as G3 asks for changes that build on each other.
  for (const one of [...results].reverse()) {
    const back = invert(one)
    if ('why' in back) irreversible.push({ intent: one.intent, why: back.why })
    else intents.push({ ...back, ...fresh(one.intent, seal) } as Intent)
  }
  return { intents, irreversible }
}

type Sealed = 'id' | 'accountId' | 'customerId' | 'batchId' | 'author' | 'at' | 'seq'
type Bare<K extends Intent['kind']> = Omit<IntentOf<K>, Sealed>
type Back = { [K in Intent['kind']]: Bare<K> }[Intent['kind']] | { readonly why: Irreversible['why'] }

function invert({ intent, before, after, removed, created, made }: Applied): Back {
  switch (intent.kind) {
    case 'member.role': return {
      kind: intent.kind, target: intent.target, base: intent.wish, wish: before as IntentOf<'member.role'>['wish'], seen: after === null ? {} : seenRoles(after.roles, intent.target.environment),
    }
    case 'group.member': return { kind: intent.kind, target: intent.target, base: intent.wish, wish: before as boolean }
    case 'project.grant': return { kind: intent.kind, target: intent.target, base: intent.wish, wish: before as IntentOf<'project.grant'>['wish'] }
    case 'member.invite': case 'member.add':
      return created === null ? { why: 'member-unknown' } : { kind: 'member.remove', target: { memberId: created }, base: true, wish: false }
    case 'member.remove': {
      if (removed === null) return { why: 'member-unknown' }
      const roles = rolesOf(removed)
      if (Object.keys(roles).length === 0) return { why: 'no-role-to-invite-with' }
      const { target, wish } = intentSchemas['member.invite'].shape
      const back = { target: { email: removed.email }, wish: { name: plainText(removed.name, 200), roles, groupIds: (removed.groups ?? []).map(({ id }) => id) } }
      if (!target.safeParse(back.target).success || !wish.safeParse(back.wish).success) return { why: 'not-invitable' }
      return { kind: 'member.invite', base: null, ...back }
    }
    case 'role.create': return made == null ? { why: 'id-unknown' } : {
      kind: 'role.delete', target: { scope: intent.target.scope, id: made } as IntentOf<'role.delete'>['target'], base: { name: intent.target.name, config: intent.wish.config }, wish: null,
    }
    case 'role.update': return { kind: intent.kind, target: intent.target, base: intent.wish, wish: before as IntentOf<'role.update'>['wish'] }
    case 'role.delete': {
      const lost = before as IntentOf<'role.delete'>['base']
      return { kind: 'role.create', target: { scope: intent.target.scope, name: lost.name }, base: null, wish: { config: lost.config } }
    }
    case 'group.create': return made == null ? { why: 'id-unknown' } : { kind: 'group.delete', target: { groupId: made as GroupId }, base: { name: intent.target.name, description: intent.wish.description }, wish: null }
    case 'group.update': return { kind: intent.kind, target: intent.target, base: intent.wish, wish: before as IntentOf<'group.update'>['wish'] }
    // Who was in it and what it was granted is gone; an empty group of the same name would look like the way back.
    case 'group.delete': return { why: 'members-lost' }
    case 'customer.setting': return { kind: intent.kind, target: intent.target, base: intent.wish, wish: before as IntentOf<'customer.setting'>['wish'] }
    case 'customer.unread': return { why: 'value-unknown' }
    case 'customer.provision': case 'customer.delete': case 'customer.create': case 'migrate.system': case 'migrate.role': return { why: 'permanent' }
    case 'manager.set': return { kind: intent.kind, target: intent.target, base: intent.wish, wish: before as IntentOf<'manager.set'>['wish'] }
  }
}

function fresh({ accountId, customerId }: Intent, { batchId, author, at, nextId, nextSeq }: Seal): Pick<Intent, Sealed> {
  return { id: nextId(), accountId, customerId, batchId, author, at, seq: nextSeq() }
}
