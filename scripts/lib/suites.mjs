import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EMULATOR_OPTIONS } from '../../e2e/contract/emulator-options.mjs'
import { startEmulator } from './emulator.mjs'
import { run, ROOT } from './run.mjs'

const bin = (path) => join(ROOT, 'node_modules', path)

function fresh(name) {
  const file = join(ROOT, 'artifacts', 'reports', name)
  mkdirSync(dirname(file), { recursive: true })
  rmSync(file, { force: true })
  return file
}

/** Counts from a report; a runner that left none, or ended badly with no failed test, counts as one failure. */
function tally(file, code, read) {
  const counts = existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8'))) : { passed: 0, failed: 0, skipped: 0 }
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

/** Unit, property and integration tests in plain Node. */
export async function runUnitTests() {
  const file = fresh('unit.json')
  const args = [bin('vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { code } = await run(process.execPath, args)
  return tally(file, code, (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests + report.numTodoTests }))
}

/** End-to-end tests on the real app; a test that passed only on a second try counts as failed. */
export async function runEndToEnd(executable, args = []) {
  const file = fresh('e2e.json')
  const cli = [process.execPath, bin('@playwright/test/cli.js'), 'test', '-c', 'e2e/playwright.config.ts', ...args]
  const { code } = await run('xvfb-run', ['-a', '-s', '-screen 0 1600x1000x24', ...cli], {
    env: { ROLODESK_ELECTRON: executable, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  })
  return tally(file, code, ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }))
}

/** The API contract suite, whole, against an emulator process of its own. */
export async function runContract() {
  const file = fresh('contract.json')
  const { account, stop } = await startEmulator(EMULATOR_OPTIONS)
  const env = { ROLODESK_CONTRACT_BASE_URL: account.baseUrl, ROLODESK_CONTRACT_TOKEN: account.token }
  const { code } = await run(process.execPath, [join(ROOT, 'scripts', 'contract.mjs'), '--allow-writes', '--report', file], { env })
  stop()
  return tally(file, code, (counts) => counts)
}
