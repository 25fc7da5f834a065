import type { Output } from '../contract'
import type { AccountId } from '../contract/ids'
import type { MigrationRow, PreflightFinding } from '../contract/migration'
import { alteredFinding, preflight, type PreflightFacts } from '../domain/migration/preflight'
import { membersOf, type CustomerStanding } from '../jobs/migration/standing'
import type { Store } from '../store'

type Findings = MigrationRow['findings']
/** Worked out anew only when customer or confirmation were read or given again: the board asks for all customers at once. */
const known = new WeakMap<Store, Map<string, { readonly of: string; readonly findings: Findings }>>()

/** All that the preflight goes by, of one customer. */
export function factsOf(store: Store, accountId: AccountId, { customerId, listed, kept: { looked, root, altered } }: CustomerStanding): PreflightFacts {
  return {
    environments: listed.environments, members: listed.readAt === null ? null : membersOf(store, accountId, customerId), legacyRoles: looked?.legacy?.kind === 'listed' ? looked.legacy.roles : null,
    projects: store.projects.list(accountId, customerId).map(({ id, name, environment, folderId }) => ({ id, name, environment: environment.type, folderId })), error: looked?.error ?? null, rootConfirmed: root !== null, altered: altered.length,
  }
}

/** What the preflight says of one customer, without names; nothing of one that is migrated or was never looked at. */
export function findingsOf(store: Store, accountId: AccountId, standing: CustomerStanding): Findings {
  const { customerId, lane, listed, kept: { looked, root, altered } } = standing
  // Nothing of it is wanted any more.
  if (lane === 'verified') return []
  if (looked === null || lane === 'migrated' || lane === 'differs') return alteredFinding(altered.length).map(short)
  const of = `${String(listed.version)}|${altered.join()}|${String(looked.at)}|${String(root?.at)}|${listed.environments.join()}`
  const held = known.get(store) ?? new Map<string, { readonly of: string; readonly findings: Findings }>()
  known.set(store, held)
  const key = `${accountId}|${String(customerId)}`
  const before = held.get(key)
  if (before?.of === of) return before.findings
  const findings = preflight(factsOf(store, accountId, standing)).map(short)
  held.set(key, { of, findings })
  return findings
}

/** Without names. */
function short({ kind, level, count }: PreflightFinding): Findings[number] {
  return { kind, level, count }
}

/** How many customers have each finding that is not in order, in the order of the preflight. */
export function countFindings(all: readonly Findings[]): Output<'migration.board'>['findings'] {
  const counts = new Map<string, Output<'migration.board'>['findings'][number]>()
  for (const { kind, level } of all.flat()) if (level !== 'ok') counts.set(kind, { kind, level, count: (counts.get(kind)?.count ?? 0) + 1 })
  return [...counts.values()].sort((a, b) => Number(a.level !== 'blocks') - Number(b.level !== 'blocks') || b.count - a.count)
}
