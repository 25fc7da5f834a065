import type { Handlers, Output } from '../contract'
import type { EnvironmentType } from '../contract/access'
import type { AccountId, CustomerId } from '../contract/ids'
import type { IntentId, PendingIntent } from '../contract/intents'
import { comparedPart, type ComparedPart } from '../contract/methods/compare'
import type { SheetEdit } from '../contract/sheet'
import { compareFacts, factsOfCustomer, type Fact } from '../domain/compare/facts'
import { emailKey, type CustomerFacts } from '../domain/facts'
import { grouped } from '../contract/grouped'
import { customerKey } from '../domain/matrix/rows'
import { alikeKey, cheaperPaths, type CheaperPath } from '../domain/plan/cheaper'
import { coalesce } from '../domain/staging/coalesce'
import { customersOf } from '../jobs/build-plan'
import { asIfStaged } from '../jobs/seal'
import { rolesFacts } from '../jobs/facts'
import type { Store } from '../store'
import type { Membership } from '../store/repos/person'
import type { FeatureDeps } from './deps'
import { sheetActs } from './sheet-acts'

type Methods = 'people.compare' | 'customers.compare' | 'advice.cheaper'
type PersonPart = 'member' | 'access' | 'group' | 'grant'

const keyOf = ({ accountId, customerId }: Membership): string => customerKey(accountId, customerId)

/** Changes of a role of which there are so many alike. */
function manyAlike(pending: readonly PendingIntent[], least: number): readonly PendingIntent[] {
  const keyed = pending.flatMap((one) => (one.intent.kind === 'member.role' ? [{ one, key: alikeKey(one.intent) }] : []))
  return [...grouped(keyed, ({ key }) => key).values()].filter((alike) => alike.length >= least).flat().map(({ one }) => one)
}

/** What it takes to go the cheaper way: the roles that would be changed, the one whose privileges they would get, and the staged edits that it replaces. */
function wayOf(store: Store, { accountId, environment, base, wish }: CheaperPath, pending: readonly PendingIntent[], facts: readonly CustomerFacts[], staged: ReadonlySet<IntentId>): Pick<Output<'advice.cheaper'>['paths'][number], 'roles' | 'like' | 'covers'> {
  const mine = pending.filter(({ intent: one }) => one.kind === 'member.role' && one.accountId === accountId && one.target.environment === environment && one.base === base && one.wish === wish)
  const ids = new Set(mine.map(({ intent }) => intent.customerId))
  const touched = facts.filter((one) => one.accountId === accountId && ids.has(one.customerId))
  const named = (name: string): Output<'advice.cheaper'>['paths'][number]['roles'] => touched.flatMap(({ customerId, environmentRoles }) => {
    const found = environmentRoles?.find((one) => one.name === name)
    return found === undefined ? [] : [{ accountId, customerId, id: found.id, customer: store.customers.summary(accountId, customerId)?.name ?? String(customerId) }]
  })
  const [like] = named(wish)
  return { roles: named(base), like: like === undefined ? null : { accountId, customerId: like.customerId, id: like.id }, covers: mine.flatMap(({ covers }) => covers.filter((id) => staged.has(id))) }
}

/** Memberships of a person that are read at a time. */
const PAGE = 500

/** Two people or two customers side by side (product 16), and what would be faster (product 55). */
export function compareHandlers({ store, jobs, matrix }: FeatureDeps): Handlers<Methods> {
  const acted = sheetActs({ store, matrix })
  return {
    'people.compare': ({ a, b, alike, offset, limit }) => {
      const [mine, theirs] = [a, b].map((email) => [...membershipsOf(store, emailKey(email))]) as [Membership[], Membership[]]
      const places = new Map([...mine, ...theirs].map((one) => [keyOf(one), one]))
      const find = (all: readonly Membership[]): ReadonlyMap<string, Membership> => new Map(all.map((one) => [keyOf(one), one]))
      const [left, right] = [find(mine), find(theirs)]
      const compared = [...places].map(([key, { accountId, customerId, customerName }]) => {
        const [one, other] = [left.get(key), right.get(key)]
        const { rows, alike: same } = compareFacts(factsOfPerson(one), factsOfPerson(other))
        return { same: same.length, rows: (alike ? same : rows).map((row) => ({ accountId, customerId, customer: customerName, memberA: one?.member.id ?? null, memberB: other?.member.id ?? null, ...row })) }
      })
      const rows = compared.flatMap((one) => one.rows)
      return { rows: rows.slice(offset, offset + limit), matched: rows.length, same: compared.reduce((sum, one) => sum + one.same, 0) }
    },
    'customers.compare': ({ a, b, parts, alike, offset, limit }) => {
      const [left, right] = [a, b].map(({ accountId, customerId }) => factsOfCustomer(comparedCustomer(store, accountId, customerId))) as [ReturnType<typeof factsOfCustomer>, ReturnType<typeof factsOfCustomer>]
      const asked = parts.length === 0 ? comparedPart.options : parts
      const unread = asked.filter((part) => left[part] === null || right[part] === null)
      const read = asked.filter((part) => !unread.includes(part))
      const of = (facts: typeof left): readonly Fact<ComparedPart>[] => read.flatMap((part): readonly Fact<ComparedPart>[] => facts[part] ?? [])
      const { rows, alike: same } = compareFacts(of(left), of(right))
      const told = alike ? same : rows
      return { rows: told.slice(offset, offset + limit), matched: told.length, same: same.length, unread }
    },
    'advice.cheaper': async ({ edit, least }) => {
      const live = store.intents.live()
      const drafts = edit === null ? [] : (await acted(edit as SheetEdit)).drafts
      const { pending } = coalesce([...live, ...asIfStaged(drafts, jobs.deps)])
      const staged = new Set(live.map(({ id }) => id))
      const roles = manyAlike(pending, least)
      const facts = customersOf(roles).flatMap(({ accountId, customerId }) => rolesFacts(store, accountId, customerId) ?? [])
      const quotas = new Map([...new Set(roles.map(({ intent }) => intent.accountId))].map((id) => {
        const { perMinute, reserved, speed, shareMembersAndCustomers } = jobs.deps.client(id).options
        return [id, { perMinute, reserved, speed, shareMembersAndCustomers }]
      }))
      return { paths: cheaperPaths(roles, facts, quotas).map((path) => ({ ...path, ...wayOf(store, path, roles, facts, staged) })) }
    },
  }
}

function* membershipsOf(store: Store, key: string): Generator<Membership> {
  for (let offset = 0; ; offset += PAGE) {
    const { rows } = store.person.memberships(key, { search: '', offset, limit: PAGE })
    yield* rows
    if (rows.length < PAGE) return
  }
}

function factsOfPerson(one: Membership | undefined): readonly Fact<PersonPart>[] {
  if (one === undefined) return []
  const fact = (part: PersonPart, environment: EnvironmentType | null, what: string, value: string): Fact<PersonPart> => ({ part, environment, what, value })
  return [
    fact('member', null, 'member', one.member.kind),
    ...one.member.roles.flatMap(({ environment, roleName }) => (roleName === null ? [] : [fact('access', environment, 'role', roleName)])),
    ...one.groups.map(({ name }) => fact('group', null, name, 'member')),
    ...one.grants.map(({ project, projectRole }) => fact('grant', project.environment.type, project.name, projectRole.name)),
  ]
}

function comparedCustomer(store: Store, accountId: AccountId, customerId: CustomerId): Parameters<typeof factsOfCustomer>[0] {
  const read = (resource: 'members' | 'environmentRoles' | 'projectRoles' | 'groups' | 'groupMembers' | 'projects' | 'grants' | 'details'): boolean => store.readStates.get(accountId, resource, customerId)?.readAt != null
  return {
    settings: store.customerDetails.customer(accountId, customerId)?.customer ?? null, members: read('members') ? store.members.list(accountId, customerId) : null,
    environmentRoles: read('environmentRoles') ? store.roles.environmentRoles(accountId, customerId) : null, projectRoles: read('projectRoles') ? store.roles.projectRoles(accountId, customerId) : null,
    groups: read('groups') ? store.groups.withMembers(accountId, customerId) : null, groupMembers: read('groupMembers'), projects: read('projects') ? store.projects.list(accountId, customerId) : null,
    grants: read('grants') ? store.projects.grants(accountId, customerId) : null,
  }
}
