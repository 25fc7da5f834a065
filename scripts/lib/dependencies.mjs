import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, ROOT } from './run.mjs'
import { fail, say } from './say.mjs'

const MINIMUM = [20, 19]

/** Ends the command when Node is older than the tools need. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return
  fail(`Node ${process.versions.node} is too old; install Node ${MINIMUM.join('.')} or newer and run the command again.`)
}

/** `npm ci` when the lock file is not the one that `node_modules` was made from. */
export async function ensureDependencies() {
  requireNode()
  const stamp = join(ROOT, 'node_modules', '.rolodesk-lock')
  const lock = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json'))).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  say('dependencies: npm ci')
  const { code, output } = await run('npm', ['ci', '--no-audit', '--no-fund'], { quiet: true })
  if (code !== 0) {
    say(output)
    fail('the dependencies could not be installed; the lines above say why. Check the connection to the npm registry, then run "npm ci".')
  }
  writeFileSync(stamp, lock)
}
