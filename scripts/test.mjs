import { runChecks } from './lib/checks.mjs'
import { prepare } from './lib/prepare.mjs'
import { say } from './lib/say.mjs'
import { runContract, runEndToEnd, runUnitTests } from './lib/suites.mjs'

const started = Date.now()
const runtime = await prepare({ headless: true })
const parts = [
  ['checks', await runChecks()],
  ['unit and integration', await runUnitTests()],
  ['API contract', await runContract()],
  ['end to end', await runEndToEnd(runtime.executable)],
]
const sum = { passed: 0, failed: 0, skipped: 0 }
for (const [name, counts] of parts) {
  say(`${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
  for (const key of Object.keys(sum)) sum[key] += counts[key]
}
say(`Electron ${runtime.version} (${runtime.source}), ${Math.round((Date.now() - started) / 1000)} s`)
process.stdout.write(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`)
process.exit(sum.failed === 0 && sum.passed > 0 ? 0 : 1)
