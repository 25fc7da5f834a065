import { z } from 'zod'
import { environmentType, roleName } from '../access'
import { appErrorJson } from '../error-schema'
import { accountId, customerId, legacyRoleId, memberId } from '../ids'
import { batchId } from '../intents'
import { jobId, jobState } from '../jobs'
import { defineMethod } from '../method'
import {
  danger, findingKind, findingLevel, legacyRoleUse, migrationActivity, migrationLane, migrationLock, migrationMark, migrationProof, migrationRow, migrationScope, migrationStep, preflightFinding, projectDifference, reviewRow,
  verifyDifference, waveGate, waveId,
} from '../migration'
import { stagedCounts } from './intents'
import { templateId } from './templates'

const count = z.number().int()
const window = { offset: count.min(0), limit: count.min(1).max(200) }
const one = { accountId, customerId }
const scoped = { accountId, of: migrationScope }
const text = z.string().max(2000)
/** What a person typed. */
const typed = z.string().max(1000)
const key = z.string().max(300)

/** How many customers there are, of how many the preflight knows something, and of how many the last look failed. Say "298 of 300 asked". */
const asked = z.object({ total: count, asked: count, failed: count, oldest: z.number().nullable(), newest: z.number().nullable() })
const lane = z.object({ lane: migrationLane, count, /** The first by name. */ first: z.array(z.object({ customerId, customer: z.string() })) })

const wave = z.object({
  id: waveId, name: z.string(), /** From 0: the pilot. */ place: count, customers: count, people: count, step: migrationStep, gates: z.array(waveGate),
  /** Customers of the wave by lane; only lanes that have any. */
  lanes: z.array(z.object({ lane: migrationLane, count })),
  review: z.object({ people: count, gains: count, losses: count, none: count, keepsLegacy: count, toAcknowledge: count, acknowledged: count }),
  /** Requests that migrate what is not migrated yet, those around them, and the least time that the quotas allow. */
  cost: z.object({ calls: count, requests: count, floorMs: z.number() }),
  /** The newest job of the wave. */
  jobId: jobId.nullable(),
})
export type MigrationWave = z.infer<typeof wave>

const snapshot = z.discriminatedUnion('kind', [
  /** Who had what at a time, from what was read then. */
  z.strictObject({ kind: z.literal('snapshot'), at: z.number().int().min(0).max(8.64e15) }),
  /** The same people, by e-mail, in another customer of the account. */
  z.strictObject({ kind: z.literal('customer'), customerId }),
  z.strictObject({ kind: z.literal('template'), templateId }),
])
export type RescueSource = z.infer<typeof snapshot>
/** What a legacy role is to count as; null: nothing that is known, so that nobody who held it is judged by it. Proposed from dry runs of the account, never from a constant; a person may choose otherwise. */
const mapping = z.array(z.strictObject({ legacy: roleName, wish: roleName.nullable() })).max(200)

/** The migration of customers from legacy roles. All questions are answered from what is kept; only commands ask Workato. */
export const migrationMethods = {
  /** What holds for the whole account: the proof, the lock that follows from it, what is at work, whether custom roles may be migrated, and the waves in order. */
  'migration.account': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ accountId }),
    output: z.object({ proof: migrationProof.nullable(), lock: migrationLock.nullable(), /** Also `old`: dry runs need a proof of the last day, what was tried under an older one may still be migrated. */ tryLock: migrationLock.nullable(), activity: migrationActivity.nullable(), customRoles: z.boolean(), waves: z.array(wave) }),
  }),
  /**
   * A window of the board, by lane and name; lanes and `asked` count the whole account, whatever the filter. An empty list of lanes, findings or tags: no condition. `findings` takes customers with one of
   * them that is not `ok`; the answer's counts those customers, of the wave where one is given.
   */
  'migration.board': defineMethod({
    kind: 'query', home: 'engine',
    input: z.strictObject({ accountId, search: z.string().max(200), lanes: z.array(migrationLane).max(20), tags: z.array(z.string().max(60)).max(50), findings: z.array(findingKind).max(20), waveId: waveId.nullable(), ...window }),
    output: z.object({ rows: z.array(migrationRow), matched: count, lanes: z.array(lane), findings: z.array(z.object({ kind: findingKind, level: findingLevel, count })), asked }),
  }),
  /** All that the preflight knows of one customer. NOT_FOUND where the store does not hold it. */
  'migration.customer': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject(one),
    output: z.object({
      row: migrationRow, findings: z.array(preflightFinding), roles: z.array(legacyRoleUse),
      /** People who keep a legacy role that nothing converts, the first 200. */
      withoutEquivalent: z.array(z.object({ memberId, name: z.string(), email: z.string(), roles: z.array(roleName) })),
      root: migrationMark.nullable(),
      dryRun: z.object({
        at: z.number(), by: z.string(), state: z.enum(['waiting', 'done', 'failed', 'unknown', 'stale']), people: count, projects: count, managers: count,
        /** The system roles and each custom one: answered, migrated before, or why not. */
        parts: z.array(z.object({ role: z.object({ id: legacyRoleId, name: roleName }).nullable(), outcome: z.enum(['answered', 'already', 'experimental-off', 'not-proven', 'failed', 'unknown']), error: appErrorJson.nullable() })),
        error: appErrorJson.nullable(),
      }).nullable(),
      verified: z.object({ at: z.number(), differences: count, /** Its dry run is gone or was altered, so that only legacy roles were looked for: it differs until a person accepts that. */ lost: z.boolean(), /** False: grants could not be read, so that projects were not looked at. */ projects: z.boolean(), accepted: migrationMark.nullable() }).nullable(),
    }),
  }),

  /** Looks at customers: members, legacy roles, environments; null: at all that are not known to be migrated or were never asked. Sends nothing that changes anything, nor a dry run. */
  'migration.check': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ accountId, of: migrationScope.nullable() }), output: migrationActivity }),
  /** Nothing more of what is at work is asked; what was found stays. A proof goes on to its end, for it would prove nothing. */
  'migration.stop': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ accountId }), output: z.object({ activity: migrationActivity.nullable() }) }),
  /** A person has seen in Workato that the root folder is empty, or takes that back (`note` null). A note is required: who looked, where. */
  'migration.confirmRoot': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ ...scoped, note: text.min(1).nullable() }), output: z.object({ customers: count }) }),
  'migration.note': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ ...one, note: text }), output: z.object({ note: migrationMark.nullable() }) }),
  /** Lets the account use the call that migrates custom roles, whose body and answer no document shows (contract 10.2), or takes it back. */
  'migration.setCustomRoles': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ accountId, on: z.boolean() }), output: z.object({ customRoles: z.boolean() }) }),

  /** How all that are to be migrated and are in no wave would be spread: one, ten, the rest; by default the least people first. */
  'migration.proposeWaves': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ accountId }), output: z.object({ waves: z.array(z.object({ name: z.string(), customers: z.array(z.object({ customerId, customer: z.string(), people: count.nullable() })) })) }) }),
  /** Makes or changes a wave; `id` null: a new last one. The first wave holds one customer and the second ten at most; a customer is in one wave, and what was migrated in one stays there. BAD_INPUT says what is wrong. */
  'migration.saveWave': defineMethod({
    kind: 'command', home: 'engine', input: z.strictObject({ accountId, id: waveId.nullable(), name: z.string().min(1).max(200), customers: z.array(customerId).min(1).max(50_000) }), output: wave,
  }),
  /** Takes a wave away of which nothing was migrated; dry runs and notes of its customers stay. */
  'migration.removeWave': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ accountId, id: waveId }), output: z.object({}) }),

  /**
   * Proves on one customer, chosen for it, that a dry run changes nothing. If it does not hold, this customer may be migrated for real: so its name is typed
   * (`NAME_NEEDED` where it is another). Sends one dry run, in body and query, and reads before and after. A proof that failed can be made anew.
   */
  'migration.prove': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ ...one, typedName: typed }), output: migrationActivity }),
  /** Reads customers anew and asks what would become of each: system roles, and where it is switched on each custom role. MIGRATION_LOCKED without a proof. A dry run that counts already is made anew. */
  'migration.dryRun': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject(scoped), output: migrationActivity }),
  /** What each legacy role becomes, as the dry runs answered. Several lines for a role whose holders get different ones. */
  'migration.mapping': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject(scoped),
    output: z.object({ rows: z.array(z.object({ legacy: roleName, kind: legacyRoleUse.shape.kind, environmentRole: roleName.nullable(), projectRole: roleName.nullable(), people: count, customers: count })), customers: count }),
  }),
  /** A window of who gains and loses what, most dangerous first. `show`: all, or one of the counts; `losing`: who loses anything, whatever they gain; `prod`: what has to be acknowledged. Only customers whose dry run counts are in it. */
  'migration.review': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ ...scoped, show: z.enum(['all', 'gains', 'losing', 'none', 'keeps-legacy', 'prod']), search: z.string().max(200), ...window }),
    output: z.object({
      rows: z.array(reviewRow), matched: count, /** Of all rows that match, in their order. */ sections: z.array(z.object({ danger, count })),
      counts: z.object({ all: count, gains: count, losses: count, losing: count, none: count, keepsLegacy: count, prod: count, acknowledged: count }),
      /** Customers of the scope, and of them those whose dry run counts. */
      customers: count, withDryRun: count,
    }),
  }),
  /** One person of the review with all projects. */
  'migration.person': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ ...one, memberId }), output: z.object({ row: reviewRow, projects: z.array(projectDifference) }) }),
  /** Acknowledges gains in PROD: by their keys (`on` false takes it back), or all of the scope by typing how many are open (else COUNT_NEEDED). Remembered with who, when and note. */
  'migration.acknowledge': defineMethod({
    kind: 'command', home: 'engine',
    input: z.strictObject({ ...scoped, what: z.union([z.strictObject({ keys: z.array(key).min(1).max(5000), on: z.boolean() }), z.strictObject({ typedCount: count })]), note: text }),
    output: z.object({ toAcknowledge: count, acknowledged: count }),
  }),
  /**
   * Migrates for real, by a job of its own that takes nothing else along. `typed`: the name of the customer, or of several their number (else NAME_NEEDED, COUNT_NEEDED).
   * MIGRATION_LOCKED, MIGRATION_GATE name what is missing; nothing was sent then. Cannot be undone. The rest is that of every job: `jobs.state`, `jobs.steps`, pause, cancel, evidence.
   */
  'migration.migrate': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ accountId, waveId, customers: z.array(customerId).min(1).max(50_000), typed }), output: jobState }),

  /** Reads customers that are migrated and holds them against their dry run; without one, only the kind of the assignments is looked at. */
  'migration.verify': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject(scoped), output: migrationActivity }),
  /** A window of what is not as the dry run said, most access first. */
  'migration.differences': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ ...scoped, ...window }), output: z.object({ rows: z.array(verifyDifference), matched: count, fixable: count, verified: count, customers: count }) }),
  /** Stages what makes differences go, as one step of undo; `keys` null: all of the scope that can be, but those that were made from this computer. They are planned and applied in Changes, then verified again. `batchId` null: there was nothing to stage. */
  'migration.stageFixes': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ ...scoped, keys: z.array(key).min(1).max(5000).nullable(), name: z.string().min(1).max(200) }), output: z.object({ staged: count, batchId: batchId.nullable(), counts: stagedCounts }) }),
  /** A person lets the differences of a customer be, with a note why: it counts as verified. */
  'migration.accept': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ ...one, note: text.min(1) }), output: z.object({ row: migrationRow }) }),

  /** For customers that were migrated elsewhere: who has another role than in the snapshot, in the other customer, or by the template. `mapping` is what was used, with each legacy role of the source: the proposed one, changed by the one that is given. */
  'migration.rescue': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ ...one, source: snapshot, mapping, ...window }),
    output: z.object({
      rows: z.array(z.object({
        key, memberId: memberId.nullable(), name: z.string(), email: z.string(), environment: environmentType, /** As it was, a legacy role perhaps, and what that counts as. */ then: roleName.nullable(), should: roleName.nullable(), is: roleName.nullable(),
        direction: z.enum(['gained', 'lost', 'other', 'gone', 'unmapped']), fix: z.enum(['possible', 'staged', 'none']), /** Why it cannot be staged, where the direction does not tell it. */ why: z.enum(['legacy-role', 'unknown-role', 'not-migrated', 'not-read']).nullable(),
      })),
      matched: count, /** Of these rows, without people of the source who are no collaborators here, and how many those are. */ differing: count, gone: count, fixable: count, same: count, mapping: z.array(z.object({ legacy: roleName, wish: roleName.nullable(), /** Dry runs of how many customers say so; 0: nothing does, or a person chose. */ customers: count })), /** When the source was read; null: it never was. */ readAt: z.number().nullable(),
    }),
  }),
  /** Stages what makes these differences go; `keys` null: all that can be. */
  'migration.stageRescue': defineMethod({
    kind: 'command', home: 'engine', input: z.strictObject({ ...one, source: snapshot, mapping, keys: z.array(key).min(1).max(5000).nullable(), name: z.string().min(1).max(200) }),
    output: z.object({ staged: count, batchId: batchId.nullable(), counts: stagedCounts }),
  }),

  /**
   * Roles that somebody else has changed since a time, or since a customer was first read if that is later (product 14): base, theirs, and when: `seenAt` is the reading that saw it, `notBefore` the one that saw the base first. What our jobs
   * did is left out. The API does not tell who it was. Null: of the whole account.
   */
  'drift.list': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ accountId, customerId: customerId.nullable(), since: z.number().int().min(0).max(8.64e15), ...window }),
    output: z.object({
      rows: z.array(z.object({ customerId, customer: z.string(), memberId, name: z.string(), email: z.string(), environment: environmentType, base: roleName.nullable(), theirs: roleName.nullable(), /** Came or went as a whole. */ person: z.enum(['stayed', 'came', 'gone']), notBefore: z.number().nullable(), seenAt: z.number() })),
      matched: count, customers: count, read: count,
    }),
  }),
}
