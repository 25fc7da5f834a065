import type { CustomerId } from '../contract/ids'
import type { JobState } from '../contract/jobs'
import type { MigrationLane, WaveId } from '../contract/migration'
import type { Member } from '../emulator/workspace'
import type { MigrationRig } from './migration-rig'

/** What a person does on the way through a migration, for tests that are about something else. */
export function migrationActs(rig: MigrationRig) {
  const { accountId, ask } = rig
  const acts = {
    at: (index: number): CustomerId => {
      const found = rig.customers[index]
      if (found === undefined) throw new Error('no such customer')
      return found
    },
    board: () => ask('migration.board', { accountId, search: '', lanes: [], tags: [], findings: [], waveId: null, offset: 0, limit: 200 }),
    laneOf: async (id: CustomerId): Promise<MigrationLane | undefined> => (await acts.board()).rows.find(({ customerId }) => customerId === id)?.lane,
    account: () => ask('migration.account', { accountId }),
    migrations: () => rig.log().filter(({ path }) => path.includes('roles_migration')),
    /** Those of them that are no dry runs. */
    sent: () => acts.migrations().filter(({ query }) => !query.includes('dry_run=true')),
    people: (id: CustomerId): Member[] => {
      const customer = rig.account().customers.find((one) => one.id === id)
      if (customer === undefined) throw new Error('no such customer')
      return rig.account().workspace(customer).members
    },
    /** Whether a dry run of the customer converts somebody: some are half migrated already. */
    converts: (id: CustomerId): boolean => acts.people(id).some(({ roles }) => Object.values(roles).some((role) => role?.role_type === 'privilege_group' && ['Admin', 'Analyst', 'Operator'].includes(role.role_name))),
    check: async (): Promise<void> => {
      await ask('migration.check', { accountId, of: null })
      await rig.settled(rig.customers.length > 50 ? 10_000 : 500)
    },
    prove: async (id: CustomerId): Promise<void> => {
      await ask('migration.prove', { accountId, customerId: id, typedName: rig.name(id) })
      await rig.settled()
    },
    /** Looked at, proven on the last customer, root folders confirmed. */
    prepare: async (): Promise<void> => {
      await acts.check()
      await acts.prove(acts.at(rig.customers.length - 1))
      await ask('migration.confirmRoot', { accountId, of: { customers: [...rig.customers] }, note: 'Seen in Workato' })
    },
    wave: async (name: string, customers: readonly CustomerId[]): Promise<WaveId> => (await ask('migration.saveWave', { accountId, id: null, name, customers: [...customers] })).id,
    dryRun: async (waveId: WaveId): Promise<void> => {
      await ask('migration.dryRun', { accountId, of: { waveId } })
      await rig.settled()
    },
    /** Tries a wave and acknowledges what it would do in PROD. */
    tryWave: async (waveId: WaveId): Promise<void> => {
      await acts.dryRun(waveId)
      const { counts } = await ask('migration.review', { accountId, of: { waveId }, show: 'all', search: '', offset: 0, limit: 1 })
      await ask('migration.acknowledge', { accountId, of: { waveId }, what: { typedCount: counts.prod - counts.acknowledged }, note: '' })
    },
    /** A wave of the first customer that only waits to be migrated. */
    readyPilot: async (): Promise<WaveId> => {
      await acts.prepare()
      const pilot = await acts.wave('Pilot', [acts.at(0)])
      await acts.tryWave(pilot)
      return pilot
    },
    /** Why a customer may not be migrated. */
    refused: (waveId: WaveId, id: CustomerId) => rig.refusal('migration.migrate', { accountId, waveId, customers: [id], typed: rig.name(id) }),
    start: (waveId: WaveId, customers: readonly CustomerId[]): Promise<JobState> =>
      ask('migration.migrate', { accountId, waveId, customers: [...customers], typed: customers.length === 1 ? rig.name(customers[0] as CustomerId) : String(customers.length) }),
    migrate: async (waveId: WaveId, customers: readonly CustomerId[]): Promise<JobState> => rig.jobDone(await acts.start(waveId, customers)),
    verify: async (waveId: WaveId): Promise<void> => {
      await ask('migration.verify', { accountId, of: { waveId } })
      await rig.settled()
    },
  }
  return acts
}
