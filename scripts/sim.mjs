// The deterministic simulation, from the sources: a planted defect is put in while they are loaded.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDependencies } from './lib/dependencies.mjs'
import { ROOT } from './lib/run.mjs'
import { fail } from './lib/say.mjs'

await ensureDependencies()
const { runnerImport } = await import('vite')
const source = join(ROOT, 'src-main')
const load = async (file, plugins = []) => (await runnerImport(join(source, file), { configFile: false, root: ROOT, logLevel: 'error', plugins })).module

/** Puts the edits of a mutant in the place of what they name. */
const planted = ({ name, edits }) => ({
  name: 'planted-defect',
  enforce: 'pre',
  load(id) {
    const mine = edits.filter(({ file }) => id === join(source, file))
    if (mine.length === 0) return null
    return mine.reduce((text, { file, find, put }) => {
      if (text.split(find).length !== 2) fail(`${name}: its text does not occur once in ${file}.`)
      return text.replace(find, () => put)
    }, readFileSync(id, 'utf8'))
  },
})

const args = process.argv.slice(2)
const wanted = args.includes('--mutant') ? args[args.indexOf('--mutant') + 1] : null
const { MUTANTS } = await load('sim/mutants.ts')
const mutant = wanted === null ? null : MUTANTS.find(({ name }) => name === wanted)
if (mutant === undefined) fail(`no planted defect is called ${wanted}; there are: ${MUTANTS.map(({ name }) => name).join(', ')}.`)
const { simulate } = await load('sim/cli.ts', mutant === null ? [] : [planted(mutant)])
try {
  process.exitCode = await simulate(args, (line) => process.stdout.write(`${line}\n`))
} catch (error) {
  fail(error.message)
}
