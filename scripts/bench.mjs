// Side-by-side measurements: ours against a bare counterpart, in one run on one machine. Never assertions of a test.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, hasDisplay } from './lib/prepare.mjs'
import { run, ROOT } from './lib/run.mjs'
import { fail } from './lib/say.mjs'

const NAMES = ['grid-scroll', 'main-block', 'search-latency']
const only = process.argv.indexOf('--only') < 0 ? null : process.argv[process.argv.indexOf('--only') + 1]
if (only !== null && !NAMES.includes(only)) fail(`no benchmark is called ${only}; there are: ${NAMES.join(', ')}.`)

const runtime = await prepare({ headless: !hasDisplay() })
const report = join(ROOT, 'artifacts', 'bench.json')
mkdirSync(join(ROOT, 'artifacts'), { recursive: true })
const script = [join(ROOT, 'bench', 'customers.mjs'), runtime.executable, runtime.version, report, only ?? '']
const command = hasDisplay() ? [process.execPath, script] : ['xvfb-run', ['-a', '-s', '-screen 0 1600x1000x24', process.execPath, ...script]]
writeFileSync(report, '[]')
process.exit((await run(...command)).code)
