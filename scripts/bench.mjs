// Side-by-side measurements: ours against a bare counterpart, in one run on one machine. Never assertions of a test.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, hasDisplay } from './lib/prepare.mjs'
import { run, ROOT } from './lib/run.mjs'
import { fail } from './lib/say.mjs'

const SCRIPTS = { start: 'start', 'memory-idle': 'start', 'customers-scroll': 'customers', 'main-block': 'customers', 'search-latency': 'customers', 'person-search': 'store', 'open-view': 'views', 'stage-10k': 'stage', 'board-block': 'migration', 'review-block': 'migration', 'grid-first-render': 'matrix', 'grid-scroll': 'matrix', 'grid-key-to-paint': 'matrix', 'grid-fill': 'matrix', 'matrix-memory': 'matrix', 'first-read-quota': 'quota', 'apply-quota': 'quota' }
const NAMES = Object.keys(SCRIPTS)
const only = process.argv.indexOf('--only') < 0 ? null : process.argv[process.argv.indexOf('--only') + 1]
if (only !== null && !NAMES.includes(only)) fail(`no benchmark is called ${only}; there are: ${NAMES.join(', ')}.`)

const runtime = await prepare({ headless: !hasDisplay() })
const report = join(ROOT, 'artifacts', 'bench.json')
mkdirSync(join(ROOT, 'artifacts'), { recursive: true })
writeFileSync(report, '[]')
for (const name of new Set(only === null ? Object.values(SCRIPTS) : [SCRIPTS[only]])) {
  const script = [join(ROOT, 'bench', `${name}.mjs`), runtime.executable, runtime.version, report, only ?? '']
  const command = hasDisplay() ? [process.execPath, script] : ['xvfb-run', ['-a', '-s', '-screen 0 1600x1000x24', process.execPath, ...script]]
  const { code } = await run(...command)
  if (code !== 0) process.exit(code)
}
