import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import { MUTANTS } from './mutants'
import { migratesIn, runMigration } from './migration-run'
import { runSeed } from './run'
import { openScratch, type Scratch } from './scratch'

const USAGE = 'usage: npm run sim -- [--seeds N] [--from S] [--crash all] [--mutant <name>] [--mutants]'

/** The command line; gives the exit code. `write` prints a line. */
export async function simulate(args: readonly string[], write: (line: string) => void): Promise<number> {
  const { seeds, from, crash, mutants } = options(args)
  if (mutants) {
    for (const { name, promise } of MUTANTS) write(`${name}: breaks ${promise}`)
    return 0
  }
  const scratch = openScratch()
  const trace = createHash('sha256')
  let failed = 0
  try {
    for (let seed = from; seed < from + seeds; seed += 1) {
      const broken = crash ? await crashEverywhere(seed, scratch, trace) : await once(seed, scratch, trace)
      if (broken.length === 0) continue
      failed += 1
      for (const text of broken.slice(0, 10)) write(`seed ${String(seed)}: ${text}`)
    }
  } finally {
    scratch.remove()
  }
  write(`${String(seeds)} seeds, ${String(failed)} failed, trace ${trace.digest('hex').slice(0, 16)}`)
  return failed === 0 ? 0 : 1
}

type Hash = ReturnType<typeof createHash>

async function once(seed: number, scratch: Scratch, trace: Hash): Promise<readonly string[]> {
  const result = await runSeed(seed, scratch, { calm: false, crashes: null })
  trace.update(result.trace)
  if (!migratesIn(seed)) return result.violations
  const migration = await runMigration(seed, scratch, { calm: false, crashes: null })
  trace.update(migration.trace)
  return [...result.violations, ...migration.violations]
}

/** The seed without anybody else, uninterrupted, and then stopped at each of its boundaries: every run must end as the first did (G11). */
async function crashEverywhere(seed: number, scratch: Scratch, trace: Hash): Promise<readonly string[]> {
  const broken: string[] = []
  for (const run of migratesIn(seed) ? [runSeed, runMigration] : [runSeed]) {
    const plain = await run(seed, scratch, { calm: true, crashes: [] })
    broken.push(...plain.violations)
    for (let at = 1; at <= plain.boundaries; at += 1) {
      const { violations, end, trace: own } = await run(seed, scratch, { calm: true, crashes: [at] })
      trace.update(own)
      broken.push(...violations.map((text) => `stopped at ${String(at)}: ${text}`))
      if (end !== plain.end) broken.push(`stopped at ${String(at)}: G11: the end differs from that of the uninterrupted run`)
    }
  }
  return broken
}

function options(args: readonly string[]): { readonly seeds: number; readonly from: number; readonly crash: boolean; readonly mutants: boolean } {
  const { values } = parseArgs({
    args: [...args], options: { seeds: { type: 'string', default: '300' }, from: { type: 'string', default: '1' }, crash: { type: 'string' }, mutants: { type: 'boolean', default: false }, mutant: { type: 'string' } },
  })
  const [seeds, from] = [Number(values.seeds), Number(values.from)]
  if (!Number.isInteger(seeds) || seeds < 1 || !Number.isInteger(from) || from < 0) throw new Error(`--seeds and --from are whole numbers. ${USAGE}`)
  if (values.crash !== undefined && values.crash !== 'all') throw new Error(`--crash takes "all". ${USAGE}`)
  return { seeds, from, crash: values.crash === 'all', mutants: values.mutants }
}
