/** The migration from legacy roles to environment and project roles (contract 1.9, 10). Times are UTC ms; `by` is who sat at this computer, as the system knows them. */
import { z } from 'zod'
import { environmentType, roleName } from './access'
import { appErrorJson } from './error-schema'
import { accountId, customerId, legacyRoleId, memberId, projectId } from './ids'
import { jobId } from './jobs'
import { DANGERS, MIGRATION_LANES, MIGRATION_LOCKS, MIGRATION_STEPS } from './migration-lanes'

const count = z.number().int()
const mark = z.object({ at: z.number(), by: z.string(), note: z.string() })

/** Local id of a wave. */
export const waveId = z.string().min(1).max(64).regex(/^[A-Za-z0-9-]+$/).brand<'WaveId'>()
export type WaveId = z.infer<typeof waveId>

/** Customers by name, or all of a wave. */
export const migrationScope = z.union([z.strictObject({ waveId }), z.strictObject({ customers: z.array(customerId).min(1).max(5000) })])
export type MigrationScope = z.infer<typeof migrationScope>

/**
 * Where a customer stands; a customer is in exactly one lane, so that the lanes add up to all customers. `not-checked` to `reviewed` are on the way: a
 * preflight that finds something to prepare, none, a dry run that counts, and one whose gains in PROD are all acknowledged. `differs`: what came out is not what the dry run said.
 */
export const migrationLane = z.enum(MIGRATION_LANES)
export type MigrationLane = z.infer<typeof migrationLane>
/** The same in six words. */
export const migrationState = z.enum(['unknown', 'legacy', 'migrating', 'failed', 'migrated', 'verified'])
export type MigrationState = z.infer<typeof migrationState>

/**
 * What tells the state, and when it did. `members`: assignments of the old or the new kind, or nobody with a role; `legacy-roles`: the list of legacy roles was given, or is
 * no longer answered (which a migrated customer does, contract 8); `dry-run`, `job`, `verify`: what was done here. `no-permission` and `failed` say why nothing is known.
 */
export const migrationEvidence = z.object({
  kind: z.enum(['members-legacy', 'members-migrated', 'members-none', 'legacy-roles-listed', 'legacy-roles-refused', 'no-permission', 'failed', 'dry-run', 'job', 'verify', 'accepted']), at: z.number(),
  /** People, roles or differences that it counts; null: nothing to count. */
  count: count.nullable(), error: z.object({ code: z.string(), title: z.string() }).nullable(),
})
export type MigrationEvidence = z.infer<typeof migrationEvidence>

/** Kinds of what the preflight says (`preflightFinding`). */
export const findingKind = z.enum(['not-read', 'no-permission', 'altered', 'environments', 'root-folder', 'custom-roles', 'unknown-roles', 'no-equivalent', 'no-people'])
export type FindingKind = z.infer<typeof findingKind>
export const findingLevel = z.enum(['blocks', 'look', 'ok'])

/** One customer on the board. */
export const migrationRow = z.object({
  customerId, customer: z.string(), externalId: z.string().nullable(), environments: z.array(environmentType), people: count.nullable(),
  lane: migrationLane, state: migrationState, evidence: z.array(migrationEvidence),
  /** What the preflight says of it, without names; those that are `ok` too. */
  findings: z.array(z.object({ kind: findingKind, level: findingLevel, count })),
  /** When the preflight looked last; null: never. */
  checkedAt: z.number().nullable(),
  wave: z.object({ id: waveId, name: z.string() }).nullable(), note: mark.nullable(),
  /** The job that migrates or has migrated it. */
  jobId: jobId.nullable(),
})
export type MigrationRow = z.infer<typeof migrationRow>

/**
 * What the preflight says, by `level`: `blocks` must be gone before a dry run counts, `look` is for a person to judge, `ok` is said because it was looked at.
 * `environments`: not provisioned, so that there is only DEV (contract 1.4); `custom-roles`: those of the customer itself, which stay legacy while the experimental call is off; `unknown-roles`: names that
 * are neither system roles nor listed; `no-equivalent`: people who hold one of these; `root-folder`: the API cannot tell whether it is empty, a person can; `not-read`: members or legacy roles;
 * `altered`: what was kept of the customer was altered outside of Rolodesk and counts as not kept, told of a migrated customer too.
 */
export const preflightFinding = z.object({
  kind: findingKind, level: findingLevel, count,
  /** Names of roles or of people, the first 50. */
  names: z.array(z.string()), error: appErrorJson.nullable(),
})
export type PreflightFinding = z.infer<typeof preflightFinding>

/** A legacy role that somebody holds or that the customer lists. `inherited`: neither built in nor listed, so that no migration of this customer converts it. */
export const legacyRoleUse = z.object({ name: roleName, kind: z.enum(['system', 'custom', 'inherited']), id: legacyRoleId.nullable(), people: count, /** Projects that its folders lie in; null: all. */ projects: z.array(z.string()).nullable() })
export type LegacyRoleUse = z.infer<typeof legacyRoleUse>

/** Something that reads or tries customers one after the other; it goes on after a restart. One of an account at a time. */
export const migrationActivity = z.object({
  kind: z.enum(['check', 'proof', 'dry-run', 'verify']), state: z.enum(['running', 'waiting', 'done', 'stopped']),
  total: count, done: count, failed: count, startedAt: z.number(), endedAt: z.number().nullable(), /** From the quotas; null: nothing is left, or it waits. */ etaMs: z.number().nullable(),
  /** Why it waits, or why it was stopped by itself. */
  error: appErrorJson.nullable(),
})
export type MigrationActivity = z.infer<typeof migrationActivity>

/** Something that was there before and not after, or otherwise. Texts; null: not there. */
export const proofDifference = z.object({ part: z.enum(['member', 'role', 'legacy-role', 'group', 'group-member', 'project', 'grant']), what: z.string(), before: z.string().nullable(), after: z.string().nullable() })
export type ProofDifference = z.infer<typeof proofDifference>

/**
 * Whether a dry run is shown to change nothing (product 61): one customer was read whole, a dry run sent, and the customer read whole again. `changed` and
 * `unproven` keep every dry run and every migration of the account locked; `unproven` says why in `error`, as a part that could not be read, or the app that ended in between.
 */
export const migrationProof = z.object({
  verdict: z.enum(['running', 'proven', 'changed', 'unproven']),
  /** Whether the call for custom roles was tried too; if not, custom roles are neither tried nor migrated, and a proof on a customer that has some is needed first. */
  customRole: z.boolean(), customerId, customer: z.string(), startedAt: z.number(), endedAt: z.number().nullable(), by: z.string(),
  /** What was compared, with the number of its entries before and after. */
  compared: z.array(z.object({ part: proofDifference.shape.part, before: count, after: count })),
  /** The first 200. */
  differences: z.array(proofDifference), differenceCount: count, error: appErrorJson.nullable(),
})
export type MigrationProof = z.infer<typeof migrationProof>

/** Why nothing of an account may be tried or migrated; null where it stands: it may. `experimental` concerns custom roles only and is no lock. */
export const migrationLock = z.enum(MIGRATION_LOCKS)

/** What a wave still waits for. `earlier`: customers of earlier waves that are not verified; the first 50 are named. */
export const waveGate = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('earlier'), customers: z.array(z.object({ customerId, customer: z.string(), lane: migrationLane })), count }),
  z.object({ kind: z.literal('lock'), lock: migrationLock }),
  z.object({ kind: z.enum(['preflight', 'dry-run', 'acknowledge', 'stale']), count }),
])
export type WaveGate = z.infer<typeof waveGate>

/** Steps of the wizard; which one a wave is at follows from what is kept of its customers, so that it is the same after a crash. */
export const migrationStep = z.enum(MIGRATION_STEPS)
export type MigrationStep = z.infer<typeof migrationStep>

/** A privilege as area and verb, `Recipes`, `run`; `all`: every verb of the area. In the words of the answers. */
export const privilege = z.object({ area: z.string(), verb: z.string() })
export type Privilege = z.infer<typeof privilege>

/**
 * What somebody gains and loses in one environment, or in one project of it. `before` and `after`: the role; null: none. `known` false: the answer did not tell
 * the privileges of a role, so that only roles are compared. `access`: there was no role at all, and now is one (`gained`), or the other way round.
 */
const difference = { before: roleName.nullable(), after: roleName.nullable(), gains: z.array(privilege), losses: z.array(privilege), access: z.enum(['gained', 'lost']).nullable(), known: z.boolean() }
export const environmentDifference = z.object({ environment: environmentType, ...difference })
export const projectDifference = z.object({ projectId, project: z.string(), environment: environmentType, ...difference })
export type EnvironmentDifference = z.infer<typeof environmentDifference>
export type ProjectDifference = z.infer<typeof projectDifference>

/** The most dangerous thing that happens to somebody, in this order. `prod-access`: into PROD for the first time; `prod-gain`: more than to see in PROD; `keeps-legacy`: nothing converts the role. */
export const danger = z.enum(DANGERS)
export type Danger = z.infer<typeof danger>

/** One person of the review. */
export const reviewRow = z.object({
  /** Of person and dry run, for acknowledging: another dry run has other keys. */
  key: z.string().max(200), accountId, customerId, customer: z.string(), memberId, name: z.string(), email: z.string(), danger,
  /** A gain in PROD, which has to be acknowledged. */
  needsAcknowledging: z.boolean(), acknowledged: mark.nullable(),
  environments: z.array(environmentDifference),
  /** Names of the project roles after it, each once; the projects themselves in `migration.person`. */
  projectRoles: z.array(roleName),
  /** What to show in a line, the most dangerous first: over environment and projects, each once. `projects`: in so many of them; null: in the environment itself. */
  summary: z.array(z.object({ direction: z.enum(['gain', 'loss']), environment: environmentType, privilege: privilege.nullable(), role: roleName.nullable(), projects: count.nullable() })),
})
export type ReviewRow = z.infer<typeof reviewRow>

/** What is not as the dry run said. `expected` null: nothing was to be there. `fix`: it can be staged (`staged`: it is already); `why` says why not. `own`: when (UTC ms) a job of this computer has made it as it is, so that it is put back only by itself; null: none did. */
export const verifyDifference = z.object({
  key: z.string().max(300), accountId, customerId, customer: z.string(), memberId, name: z.string(), email: z.string(), environment: environmentType,
  project: z.object({ id: projectId, name: z.string() }).nullable(), before: roleName.nullable(), expected: roleName.nullable(), actual: roleName.nullable(), direction: z.enum(['more', 'less', 'other', 'legacy']),
  fix: z.enum(['staged', 'possible', 'none']), why: z.enum(['member-gone', 'unknown-role', 'through-group', 'legacy-role', 'not-read']).nullable(),
  own: z.number().nullable(),
})
export type VerifyDifference = z.infer<typeof verifyDifference>

export const migrationMark = mark
export type MigrationMark = z.infer<typeof mark>
