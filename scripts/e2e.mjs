import { prepare } from './lib/prepare.mjs'
import { runEndToEnd } from './lib/suites.mjs'

const runtime = await prepare({ headless: true })
const counts = await runEndToEnd(runtime.executable, process.argv.slice(2))
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`)
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1)
