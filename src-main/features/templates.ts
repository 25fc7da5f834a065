import type { Handlers, Output } from '../contract'
import type { EnvironmentType } from '../contract/access'
import { appError } from '../contract/errors'
import type { AccountId, CustomerId } from '../contract/ids'
import type { Template, TemplateId, TemplatePerson } from '../contract/methods/templates'
import { customerKey } from '../domain/matrix/rows'
import { newId } from '../domain/new-id'
import { coalesce } from '../domain/staging/coalesce'
import { isEdit, templateCells, templateDraft, type TemplateCell, type TemplateTarget } from '../domain/templates/apply'
import { stageBatch } from '../jobs/seal'
import type { FeatureDeps } from './deps'

type Methods = 'templates.list' | 'templates.save' | 'templates.remove' | 'templates.pin' | 'templates.preview' | 'templates.apply' | 'templates.check'
type CustomerOfTarget = Omit<TemplateTarget, keyof TemplatePerson | 'member' | 'staged'>
type Staged = TemplateTarget['staged']

const NOTHING: Staged = { leaving: false, wishes: {} }

/** Named sets of roles (product 15): applied as edits like any other, and held against what is there. */
export function templatesHandlers({ store, jobs }: FeatureDeps): Handlers<Methods> {
  const { templates } = store
  const get = (id: TemplateId): Template => {
    const found = templates.get(id)
    if (found === null) throw appError('NOT_FOUND', 'This template is no longer there.', 'It was removed. Look at the list of templates.')
    return found
  }
  const cells = (id: TemplateId, people: readonly TemplatePerson[]): readonly TemplateCell[] => {
    const pinned = new Set(templates.exceptions(id).map((one) => cellKey(one, one.environment)))
    return templateCells(get(id), targets(people), (person, environment) => pinned.has(cellKey(person, environment)))
  }
  const targets = (people: readonly TemplatePerson[]): readonly TemplateTarget[] => {
    const customers = new Map<string, CustomerOfTarget>()
    const customerOf = (accountId: AccountId, customerId: CustomerId): CustomerOfTarget => {
      const key = customerKey(accountId, customerId)
      const found = customers.get(key) ?? readCustomer(accountId, customerId)
      customers.set(key, found)
      return found
    }
    const staged = stagedOf()
    return people.map((one) => ({ ...one, ...customerOf(one.accountId, one.customerId), staged: staged.get(personKey(one)) ?? NOTHING, member: store.members.get(one.accountId, one.customerId, one.memberId) }))
  }
  /** What is staged, by person. */
  const stagedOf = (): ReadonlyMap<string, Staged> => {
    const found = new Map<string, Staged>()
    for (const { intent } of coalesce(store.intents.live()).pending) {
      if (intent.kind !== 'member.role' && intent.kind !== 'member.remove') continue
      const { accountId, customerId, target } = intent
      const key = personKey({ accountId, customerId, memberId: target.memberId })
      const { leaving, wishes } = found.get(key) ?? NOTHING
      found.set(key, intent.kind === 'member.remove' ? { leaving: true, wishes } : { leaving, wishes: { ...wishes, [intent.target.environment]: intent.wish } })
    }
    return found
  }
  const readCustomer = (accountId: AccountId, customerId: CustomerId): CustomerOfTarget => {
    const summary = store.customers.summary(accountId, customerId)
    const names = store.matrix.roleNames(accountId, customerId)
    return { customer: summary?.name ?? String(customerId), environments: summary?.environments ?? [], model: summary?.model ?? 'unknown', roleNames: names === null ? null : new Set(names) }
  }
  return {
    'templates.list': () => ({ templates: templates.list() }),
    'templates.save': ({ id, name, roles }) => {
      const holder = templates.named(name)
      if (holder !== null && holder !== id) throw appError('BAD_INPUT', `Another template is named ${name}.`, 'Choose another name. Nothing was kept.', { details: { name: `Another template is named ${name}.` } })
      const saved = { id: id ?? (newId(jobs.deps.random) as TemplateId), name, roles }
      templates.save(saved)
      return saved
    },
    'templates.remove': ({ id }) => {
      templates.remove(id)
      return {}
    },
    'templates.pin': ({ id, cells: chosen, pinned }) => {
      get(id)
      templates.pin(id, chosen, pinned)
      return { exceptions: templates.exceptions(id).length }
    },
    'templates.preview': ({ id, people }) => outcome(cells(id, people)),
    'templates.apply': ({ id, people }) => {
      const { name } = get(id)
      const all = cells(id, people)
      const drafts = all.filter(isEdit).map(templateDraft)
      const staged = drafts.length === 0 ? { batchId: null, counts: store.intents.counts() } : stageBatch(jobs.deps, name, [], drafts)
      templates.addPeople(id, people)
      return { ...staged, done: outcome(all) }
    },
    'templates.check': ({ id, offset, limit }) => {
      const all = cells(id, templates.people(id))
      const there = all.filter(({ target }) => target.member !== null)
      const off = there.filter(({ is, should }) => is !== should)
      const gone = new Set(all.filter(({ target }) => target.member === null).map(({ target }) => personKey(target)))
      return { rows: off.slice(offset, offset + limit).map((one) => ({ ...named(one), is: one.is, should: one.should, pinned: one.pinned })), matched: off.length, checked: there.length, gone: gone.size }
    },
  }
}

function outcome(cells: readonly TemplateCell[]): Output<'templates.preview'> {
  const off = cells.filter(({ shown, should, refused }) => shown !== should || refused === 'gone')
  return {
    edits: cells.filter(isEdit).length, already: cells.length - off.length, pinned: off.filter(({ pinned }) => pinned).map(named),
    refused: off.flatMap((one) => (one.pinned || one.refused === null ? [] : [{ ...named(one), why: one.refused }])),
  }
}

function named({ target: { accountId, customerId, memberId, member, customer }, environment }: TemplateCell) {
  return { accountId, customerId, memberId, name: member?.name ?? '', customer, environment }
}

function personKey({ accountId, customerId, memberId }: TemplatePerson): string {
  return `${customerKey(accountId, customerId)}/${String(memberId)}`
}

function cellKey(person: TemplatePerson, environment: EnvironmentType): string {
  return `${personKey(person)}/${environment}`
}
