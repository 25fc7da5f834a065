import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { MUTANTS } from './mutants'
import { REGRESSIONS } from './regressions'
import { migratesIn, runMigration } from './migration-run'
import { runSeed } from './run'
import { openScratch } from './scratch'

const scratch = openScratch()
afterAll(() => scratch.remove())

const SEEDS = 300
/** So many seeds from the first one that saw it: which one does depends on the smallest change of the engine. */
const SEEDS_FOR_DEFECT = 10
/** Every so many boundaries a machine is stopped; the command line stops it at all of them. */
const STRIDE = 5
/** The same for a migration, which passes many more. */
const STRIDE_OF_MIGRATION = 19

it(`keeps every promise in ${String(SEEDS)} seeds and those that once failed`, { timeout: 300_000 }, async () => {
  for (const seed of new Set([...Array.from({ length: SEEDS }, (_, i) => i + 1), ...REGRESSIONS.map((one) => one.seed)])) {
    const { violations } = await runSeed(seed, scratch, { calm: false, crashes: null })
    expect(violations, `seed ${String(seed)}`).toEqual([])
  }
})

it('keeps every promise where customers are migrated', { timeout: 120_000 }, async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    if (migratesIn(seed)) expect((await runMigration(seed, scratch, { calm: false, crashes: null })).violations, `seed ${String(seed)}`).toEqual([])
  }
})

it('does the same again for the same seed', { timeout: 60_000 }, async () => {
  const trace = async (seed: number): Promise<string> => (await runSeed(seed, scratch, { calm: false, crashes: null })).trace
  expect(await trace(17)).toBe(await trace(17))
  expect(await trace(17)).not.toBe(await trace(18))
})

it.each([[4, 'people'], [107, 'roles, groups, customers and managers']])('seed %i, about %s, ends as if nothing had happened wherever the machine stops', { timeout: 180_000 }, async (seed) => {
  const plain = await runSeed(seed, scratch, { calm: true, crashes: [] })
  for (let at = 1; at <= plain.boundaries; at += STRIDE) {
    const { violations, end } = await runSeed(seed, scratch, { calm: true, crashes: [at] })
    expect({ at, violations, end }).toEqual({ at, violations: [], end: plain.end })
  }
})

it('a migration ends as if nothing had happened wherever the machine stops', { timeout: 180_000 }, async () => {
  const plain = await runMigration(20, scratch, { calm: true, crashes: [] })
  for (let at = 1; at <= plain.boundaries; at += STRIDE_OF_MIGRATION) {
    const { violations, end } = await runMigration(20, scratch, { calm: true, crashes: [at] })
    expect({ at, violations, end }).toEqual({ at, violations: [], end: plain.end })
  }
})

describe('the command line', () => {
  // A defect may also be one that goes round in circles: then the process is ended.
  it.each(MUTANTS)('sees the planted defect $name', { timeout: 120_000 }, async ({ name, seed }) => {
    const child = spawn(process.execPath, [join(__dirname, '../../scripts/sim.mjs'), '--from', String(seed), '--seeds', String(SEEDS_FOR_DEFECT), '--mutant', name], { stdio: ['ignore', 'pipe', 'inherit'], timeout: 100_000 })
    let output = ''
    child.stdout.on('data', (data) => (output += String(data)))
    const [code] = (await once(child, 'exit')) as [number]
    expect(code, output).toBe(1)
    expect(output).toMatch(/10 seeds, [1-9]\d* failed, trace [0-9a-f]{16}\n$/)
  })
})
