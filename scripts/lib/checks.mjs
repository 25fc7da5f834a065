import { join } from 'node:path'
import { run, ROOT } from './run.mjs'
import { say } from './say.mjs'

const bin = (path) => join(ROOT, 'node_modules', path)

// Plants files for a moment, so nothing else may read the tree meanwhile.
const LAYERS = ['layers', [join(ROOT, 'scripts', 'layers.mjs')]]

/** The checks that need no running app: name, and the arguments to Node. */
const CHECKS = [
  ['lint', [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0', '--cache', '--cache-location', 'node_modules/.cache/eslint']],
  ['types: contract', [bin('vue-tsc/bin/vue-tsc.js'), '-p', 'tsconfig.contract.json', '--noEmit']],
  ['types: main, engine, emulator, e2e', [bin('vue-tsc/bin/vue-tsc.js'), '-p', 'tsconfig.node.json', '--noEmit']],
  ['types: renderer', [bin('vue-tsc/bin/vue-tsc.js'), '-p', 'tsconfig.web.json', '--noEmit']],
  ['dead code', [bin('knip/bin/knip.js')]],
  ['contrast of the colours', [join(ROOT, 'scripts', 'contrast.mjs')]],
]

/** Runs the static checks two at a time; prints a line for each and the output of those that fail. */
export async function runChecks() {
  const tally = { passed: 0, failed: 0, skipped: 0 }
  const queue = [...CHECKS]
  const check = async ([name, args]) => {
    const { code, output } = await run(process.execPath, args, { quiet: true })
    say(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}`)
    if (code !== 0) say(output)
    tally[code === 0 ? 'passed' : 'failed'] += 1
  }
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await check(next)
  }
  await check(LAYERS)
  await Promise.all([worker(), worker()])
  return tally
}
