import type { Handlers } from '../contract'
import type { EnvironmentType } from '../contract/access'
import { appError } from '../contract/errors'
import type { AccountId, CustomerId } from '../contract/ids'
import type { Template, TemplateId, TemplateOutcome, TemplatePerson, TemplatePersonTold } from '../contract/methods/templates'
import { grouped } from '../contract/grouped'
import { customerKey } from '../domain/matrix/rows'
import { newId } from '../domain/new-id'
import { coalesce } from '../domain/staging/coalesce'
import { cannotFollow, drifts, isEdit, templateCells, templateDraft, type TemplateCell, type TemplateTarget } from '../domain/templates/apply'
import { modelOf } from '../jobs/facts'
import { stageBatch } from '../jobs/seal'
import type { FeatureDeps } from './deps'
import { rolesToGive } from './roles-to-give'

type Methods = 'templates.list' | 'templates.save' | 'templates.remove' | 'templates.pin' | 'templates.preview' | 'templates.apply' | 'templates.check' | 'templates.release'
type CustomerOfTarget = Omit<TemplateTarget, keyof TemplatePerson | 'member' | 'staged'>
type Staged = TemplateTarget['staged']

/** People that are told at a time, and customers. */
const [MOST_PEOPLE, MOST_CUSTOMERS] = [200, 50]
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
    const names = rolesToGive(store, accountId, customerId)
    return { customer: summary?.name ?? String(customerId), environments: summary?.environments ?? [], model: modelOf(store, accountId, customerId, summary?.model ?? 'unknown'), roleNames: names === null ? null : new Set(names) }
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
    'templates.check': ({ id, show, offset, limit }) => {
      const all = byPerson(cells(id, templates.people(id)))
      const there = all.filter(({ target }) => target.member !== null)
      const drifted = there.filter((one) => one.cells.some(drifts))
      const unable = there.filter((one) => one.cells.some(cannotFollow) && !one.cells.some(drifts))
      const pinned = there.filter((one) => one.cells.some((cell) => cell.pinned))
      const shown = { all: there, drifted, unable, pinned }[show]
      return { rows: shown.slice(offset, offset + limit).map(told), matched: shown.length, people: there.length, drifted: drifted.length, unable: unable.length, pinned: pinned.length, gone: all.length - there.length }
    },
    'templates.release': ({ id, people }) => {
      get(id)
      const released = people ?? byPerson(cells(id, templates.people(id))).flatMap(({ target: { accountId, customerId, memberId, member } }) => (member === null ? [{ accountId, customerId, memberId }] : []))
      templates.removePeople(id, released)
      return { released: released.length }
    },
  }
}

interface Held { readonly target: TemplateTarget; readonly cells: readonly TemplateCell[] }

/** Cells by whose they are, in their order. */
function byPerson(cells: readonly TemplateCell[]): readonly Held[] {
  return [...grouped(cells, (one) => one.target)].map(([target, of]) => ({ target, cells: of }))
}

function outcome(cells: readonly TemplateCell[]): TemplateOutcome {
  const off = cells.filter(({ shown, should, refused }) => shown !== should || refused === 'gone')
  const differs = new Set(off)
  const edits = off.filter(isEdit)
  const pinned = off.filter((one) => one.pinned).length
  const all = byPerson(cells)
  const tell = all.filter((one) => one.cells.some((cell) => differs.has(cell)))
  const customers = new Map(all.map(({ target: { accountId, customerId, customer } }) => [customerKey(accountId, customerId), { accountId, customerId, customer }]))
  return {
    edits: edits.length, prod: edits.filter(({ environment }) => environment === 'prod').length, already: cells.length - off.length, pinned, refused: off.length - edits.length - pinned,
    people: tell.slice(0, MOST_PEOPLE).map(told), more: Math.max(0, tell.length - MOST_PEOPLE), customers: customers.size, where: [...customers.values()].slice(0, MOST_CUSTOMERS),
  }
}

function told({ target: { accountId, customerId, memberId, member, customer }, cells }: Held): TemplatePersonTold {
  return { accountId, customerId, memberId, name: member?.name ?? '', email: member?.email ?? '', customer, cells: cells.map(({ environment, is, shown, should, pinned, refused }) => ({ environment, is, shown, should, pinned, refused })) }
}

function personKey({ accountId, customerId, memberId }: TemplatePerson): string {
  return `${customerKey(accountId, customerId)}/${String(memberId)}`
}

function cellKey(person: TemplatePerson, environment: EnvironmentType): string {
  return `${personKey(person)}/${environment}`
}
