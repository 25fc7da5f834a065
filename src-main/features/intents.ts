import type { Handlers } from '../contract'
import type { Intent, IntentDraft, PendingIntent } from '../contract/intents'
import { coalesce } from '../domain/staging/coalesce'
import { targetKey } from '../domain/intents/kinds'
import { namesFrom } from '../jobs/names'
import { stageBatch } from '../jobs/seal'
import type { IntentScope } from '../store/repos/intents'
import { problemsOf, refuseBad } from './check-drafts'
import type { FeatureDeps } from './deps'

type Methods = 'intents.check' | 'intents.stage' | 'intents.restage' | 'intents.discard' | 'intents.undo' | 'intents.redo' | 'intents.list' | 'intents.pending' | 'intents.counts'

/** Edits that wait for a plan; every change is on disk before it is answered (G1). */
export function intentsHandlers({ jobs }: FeatureDeps): Handlers<Methods> {
  const { store, emit } = jobs.deps
  const { intents } = store
  // A person scrolls through ten thousand of them window by window: they are worked through once.
  let sorted: { readonly revision: number; readonly scope: string; readonly rows: readonly PendingIntent[]; readonly ends: ReadonlySet<PendingIntent> } | null = null
  const pendingOf = (scope: IntentScope) => {
    const [revision, key] = [intents.revision(), JSON.stringify(scope)]
    if (sorted?.revision === revision && sorted.scope === key) return sorted
    const names = namesFrom(store)
    const { pending, neutral } = coalesce(intents.live(scope))
    return (sorted = { revision, scope: key, rows: byCustomer([...pending, ...neutral], (one) => names.customer(one.accountId, one.customerId)), ends: new Set(neutral) })
  }
  const travel = (move: () => boolean) => {
    move()
    emit({ type: 'intents' })
    return intents.counts()
  }
  return {
    'intents.check': ({ edits }) => {
      const { errors, warnings } = problemsOf(store, edits as IntentDraft[])
      return { errors: [...errors], warnings: [...warnings] }
    },
    'intents.stage': ({ name, edits }) => {
      refuseBad(store, edits as IntentDraft[])
      return stageBatch(jobs.deps, name, [], edits as IntentDraft[])
    },
    'intents.restage': ({ name, removes, edits }) => {
      refuseBad(store, edits as IntentDraft[])
      return stageBatch(jobs.deps, name, removes, edits as IntentDraft[])
    },
    'intents.discard': ({ name, removes }) => stageBatch(jobs.deps, name, removes ?? intents.liveIds(), []),
    'intents.undo': () => travel(() => intents.undo()),
    'intents.redo': () => travel(() => intents.redo()),
    'intents.list': ({ accountId, customerId, offset, limit }) => {
      const live = intents.live({ accountId, customerId })
      return { intents: live.slice(offset, offset + limit) as never, matched: live.length }
    },
    'intents.pending': ({ accountId, customerId, offset, limit }) => {
      const names = namesFrom(store)
      const { rows, ends } = pendingOf({ accountId, customerId })
      return {
        rows: rows.slice(offset, offset + limit).map((one) => ({
          key: targetKey(one.intent), intent: one.intent as never, covers: [...one.covers], neutral: ends.has(one), customer: names.customer(one.intent.accountId, one.intent.customerId), person: names.person(one.intent),
        })),
        matched: rows.length,
      }
    },
    'intents.counts': () => ({ ...intents.counts(), accounts: intents.byAccount() }),
  }
}

/** By account, name of the customer and place of the last edit. */
function byCustomer(rows: readonly PendingIntent[], nameOf: (intent: Intent) => string): readonly PendingIntent[] {
  const keys = new Map(rows.map((row) => [row, `${row.intent.accountId}|${nameOf(row.intent)}|${String(row.intent.customerId)}`]))
  return [...rows].sort((a, b) => (keys.get(a) ?? '').localeCompare(keys.get(b) ?? '') || a.intent.seq - b.intent.seq)
}
