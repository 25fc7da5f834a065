/** A planted defect: texts that occur once each in a file, and what stands there instead. */
export interface Mutant {
  readonly name: string
  /** What it breaks. */
  readonly promise: string
  /** The smallest seed that sees it. */
  readonly seed: number
  readonly edits: readonly { readonly file: string; readonly find: string; readonly put: string }[]
}

/** Defects that the simulation must see; they are switched on while the source is loaded and are never part of a build. */
export const MUTANTS: readonly Mutant[] = [
  { name: 'dry-run-in-one-place', promise: 'dry-run', seed: 20, edits: [{ file: 'api/resources/roles-migration.ts', find: '{ query: dryRunQuery(dryRun), body: { dry_run: dryRun } }', put: '{ query: dryRunQuery(dryRun) }' }] },
  { name: 'proof-compares-nothing', promise: 'dry-run', seed: 80, edits: [{ file: 'jobs/migration/prove.ts', find: "differences.length > 0 ? 'changed' : ", put: '' }] },
  { name: 'stale-dry-run-counts', promise: 'G6', seed: 20, edits: [{ file: 'domain/intents/migrate.ts', find: 'same: (a: string, b: string) => a === b,', put: "same: (a: string, b: string) => a === b || (a !== 'migrated' && b !== 'migrated')," }] },
  { name: 'gates-are-asked-once', promise: 'gate', seed: 20, edits: [{ file: 'domain/migration/gates.ts', find: "earlier.filter(({ lane }) => lane !== 'verified')", put: "earlier.filter(({ lane }) => lane === 'failed')" }] },
  { name: 'resend-on-unknown', promise: 'G5', seed: 7, edits: [{ file: 'jobs/settle.ts', find: "      if (!isSeen(step.intent)) return { parked: true, notBefore: null, outcome: readBack }\n", put: '' },
    { file: 'jobs/settle.ts', find: "if (step.state === 'unknown' && !isSeen(step.intent)) return { parked: true, notBefore: null }", put: '' }] },
  { name: 'missing-read-before-write', promise: 'G6', seed: 1, edits: [{ file: 'jobs/lot.ts', find: "const before = await read(deps, lot, due(deps, lot), 'before', control)", put: "const facts = customerFacts(deps.store, lot.accountId, lot.customerId)\n  const before = facts === null ? await read(deps, lot, due(deps, lot), 'before', control) : { facts, steps: due(deps, lot) }" },
    { file: 'jobs/lot.ts', find: "import { readTargets } from './read-targets'", put: "import { readTargets } from './read-targets'\nimport { customerFacts } from './facts'" }] },
  { name: 'wrong-accounts-token', promise: 'G9', seed: 1, edits: [{ file: 'jobs/send-request.ts', find: 'sendCall(deps.client(lot.accountId)', put: 'sendCall(deps.client(store.accounts.list()[0]!.id)' }] },
  { name: 'lost-coalescing-base', promise: 'G4', seed: 8, edits: [{ file: 'domain/staging/coalesce.ts', find: 'const { base } = first', put: 'const { base } = last' }] },
  { name: 'journal-after-call', promise: 'G12', seed: 1, edits: [{ file: 'api/client.ts', find: "      options.watch?.leaving()\n", put: '' },
    { file: 'api/client.ts', find: '    watch?.answered(response.status)\n', put: '    watch?.leaving()\n    watch?.answered(response.status)\n' }] },
  { name: 'retry-of-an-invite', promise: 'G5', seed: 7, edits: [{ file: 'api/client.ts', find: "const repeat = options.watch === undefined ? endpoint.repeat : 'never'", put: "const repeat: Endpoint['repeat'] = 'safe'" }] },
  { name: 'carries-what-was-given-up', promise: 'G12', seed: 28, edits: [{ file: 'jobs/lot.ts', find: 'if (toSend.size === plan.items.filter(isSent).length) return', put: 'if (toSend.size >= 0) return' }] },
  { name: 'customer-not-found-again', promise: 'G5', seed: 51, edits: [{ file: 'domain/intents/customer-life.ts', find: 'const found = findCustomer(partner.customers, target)', put: 'const found = undefined as ReturnType<typeof findCustomer>' }] },
]
