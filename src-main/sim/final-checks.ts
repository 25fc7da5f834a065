import type { JobState } from '../contract/jobs'
import type { Db } from '../store/db'
import { toStep, type Step, type StoredStep } from '../store/step-row'
import type { World } from '../emulator/world'
import { cellsOf, spelled } from './cells'
import { isSeen } from '../jobs/settle'
import type { Oracle } from './oracle'

const STEPS = 'SELECT s.* FROM job_steps s JOIN jobs j ON j.id = s.job_id ORDER BY j.place, s.place'

/** What must hold when everything is quiet: G7, G8, G10 and what each end of a step means. */
export function checkEnd(world: World, ledger: Db, jobs: readonly JobState[], oracle: Oracle, calm: { readonly crashed: boolean; readonly failing: boolean }): void {
  const steps = ledger.all<StoredStep>(STEPS).map(toStep)
  const last = new Map(steps.filter(({ state }) => ['applied', 'already'].includes(state)).map((step) => [step.key, step]))
  const turns = new Map(steps.map((step, turn) => [step, turn]))
  const superseded = (step: Step): boolean => steps.some((later) => (turns.get(later) ?? 0) > (turns.get(step) ?? 0) && later.state === 'applied' && overrides(later, step))
  for (const step of last.values()) if (!superseded(step)) checkReached(step, world, oracle)
  checkOnce(steps, oracle)
  for (const step of steps) checkState(step, oracle, calm.failing, steps.some(({ key, jobId }) => key === step.key && jobId !== step.jobId))
  for (const { name, total, counts } of jobs) {
    const sum = Object.values(counts).reduce((a, b) => a + b, 0)
    if (sum !== total) oracle.broken('G8', `${name}: ${String(sum)} of ${String(total)} steps are counted`)
  }
  oracle.sums()
  if (!calm.crashed && world.log.some(({ throttled, other }) => throttled && !other)) oracle.broken('G10', 'the quota was overdrawn by ourselves')
}

/** Whether a later step may have changed the cell of an earlier one under another key: a role by its id that was made by its name, everything with its customer. */
function overrides(later: Step, earlier: Step): boolean {
  if (later.accountId !== earlier.accountId || later.customerId !== earlier.customerId) return false
  const family = ({ intent: { kind } }: Step): string | null => (/^(role|group)\.(create|update|delete)$/.exec(kind)?.[1] ?? null)
  if (later.intent.kind === 'customer.delete') return true
  if (later.intent.kind === 'group.delete' && earlier.key.includes(later.intent.target.groupId)) return true
  return family(later) !== null && family(later) === family(earlier)
}

/** What is added to each time takes effect at most once for each step. */
function checkOnce(steps: readonly Step[], oracle: Oracle): void {
  for (const key of new Set(steps.filter(({ intent }) => intent.kind === 'customer.unread').map((one) => one.key))) {
    const [effects, asked] = [oracle.writes.filter((one) => one.by === 'us' && one.key === key).length, steps.filter((one) => one.key === key).length]
    if (effects > asked) oracle.broken('G5', `${key} took effect ${String(effects)} times, though it was asked for ${String(asked)} times`)
  }
}

/** Every cell without a conflict equals the remote, unless somebody else has changed it since. */
function checkReached({ key, intent, state }: Step, world: World, oracle: Oracle): void {
  if (!isSeen(intent)) return
  const account = world.account(intent.accountId)
  if (account === undefined) return
  const ours = oracle.writes.filter((one) => one.by === 'us' && one.key === key).map(({ at }) => at)
  const since = state === 'applied' ? Math.max(-Infinity, ...ours) : -Infinity
  const later = oracle.writes.some((one) => one.by === 'other' && one.key === key && one.at >= since)
  const there = cellsOf(account, intent.customerId).get(key)
  const removedSince = oracle.writes.some((one) => one.key === key.replace(/\|(member\.role|group\.member)\|.*$/, '') && one.at >= since)
  const wished = spelled(intent.kind, intent.wish)
  const gone = 'memberId' in intent.target && wished !== undefined && !cellsOf(account, intent.customerId).has(`${intent.accountId}|${String(intent.customerId)}|member.remove|${String(intent.target.memberId)}`)
  if (!later && !removedSince && !gone && there !== wished) oracle.broken('G7', `${key} is ${String(there)}, though it counts as ${state} with ${String(wished)}`)
}

function checkState({ key, accountId, customerId, intent, state, outcome, parked }: Step, oracle: Oracle, failing: boolean, otherJob: boolean): void {
  if (['queued', 'sending', 'sent'].includes(state)) oracle.broken('G7', `${key} is still ${state}`)
  if (state === 'unknown' && !(parked && !isSeen(intent)) && !failing) oracle.broken('G7', `${key} is unknown, though it can be read`)
  const touched = oracle.writes.some((one) => one.by === 'other' && one.key === key)
  const person = 'memberId' in intent.target ? `member.remove|${String(intent.target.memberId)}` : 'nobody'
  if (state === 'conflict' && intent.kind === 'member.role' && !touched && !otherJob) oracle.broken('G6', `${key} is a conflict, though nobody else has changed it`)
  // A user of Workato who was removed cannot be invited back, only added (contract 1.10).
  const isUser = intent.kind === 'member.invite' && outcome.error?.details?.['status'] === 409
  // What was deleted takes no more edits.
  if (oracle.writes.some((one) => one.key === `${accountId}|${String(customerId)}|customer.delete|customer`)) return
  if (state === 'failed' && !failing && !isUser && outcome.reason == null && !oracle.writes.some((one) => one.by === 'other' && (one.key === key || one.key.endsWith(person)))) {
    oracle.broken('G7', `${key} failed without a reason: ${JSON.stringify(outcome.error)}`)
  }
}
