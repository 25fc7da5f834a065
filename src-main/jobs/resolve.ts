import { intentDraft, type Intent, type IntentDraft, type IntentId, type IntentValue } from '../contract/intents'
import type { JobId, PlanId } from '../contract/jobs'
import { appError } from '../contract/errors'
import { isMigration } from '../domain/intents/migrate'
import { seenRoles } from '../contract/seen-roles'
import type { StagedCounts } from '../store/repos/intents'
import type { JobDeps } from './deps'
import { stageBatch } from './seal'

/** What is to become of a conflict: the wish goes on from what is there now, or what is there stays. */
export type Choice = 'mine' | 'theirs'
interface Resolved { readonly resolved: number; readonly counts: StagedCounts }

/** Decides conflicts of the last plan; `keys` null: all of them. One step of undo. Throws PLAN_STALE when another plan was made since. */
export function resolveInPlan(deps: JobDeps, planId: PlanId, keys: readonly string[] | null, choice: Choice): Resolved {
  const saved = deps.store.plans.get(planId)
  if (saved === null) throw appError('PLAN_STALE', 'Another plan was made since.', 'Nothing was changed. Look at the newer plan.')
  const wanted = keys === null ? null : new Set(keys)
  const items = saved.plan.items.flatMap((item) => (item.verdict === 'conflict' && (wanted === null || wanted.has(item.key)) ? [item] : []))
  const removes: readonly IntentId[] = items.flatMap(({ covers }) => covers)
  const edits = choice === 'mine' ? items.map(({ intent, remote }) => rebased(deps, intent, remote)) : []
  return { resolved: items.length, counts: stageBatch(deps, choice === 'mine' ? 'Keep mine' : 'Take theirs', removes, edits).counts }
}

/** The same for the open conflicts of a job; their steps stay in the job's history as conflicts. */
export function resolveInJob(deps: JobDeps, jobId: JobId, keys: readonly string[] | null, choice: Choice): Resolved {
  const { store, clock } = deps
  const wanted = keys === null ? null : new Set(keys)
  const steps = store.steps.inStates(jobId, ['conflict']).filter((step) => step.resolved === null && (wanted === null || wanted.has(step.key)))
    // A customer that changed since its dry run needs another dry run, not another wish.
    .filter(({ intent }) => choice === 'theirs' || !isMigration(intent))
  // Staged first: a crash in between asks again instead of losing the wish.
  const edits = choice === 'mine' ? steps.map(({ intent, outcome }) => rebased(deps, intent, outcome.readBack ?? null)) : []
  const { counts } = stageBatch(deps, 'Keep mine', [], edits)
  store.inLedger(() => {
    for (const step of steps) store.steps.change(step, { resolved: choice }, clock.now())
  })
  return { resolved: steps.length, counts }
}

/** Wishes to add those who could not be invited because they are users already (contract 1.10); their steps stay failed in the job's history. */
export function addInstead(deps: JobDeps, jobId: JobId): { readonly staged: number; readonly counts: StagedCounts } {
  const { store, clock } = deps
  const there = new Set(store.accounts.list().map(({ id }) => id))
  const steps = store.steps.existing(jobId).filter(({ accountId }) => there.has(accountId))
  const edits = steps.flatMap(({ intent }): IntentDraft[] => {
    if (intent.kind !== 'member.invite') return []
    const { accountId, customerId, target, wish } = intent
    return [{ kind: 'member.add', accountId, customerId, target: { by: 'email', email: target.email }, base: null, wish: { ...wish, groupIds: [] } }]
  })
  const { counts } = stageBatch(deps, 'Add instead of invite', [], edits)
  store.inLedger(() => {
    for (const step of steps) store.steps.change(step, { resolved: 'mine' }, clock.now())
  })
  return { staged: edits.length, counts }
}

/** Kinds whose base is a value that others may change; the base of the others is that there is nothing, or something. */
const REBASED: ReadonlySet<IntentDraft['kind']> = new Set(['group.member', 'project.grant', 'role.update', 'role.delete', 'group.update', 'group.delete', 'customer.setting', 'manager.set'])

/** The same wish on what is there now. */
function rebased({ store }: Pick<JobDeps, 'store'>, intent: Intent, remote: IntentValue): IntentDraft {
  const edit = intentDraft.parse(intent)
  if (edit.kind !== 'member.role') return { ...edit, base: REBASED.has(edit.kind) ? remote : edit.base } as IntentDraft
  const member = store.members.get(edit.accountId, edit.customerId, edit.target.memberId)
  return { ...edit, base: remote, seen: member === null ? edit.seen : seenRoles(member.roles, edit.target.environment) } as IntentDraft
}
