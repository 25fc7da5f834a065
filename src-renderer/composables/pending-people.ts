import { computed, type Ref } from 'vue'
import type { MemberId } from '@contract/ids'
import type { IntentId, IntentOf } from '@contract/intents'
import type { PendingRow } from '../stores/pending'

/** Whom a grant is for. */
export type Assignee = IntentOf<'project.grant'>['target']['assignee']
/** A wish that waits, and the edits that it stands for: discarding these takes it back. */
export interface Waiting<K extends PendingRow['intent']['kind']> { readonly person: PendingRow['person']; readonly intent: Extract<PendingRow['intent'], { kind: K }>; readonly covers: readonly IntentId[] }

/** What waits for the people, groups and grants of one customer. */
export function usePendingPeople(rows: Ref<readonly PendingRow[]>) {
  const live = computed(() => rows.value.filter(({ neutral }) => !neutral))
  const of = <K extends PendingRow['intent']['kind']>(kind: K): readonly Waiting<K>[] => live.value.filter(({ intent }) => intent.kind === kind) as unknown as readonly Waiting<K>[]
  /** People who are to come, in the order of the edits. */
  const coming = computed(() => live.value.filter(({ intent }) => intent.kind === 'member.invite' || intent.kind === 'member.add'))
  const removals = computed(() => new Map(of('member.remove').map((one) => [one.intent.target.memberId, one])))
  const joins = computed(() => of('group.member'))
  const grants = computed(() => of('project.grant'))
  const removalOf = (id: MemberId): Waiting<'member.remove'> | null => removals.value.get(id) ?? null
  return { coming, joins, grants, removalOf }
}
