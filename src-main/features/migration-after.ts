import type { Handlers } from '../contract'
import { appError } from '../contract/errors'
import type { AccountId, CustomerId } from '../contract/ids'
import { intentDraft, type Intent, type IntentDraft } from '../contract/intents'
import type { MigrationScope, VerifyDifference } from '../contract/migration'
import { kindOf, targetKey } from '../domain/intents/kinds'
import type { Deviation } from '../domain/migration/verify'
import { standingsOf, type CustomerStanding } from '../jobs/migration/standing'
import { stageBatch } from '../jobs/seal'
import type { Store } from '../store'
import type { FeatureDeps } from './deps'
import { draftKey, stagedKeys } from './migration-fixes'
import { customersIn } from './migration-scope'
import { findingsOf } from './migration-findings'
import { rowOf, waveBook } from './migration-view'

type Methods = 'migration.verify' | 'migration.differences' | 'migration.stageFixes' | 'migration.accept'

/** More access than was said comes first. */
const ORDER: readonly VerifyDifference['direction'][] = ['more', 'other', 'legacy', 'less']

/** What came out, held against what the dry run said. */
export function migrationAfterHandlers({ store, jobs, migration, emit }: FeatureDeps): Handlers<Methods> {
  const { clock, author } = jobs.deps
  const found = (accountId: AccountId, of: MigrationScope): { readonly standings: readonly CustomerStanding[]; readonly all: readonly (Deviation & { readonly customer: string })[] } => {
    const standings = standingsOf(store, accountId, customersIn(store, accountId, of))
    const all = standings.flatMap(({ customerId, customer, kept }) => (kept.verified?.accepted == null ? (kept.verified?.deviations ?? []) : []).map((one) => ({ ...one, draft: ownDraft(one.draft, accountId, customerId), customer })))
    return { standings, all: [...all].sort((a, b) => ORDER.indexOf(a.difference.direction) - ORDER.indexOf(b.difference.direction) || (a.difference.environment === 'prod' ? 0 : 1) - (b.difference.environment === 'prod' ? 0 : 1)) }
  }
  return {
    'migration.verify': ({ accountId, of }) => {
      // What is on its way is not there yet, and what was never migrated cannot be verified.
      const asked = standingsOf(store, accountId, customersIn(store, accountId, of)).filter(({ lane }) => lane === 'migrated' || lane === 'differs' || lane === 'verified' || lane === 'failed')
      if (asked.length === 0) throw appError('BAD_INPUT', 'None of these customers is migrated.', 'Nothing was read. Migrate them first, or look at them again.')
      return migration.start(accountId, 'verify', asked.map(({ customerId }) => customerId))
    },
    'migration.differences': ({ accountId, of, offset, limit }) => {
      const { standings, all } = found(accountId, of)
      const staged = stagedKeys(store)
      const own = ownChanges(store, accountId, all)
      const rows = all.map(({ difference, draft, customer }): VerifyDifference => ({ ...difference, customer, fix: draft === null ? 'none' : staged.has(draftKey(draft)) ? 'staged' : 'possible', own: own(draft) }))
      return { rows: rows.slice(offset, offset + limit), matched: rows.length, fixable: rows.filter((one) => one.fix === 'possible' && one.own === null).length, verified: standings.filter(({ kept }) => kept.verified !== null).length, customers: standings.length }
    },
    'migration.stageFixes': ({ accountId, of, keys, name }) => {
      const staged = stagedKeys(store)
      const wanted = keys === null ? null : new Set(keys)
      const { all } = found(accountId, of)
      const own = ownChanges(store, accountId, all)
      const drafts = all.flatMap(({ difference, draft }) => (draft !== null && (wanted === null ? own(draft) === null : wanted.has(difference.key)) && !staged.has(draftKey(draft)) ? [draft] : []))
      return drafts.length === 0 ? { staged: 0, batchId: null, counts: store.intents.counts() } : { staged: drafts.length, ...stageBatch(jobs.deps, name, [], drafts) }
    },
    'migration.accept': ({ accountId, customerId, note }) => {
      const verified = standingsOf(store, accountId, [customerId])[0]?.kept.verified ?? null
      if (verified === null) throw appError('BAD_INPUT', 'This customer was not verified since its migration.', 'Nothing was kept. Verify it first, so that what is accepted is known.')
      store.inLedger(() => store.roleMigration.saveVerified(accountId, customerId, { ...verified, accepted: { at: clock.now(), by: author, note } }))
      emit({ type: 'migration', accountId })
      const [standing] = standingsOf(store, accountId, [customerId])
      if (standing === undefined) throw appError('NOT_FOUND', 'This customer is not in the list that was read last.', 'It may have been deleted. Read the account again.')
      return { row: rowOf(standing, waveBook(store.migrationWaves.waves(accountId)), findingsOf(store, accountId, standing)) }
    },
  }
}

/** Tells of a fix when the last job on its target has made that as it is now; what was put right by hand after the migration is nothing that came out wrong. */
function ownChanges(store: Store, accountId: AccountId, all: readonly { readonly draft: IntentDraft | null }[]): (draft: IntentDraft | null) => number | null {
  const last = store.steps.lastOfEach(accountId, all.flatMap(({ draft }) => (draft === null ? [] : [targetKey(draft as Intent)])))
  return (draft) => {
    const step = draft === null ? undefined : last.get(targetKey(draft as Intent))
    return step?.state === 'applied' && kindOf(step.intent).same(step.intent.wish, (draft as Intent).base) ? step.updatedAt : null
  }
}

/** An edit as it was kept, if it still is one of this customer's: what lies in the ledger can be written by others. */
function ownDraft(kept: unknown, accountId: AccountId, customerId: CustomerId): IntentDraft | null {
  const draft = intentDraft.safeParse(kept).data as IntentDraft | undefined
  return draft !== undefined && (draft.kind === 'member.role' || draft.kind === 'project.grant') && draft.accountId === accountId && draft.customerId === customerId ? draft : null
}
