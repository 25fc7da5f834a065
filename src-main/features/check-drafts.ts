import { appError } from '../contract/errors'
import type { IntentDraft } from '../contract/intents'
import { draftErrors, draftWarnings, type FieldError } from '../contract/draft-rules'
import type { Store } from '../store'

/** What is wrong with one of several drafts; `edit` is its place among them. */
export interface DraftProblem extends FieldError { readonly edit: number }

/** Everything that is wrong with drafts: by their own content, and by what the store and the other drafts say. */
export function problemsOf(store: Store, drafts: readonly IntentDraft[]): { readonly errors: readonly DraftProblem[]; readonly warnings: readonly DraftProblem[] } {
  const seen = new Set<string>()
  const errors = drafts.flatMap((draft, edit) => [...draftErrors(draft), ...contextErrors(store, draft, seen)].map((one) => ({ edit, ...one })))
  const warnings = drafts.flatMap((draft, edit) => draftWarnings(draft).map((one) => ({ edit, ...one })))
  return { errors, warnings }
}

/** Throws BAD_INPUT with the message of each field, `0.name` being that of the first edit. */
export function refuseBad(store: Store, drafts: readonly IntentDraft[]): void {
  const { errors } = problemsOf(store, drafts)
  const [first] = errors
  if (first === undefined) return
  const details = Object.fromEntries(errors.slice(0, 50).map(({ edit, field, message }) => [`${String(edit)}.${field}`, message]))
  throw appError('BAD_INPUT', first.message, 'Nothing was staged. Correct the marked fields.', { details })
}

/** Names that others have, and an irreversible act whose name was not typed as it is. */
function contextErrors(store: Store, draft: IntentDraft, seen: Set<string>): readonly FieldError[] {
  const { accountId, customerId } = draft
  const repeated = (...what: readonly unknown[]): boolean => {
    const key = JSON.stringify(what)
    const again = seen.has(key)
    seen.add(key)
    return again
  }
  const taken = (what: string, name: string, names: readonly string[], scope = ''): readonly FieldError[] => {
    const again = repeated(accountId, customerId, what, scope, name)
    return names.includes(name) || again ? [{ field: 'name', message: `Another ${what} here is named ${name}.` }] : []
  }
  const externalTaken = (externalId: string | null): readonly FieldError[] => {
    if (externalId === null) return []
    const again = repeated(accountId, 'externalId', externalId)
    const other = store.customers.named(accountId).find((one) => one.externalId === externalId && one.id !== customerId)
    if (other !== undefined) return [{ field: 'externalId', message: `${other.name} has this ID.` }]
    return again ? [{ field: 'externalId', message: 'Another customer here gets this ID.' }] : []
  }
  const roleNames = (scope: 'environment' | 'project'): readonly string[] => (scope === 'environment' ? store.roles.environmentRoles(accountId, customerId) : store.roles.projectRoles(accountId, customerId)).map(({ name }) => name)
  switch (draft.kind) {
    case 'role.create': return taken('role', draft.target.name, roleNames(draft.target.scope), draft.target.scope)
    case 'role.update': return draft.wish.name === draft.base.name ? [] : taken('role', draft.wish.name, roleNames(draft.target.scope), draft.target.scope)
    case 'group.create': return taken('group', draft.target.name, store.groups.list(accountId, customerId).map(({ name }) => name))
    case 'group.update': return draft.wish.name === draft.base.name ? [] : taken('group', draft.wish.name, store.groups.list(accountId, customerId).map(({ name }) => name))
    case 'customer.create': return [
      ...taken('customer', draft.target.name, draft.target.externalId === null ? store.customers.named(accountId).map(({ name }) => name) : []),
      ...externalTaken(draft.target.externalId),
    ]
    case 'customer.setting': return draft.target.field === 'externalId' && draft.target.environment === null && typeof draft.wish === 'string' ? externalTaken(draft.wish) : []
    case 'customer.provision': case 'customer.delete': {
      const name = store.customers.summary(accountId, customerId)?.name
      return name === draft.target.name ? [] : [{ field: 'name', message: name === undefined ? 'This customer is not in the list that was read last.' : `Type ${name}, with capital and small letters as they are.` }]
    }
    default: return []
  }
}
