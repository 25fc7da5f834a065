import type { Handlers, Input } from '../contract'
import { appError } from '../contract/errors'
import type { EnvironmentAssignment, RoleName } from '../contract/access'
import type { AccountId } from '../contract/ids'
import type { RescueSource } from '../contract/methods/migration'
import { emailKey } from '../domain/facts'
import { mappingOf, mostGot } from '../domain/migration/mapping'
import { rescue, type RescueRow, type Wanted } from '../domain/migration/rescue'
import { modelOf } from '../jobs/facts'
import { stageBatch } from '../jobs/seal'
import type { FeatureDeps } from './deps'
import { draftKey, stagedKeys } from './migration-fixes'
import { rolesToGive } from './roles-to-give'

type Methods = 'migration.rescue' | 'migration.stageRescue'
type Asked = Pick<Input<'migration.rescue'>, 'accountId' | 'customerId' | 'source' | 'mapping'>
interface Mapped { readonly legacy: RoleName; readonly wish: RoleName | null; readonly customers: number }

/** Most people of a snapshot. */
const MOST = 100_000

/** Customers that were migrated elsewhere, held against what they were, another customer or a template. */
export function migrationRescueHandlers({ store, jobs }: FeatureDeps): Handlers<Methods> {
  /** What dry runs of the account said most often; a person may say otherwise. */
  const mapped = (accountId: AccountId, given: Asked['mapping'], wanted: readonly Wanted[]): readonly Mapped[] => {
    const legacy = [...new Set(wanted.flatMap(({ roles }) => roles.flatMap(({ roleName, roleType }) => (roleName !== null && roleType === 'privilege_group' ? [roleName] : []))))]
    if (legacy.length === 0) return []
    const votes = new Map<string, Map<RoleName, number>>()
    for (const [customerId, { dryRun }] of store.roleMigration.customers(accountId)) {
      const data = dryRun?.state === 'done' ? store.roleMigration.answers(accountId, customerId) : null
      if (data === null) continue
      for (const [name, role] of mostGot(mappingOf(data.snapshot, data.answers))) votes.set(name, (votes.get(name) ?? new Map<RoleName, number>()).set(role, (votes.get(name)?.get(role) ?? 0) + 1))
    }
    return legacy.map((name): Mapped => {
      const chosen = given.find((one) => one.legacy === name)
      if (chosen !== undefined) return { ...chosen, customers: 0 }
      const [best] = [...(votes.get(name) ?? [])].sort((a, b) => b[1] - a[1])
      return { legacy: name, wish: best?.[0] ?? null, customers: best?.[1] ?? 0 }
    })
  }
  const sourceOf = (accountId: AccountId, customerId: Asked['customerId'], source: RescueSource): { readonly wanted: readonly Wanted[]; readonly readAt: number | null } => {
    const readAt = (of: Asked['customerId']): number | null => store.readStates.get(accountId, 'members', of)?.readAt ?? null
    switch (source.kind) {
      case 'snapshot': return { wanted: store.history.asOf({ accounts: [accountId], customers: [customerId] }, source.at, MOST).filter(({ kind }) => kind !== 'manager'), readAt: source.at }
      case 'customer': return { wanted: store.members.list(accountId, source.customerId).filter(({ kind }) => kind !== 'manager'), readAt: readAt(source.customerId) }
      case 'template': {
        const found = store.templates.get(source.templateId)
        if (found === null) throw appError('NOT_FOUND', 'This template is no longer there.', 'It was removed. Look at the list of templates.')
        const roles = Object.entries(found.roles).map(([environment, roleName]) => ({ environment, roleName, roleType: 'environment' }) as EnvironmentAssignment)
        return { wanted: store.members.list(accountId, customerId).filter(({ kind }) => kind === 'team').map(({ name, email }) => ({ name, email, roles })), readAt: readAt(customerId) }
      }
    }
  }
  const compare = ({ accountId, customerId, source, mapping }: Asked): { readonly rows: readonly RescueRow[]; readonly same: number; readonly mapping: readonly Mapped[]; readonly readAt: number | null } => {
    const summary = store.customers.summary(accountId, customerId)
    if (summary === null) throw appError('NOT_FOUND', 'This customer is not in the list that was read last.', 'It may have been deleted. Read the account again.')
    const { wanted, readAt } = sourceOf(accountId, customerId, source)
    const used = mapped(accountId, mapping, wanted)
    const names = rolesToGive(store, accountId, customerId)
    const customer = { accountId, customerId, environments: summary.environments, model: modelOf(store, accountId, customerId, summary.model), members: store.members.list(accountId, customerId), roleNames: names === null ? null : new Set(names) }
    return { ...rescue(customer, wanted, new Map(used.map(({ legacy, wish }) => [legacy, wish]))), mapping: used, readAt }
  }
  return {
    'migration.rescue': ({ offset, limit, ...asked }) => {
      const { rows, same, mapping, readAt } = compare(asked)
      const staged = stagedKeys(store)
      const shown = rows.map(({ draft, ...row }) => ({ ...row, fix: draft === null ? ('none' as const) : staged.has(draftKey(draft)) ? ('staged' as const) : ('possible' as const) }))
      return { rows: shown.slice(offset, offset + limit), matched: rows.length, differing: rows.filter(({ direction }) => direction !== 'gone').length, gone: new Set(rows.flatMap(({ email, direction }) => (direction === 'gone' ? [emailKey(email)] : []))).size, fixable: shown.filter(({ fix }) => fix === 'possible').length, same, mapping: [...mapping], readAt }
    },
    'migration.stageRescue': ({ keys, name, ...asked }) => {
      const staged = stagedKeys(store)
      const wanted = keys === null ? null : new Set(keys)
      const drafts = compare(asked).rows.flatMap(({ key, draft }) => (draft !== null && (wanted === null || wanted.has(key)) && !staged.has(draftKey(draft)) ? [draft] : []))
      return drafts.length === 0 ? { staged: 0, batchId: null, counts: store.intents.counts() } : { staged: drafts.length, ...stageBatch(jobs.deps, name, [], drafts) }
    },
  }
}
