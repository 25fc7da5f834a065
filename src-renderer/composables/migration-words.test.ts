import { describe, expect, it } from 'vitest'
import { MIGRATION_LANES, MIGRATION_STEPS } from '@contract/migration-lanes'
import { nextAct, stepAt } from './migration-words'

describe('the wizard', () => {
  it('is at the proof while the account is locked, except where something is to be prepared before it or was migrated already', () => {
    expect(MIGRATION_STEPS.map((step) => stepAt(step, null))).toEqual([...MIGRATION_STEPS])
    expect(MIGRATION_STEPS.map((step) => stepAt(step, 'changed'))).toEqual(['preflight', 'proof', 'proof', 'proof', 'verify', 'report'])
  })

  it('offers a customer that is migrated to be verified, and never a dry run', () => {
    const acts = MIGRATION_LANES.map((lane) => nextAct({ lane, wave: null }))
    expect(acts).toEqual(['check', 'check', 'prepare', 'newWave', 'newWave', 'newWave', 'job', 'job', 'verify', 'differences', null])
    expect(nextAct({ lane: 'ready', wave: { id: 'w' as never, name: 'W' } })).toBe('wave')
  })
})
