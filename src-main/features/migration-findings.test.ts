import { afterEach, describe, expect, it } from 'vitest'
import { migrationRig, type MigrationRig } from '../testing/migration-rig'

let rig: MigrationRig
afterEach(() => rig.end())

describe('what the preflight says of the fleet', () => {
  it('is told for each row, counted and filtered, and goes when a person has confirmed or the customer is migrated', async () => {
    rig = await migrationRig({ customers: 10, people: 6, legacy: 0.7 })
    const board = (findings: readonly ('environments' | 'root-folder')[]) => rig.ask('migration.board', { accountId: rig.accountId, search: '', lanes: [], tags: [], findings: [...findings], waveId: null, offset: 0, limit: 200 })
    expect((await board([])).findings).toEqual([])
    await rig.ask('migration.check', { accountId: rig.accountId, of: { customers: [...rig.customers] } })
    await rig.settled()
    const { rows, findings } = await board([])
    const legacy = rows.filter(({ state }) => state === 'legacy')
    const lacking = legacy.filter(({ environments }) => environments.length === 0)
    expect([legacy.length, lacking.length].every((count) => count > 0 && count < 10)).toBe(true)
    expect(findings).toContainEqual({ kind: 'root-folder', level: 'blocks', count: legacy.length })
    expect(findings).toContainEqual({ kind: 'environments', level: 'look', count: lacking.length })
    expect(rows.filter(({ state }) => state !== 'legacy').every((row) => row.findings.length === 0)).toBe(true)
    expect((await board(['environments'])).rows.map(({ customerId }) => customerId)).toEqual(lacking.map(({ customerId }) => customerId))
    const [one] = legacy
    if (one === undefined) throw new Error('nobody is legacy')
    await rig.ask('migration.confirmRoot', { accountId: rig.accountId, of: { customers: [one.customerId] }, note: 'Looked' })
    const after = await board(['root-folder'])
    expect(after.findings.find(({ kind }) => kind === 'root-folder')?.count).toBe(legacy.length - 1)
    expect(after.rows.some(({ customerId }) => customerId === one.customerId)).toBe(false)
  })
})
