import { afterEach, expect, it } from 'vitest'
import type { EnvironmentType } from '../contract/access'
import type { CustomerId, MemberId } from '../contract/ids'
import { migrationActs } from '../testing/migration-acts'
import { migrationRig, type MigrationRig } from '../testing/migration-rig'

let rig: MigrationRig
let acts: ReturnType<typeof migrationActs>
afterEach(() => rig.end())

const FLAT = { scope: { kind: 'accounts' as const, accounts: [] }, filter: { search: '', roles: { dev: [], test: [], prod: [] }, groups: [], states: [], findings: [] }, grouping: 'flat' as const, sort: { by: 'name' as const, direction: 'asc' as const }, collapsed: [], offset: 0, limit: 200 }
/** Somebody's cell in the matrix. */
async function cell(customerId: CustomerId, memberId: number, environment: EnvironmentType = 'dev') {
  const { window } = await rig.ask('matrix.page', FLAT)
  const row = window.flatMap((line) => (line.kind === 'row' ? [line.row] : [])).find((one) => one.customerId === customerId && one.memberId === memberId)
  return row?.cells[environment]
}
/** What the planner says of another role for somebody in DEV. */
async function verdict(customerId: CustomerId, memberId: number) {
  const { batchId } = await rig.ask('intents.stage', { name: 'Try', edits: [{ kind: 'member.role', accountId: rig.accountId, customerId, target: { memberId: memberId as MemberId, environment: 'dev' }, base: (await cell(customerId, memberId))?.base ?? null, wish: 'EnvironmentManager', seen: {} }] })
  expect(batchId).not.toBeNull()
  const { planId } = await rig.ask('plan.compute', { refresh: true })
  const { items } = await rig.ask('plan.get', { planId, verdict: null, customerId: null, accountId: null, offset: 0, limit: 50 })
  await rig.ask('intents.undo', {})
  return items.map((one) => [one.verdict, one.reason?.kind ?? null])
}

it('matrix, customer page, planner and fixes agree on who may be edited where somebody keeps a legacy role', async () => {
  rig = await migrationRig({ customers: 4, people: 10 })
  acts = migrationActs(rig)
  const id = acts.at(0)
  const [keeper, other] = acts.people(id).filter(({ roles }) => roles.dev !== undefined && 'role_name' in roles.dev && roles.dev.role_name === 'Analyst')
  if (keeper === undefined || other === undefined) throw new Error('too few analysts')
  for (const environment of ['dev', 'test', 'prod'] as const) if (keeper.roles[environment] !== undefined) keeper.roles[environment] = { role_type: 'privilege_group', role_name: 'Partner helpdesk' }
  await acts.prepare()
  expect((await cell(id, other.id))?.lock).toBe('legacy')
  expect(await verdict(id, other.id)).toEqual([['blocked', 'legacy-model']])

  const pilot = await acts.wave('Pilot', [id])
  await acts.tryWave(pilot)
  expect((await acts.migrate(pilot, [id])).counts).toMatchObject({ applied: 1 })
  rig.other(id, other.id, [{ environment_type: 'dev', name: 'EnvironmentAdmin', role_type: 'environment' }])
  await acts.verify(pilot)
  expect([(await cell(id, other.id))?.lock, (await cell(id, keeper.id))?.lock, (await rig.ask('workspace.get', { accountId: rig.accountId, customerId: id })).model]).toEqual([null, 'legacy-role', 'migrated'])
  expect([await verdict(id, other.id), await verdict(id, keeper.id)]).toEqual([[['send', null]], [['blocked', 'legacy-model']]])
  expect(await rig.ask('migration.stageFixes', { accountId: rig.accountId, of: { waveId: pilot }, keys: null, name: 'Fix' })).toMatchObject({ staged: 1 })
  expect(await cell(id, other.id)).toMatchObject({ base: 'EnvironmentAdmin', state: 'pending', edit: { wish: 'EnvironmentManager' } })
})
