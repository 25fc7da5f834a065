import type { Handlers, Output } from '../contract'
import { appError } from '../contract/errors'
import type { AccountId, CustomerId } from '../contract/ids'
import type { IntentDraft } from '../contract/intents'
import type { PlanItem } from '../contract/plan'
import { effectiveAccess } from '../domain/access/effective'
import { SYSTEM_ROLE_RANKS } from '../domain/access/highest'
import { emailKey, indexCustomer, type Customer, type CustomerFacts } from '../domain/facts'
import { judgePeople, parsePeople } from '../domain/people/new-people'
import { changesOf } from '../domain/plan/changes'
import { coalesce } from '../domain/staging/coalesce'
import { planOn } from '../jobs/build-plan'
import { customerFacts } from '../jobs/facts'
import { namesFrom } from '../jobs/names'
import { asIfStaged } from '../jobs/seal'
import type { FeatureDeps } from './deps'

type Methods = 'workspace.checkPeople' | 'workspace.preview' | 'workspace.effective'

/** What edits of one customer would do, before they are staged: by the same planner that plans them. */
export function workspaceEditsHandlers({ jobs, store }: FeatureDeps): Handlers<Methods> {
  function factsOf(accountId: AccountId, customerId: CustomerId): CustomerFacts {
    const facts = customerFacts(store, accountId, customerId)
    if (facts === null) throw appError('NOT_FOUND', 'The people of this customer are not read yet.', 'Nothing can be said about them before. Read the customer again.')
    return facts
  }
  return {
    'workspace.checkPeople': ({ accountId, customerId, people }) => {
      const entries = 'text' in people ? parsePeople(people.text) : [{ line: 1, name: people.name?.trim() ?? null, email: people.email.trim() }]
      const queued = store.steps.waiting(accountId).flatMap(({ intent }) => (intent.customerId === customerId ? [intent] : []))
      const waiting = new Set([...store.intents.live({ accountId, customerId }), ...queued].flatMap((one) => (one.kind === 'member.invite' || (one.kind === 'member.add' && one.target.by === 'email') ? [emailKey((one.target as { email: string }).email)] : [])))
      return { people: [...judgePeople(entries, indexCustomer(factsOf(accountId, customerId)), waiting, jobs.deps.clock.now())] }
    },
    'workspace.preview': ({ accountId, customerId, edits }) => {
      if (edits.some((one) => one.accountId !== accountId || one.customerId !== customerId)) throw appError('BAD_INPUT', 'The edits are of another customer.', 'Nothing was changed.')
      const drafts = asIfStaged(edits as IntentDraft[], jobs.deps)
      const { pending } = coalesce([...store.intents.live({ accountId, customerId }), ...drafts])
      const facts = factsOf(accountId, customerId)
      const { items } = planOn(jobs.deps, pending, [facts])
      const customer = indexCustomer(facts)
      const names = namesFrom(store)
      const byId = new Map(items.flatMap((item) => item.covers.map((id) => [id, item] as const)))
      return { items: drafts.map((one) => ({ person: names.person(one), ...judged(byId.get(one.id), customer) })) }
    },
    'workspace.effective': ({ accountId, customerId, memberId }) => {
      const facts = factsOf(accountId, customerId)
      const { pending } = coalesce(store.intents.live({ accountId, customerId }))
      const found = effectiveAccess(facts, store.projects.list(accountId, customerId), pending.map(({ intent }) => intent), memberId)
      return { groups: facts.groups === null ? null : [...found.groups], projects: facts.groups === null || facts.projects === null || facts.grants === null ? null : found.projects.map(({ project, roles }) => ({ project, roles: [...roles] })) }
    },
  }
}

/** `undefined`: with what is staged it ends where it began. */
function judged(item: PlanItem | undefined, customer: Customer): Omit<Output<'workspace.preview'>['items'][number], 'person'> {
  if (item === undefined) return { verdict: 'neutral', reason: null, changes: [] }
  return { verdict: item.verdict, reason: item.verdict === 'blocked' ? item.reason : null, changes: [...changesOf(item, customer, SYSTEM_ROLE_RANKS)] }
}
