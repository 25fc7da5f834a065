import type { Handlers, Output } from '../contract'
import { draftErrors } from '../contract/draft-rules'
import type { AccountId, CustomerId } from '../contract/ids'
import type { IntentDraft } from '../contract/intents'
import type { OneRole, RoleEdit, RoleOutcome } from '../contract/methods/role-edits'
import type { BlockReason, PlanItem } from '../contract/plan'
import { isSent } from '../domain/plan/decide'
import { roleDrafts } from '../domain/roles/drafts'
import { coalesce } from '../domain/staging/coalesce'
import { planOn } from '../jobs/build-plan'
import { customerFacts, rolesFacts } from '../jobs/facts'
import { asIfStaged } from '../jobs/seal'
import type { FeatureDeps } from './deps'
import { MOST_ASKED, readRoles, roleQuery } from './roles'

type Methods = 'roles.customers' | 'roles.places' | 'roles.areas' | 'roles.propose'
interface Part { readonly edit: RoleEdit; readonly accountId: AccountId; readonly customerId: CustomerId; readonly id: string | null }

/** Acts on roles in many customers: what they would do, by the same planner that plans them. */
export function roleEditsHandlers(deps: FeatureDeps): Handlers<Methods> {
  const { store, jobs, isOnline } = deps

  /** Reads what the acts are about and was never read, as far as one question may; a role is read alone because no list tells its privileges (contract 5). */
  async function readMissing(parts: readonly Part[]): Promise<void> {
    const missing = parts.flatMap(({ edit: { scope }, accountId, customerId, id }) => {
      const found = id === null ? null : store.roleCatalog.one(scope, { accountId, customerId }, id)
      return found?.config === null && found.kind === 'custom' ? [{ scope, found }] : []
    })
    const asked = missing.slice(0, MOST_ASKED)
    for (const scope of ['environment', 'project'] as const) await readRoles(deps, asked.filter((one) => one.scope === scope).map(({ found }) => found), scope)
  }

  return {
    'roles.customers': ({ name, search, offset, limit, ...among }) => store.roleCatalog.customers(roleQuery(store, among), { name, search: search.trim(), offset, limit }),
    'roles.places': ({ search, offset, limit, ...among }) => store.roleCatalog.places(roleQuery(store, { ...among, scope: 'environment' }), { search: search.trim(), offset, limit }),
    'roles.areas': async ({ accounts, scope }) => {
      const query = { scope, accounts, customers: null }
      if (isOnline()) await readRoles(deps, store.roleCatalog.unreadNames(query, MOST_ASKED), scope)
      return { areas: areasIn(store.roleCatalog.configs(query)) }
    },
    'roles.propose': async ({ edits }) => {
      const parts = (edits as RoleEdit[]).flatMap(partsOf)
      if (isOnline()) await readMissing(parts)
      const outcomes: RoleOutcome[] = []
      const drafts: IntentDraft[] = []
      for (const part of parts) {
        const { outcome, drafts: mine } = judge(part)
        outcomes.push(outcome)
        drafts.push(...mine)
      }
      const errors = new Map(drafts.flatMap((draft) => draftErrors(draft)).map((one) => [`${one.field} ${one.message}`, one]))
      return { drafts: drafts as never, outcomes, errors: [...errors.values()], unread: outcomes.filter(({ what }) => what === 'unread').length }
    },
  }

  /** One customer: all of its edits can be sent, or none of them is proposed. */
  function judge(part: Part): { readonly outcome: RoleOutcome; readonly drafts: readonly IntentDraft[] } {
    const { edit, id, accountId, customerId } = part
    const place = { accountId, customerId, customer: store.customers.summary(accountId, customerId)?.name ?? String(customerId), moved: 0, prod: false }
    const stay = (what: 'same' | 'left' | 'unread', reason: BlockReason | null = null) => ({ outcome: { ...place, what, reason }, drafts: [] })
    const live = store.intents.live({ accountId, customerId })
    // What is staged may depend on everything else that was read.
    const facts = edit.scope === 'environment' && live.length === 0 ? rolesFacts(store, accountId, customerId) : customerFacts(store, accountId, customerId)
    if (facts === null) return stay('left', { kind: 'not-read', what: 'customer' })
    const found = roleDrafts(edit, id, facts, coalesce(live).pending.map(({ intent }) => intent))
    if (found.kind === 'same' || found.kind === 'unread') return stay(found.kind)
    if (found.kind === 'left') return stay('left', found.reason)
    const sealed = asIfStaged(found.drafts, jobs.deps)
    const mine = new Set(sealed.map((one) => one.id))
    const items = planOn(jobs.deps, coalesce([...live, ...sealed]).pending, [facts]).items.filter(({ covers }) => covers.some((one) => mine.has(one)))
    const reason = items.map(reasonOf).find((one) => one !== null)
    if (reason !== undefined) return stay('left', reason)
    return { outcome: { ...place, what: edit.kind, reason: null, moved: found.drafts.length - 1, prod: items.some((one) => isSent(one) && one.prod) }, drafts: found.drafts }
  }
}

/** Why an item would not be sent. */
function reasonOf(item: PlanItem): BlockReason | null {
  return item.verdict === 'blocked' ? item.reason : null
}

function partsOf(edit: RoleEdit): readonly Part[] {
  return edit.kind === 'create' ? edit.customers.map((one) => ({ edit, ...one, id: null })) : edit.roles.map(({ accountId, customerId, id }: OneRole) => ({ edit, accountId, customerId, id }))
}

/** The areas of configs of the documented form, `{area: {privileges: "all" or a list of words}}`; whatever else they hold is nothing to choose from. */
function areasIn(configs: readonly Readonly<Record<string, unknown>>[]): Output<'roles.areas'>['areas'] {
  const found = new Map<string, { readonly words: Set<string>; all: boolean }>()
  for (const [area, value] of configs.flatMap((one) => Object.entries(one))) {
    const privileges: unknown = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['privileges'] : undefined
    if (privileges !== 'all' && !Array.isArray(privileges)) continue
    const known = found.get(area) ?? { words: new Set<string>(), all: false }
    found.set(area, known)
    if (privileges === 'all') known.all = true
    else for (const word of privileges) if (typeof word === 'string') known.words.add(word)
  }
  return [...found].sort(([a], [b]) => a.localeCompare(b)).map(([area, { words, all }]) => ({ area, words: [...words].sort(), all }))
}
