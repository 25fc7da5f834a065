import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { Output } from '@contract'
import type { AppErrorJson } from '@contract/errors'
import type { IntentDraft, IntentId } from '@contract/intents'
import type { RoleEdit } from '@contract/methods/role-edits'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'
import { useChangesStore } from './changes'

export type RoleProposal = Output<'roles.propose'>
/** Typing asks at most so often, in ms: a proposal goes through every chosen customer. */
const EVERY_MS = 300

/** What an act on roles would do, asked anew whenever the act or what is staged changes; `edits` null: nothing to look at. Kept at most once, for the customers it was proposed for. */
export function useRoleProposal(edits: () => readonly RoleEdit[] | null) {
  const changes = useChangesStore()
  const wanted = computed(edits)
  const failure = shallowRef<AppErrorJson | null>(null)
  /** From the press until the dialog is opened anew. */
  const busy = ref(false)
  const answer = makeAnswer(async (asked: readonly RoleEdit[]): Promise<{ readonly asked: readonly RoleEdit[]; readonly found: RoleProposal }> => ({ asked, found: await call('roles.propose', { edits: [...asked] as never }) }))

  async function ask(): Promise<void> {
    const asked = wanted.value
    if (asked === null || busy.value) return
    let before = Infinity
    // Privileges that were never read come some at a time; nobody waits for those that do not come.
    do {
      before = answer.value?.asked === asked ? answer.value.found.unread : Infinity
      await answer.ask(asked)
      // Somebody else may have asked meanwhile, so that the answer is about another act.
      if (wanted.value !== asked || answer.failure !== null || answer.value?.asked !== asked) return
    } while (answer.value.found.unread > 0 && answer.value.found.unread < before)
  }
  const soon = makeFollower(() => void ask(), EVERY_MS)
  watch(wanted, (asked) => {
    if (asked === null) answer.clear()
    else soon()
  }, { immediate: true })
  onScopeDispose(onAppEvent((event) => {
    if (event.type === 'intents' || (event.type === 'engine' && event.status === 'running')) soon()
  }))

  const current = computed(() => (answer.value !== null && answer.value.asked === wanted.value ? answer.value.found : null))
  const ready = computed(() => current.value !== null && current.value.drafts.length > 0 && current.value.errors.length === 0 && !answer.pending)
  function begin(): void {
    failure.value = null
    busy.value = false
  }
  /** True when the proposed edits are on disk, as one step of undo; `instead` are staged edits that they replace. */
  async function keep(name: string, instead: readonly IntentId[] = []): Promise<boolean> {
    const found = current.value
    if (busy.value || found === null || !ready.value) return false
    busy.value = true
    const drafts = found.drafts as readonly IntentDraft[]
    const kept = await (instead.length === 0 ? changes.stage(name, drafts) : changes.restage(name, instead, drafts))
    if (!kept) {
      failure.value = changes.failure
      busy.value = false
    }
    return kept
  }
  return { current, ready, busy, failure: computed(() => failure.value ?? answer.failure), pending: computed(() => answer.pending), begin, keep }
}
