import { afterAll, expect, it } from 'vitest'
import { runSeed } from './run'
import { openScratch } from './scratch'

const scratch = openScratch()
afterAll(() => scratch.remove())

const SEEDS = 300

it(`keeps every promise in ${String(SEEDS)} seeds`, { timeout: 300_000 }, async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const { violations } = await runSeed(seed, scratch, { calm: false, crashes: null })
    expect(violations, `seed ${String(seed)}`).toEqual([])
  }
})
