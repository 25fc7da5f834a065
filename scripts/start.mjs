import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { electronArguments, hasDisplay, prepare } from './lib/prepare.mjs'
import { run, ROOT } from './lib/run.mjs'
import { fail, say } from './lib/say.mjs'

const given = process.argv.slice(2)
const headless = !hasDisplay()
const runtime = await prepare({ headless })

if (headless) {
  say('no display: running the tour under Xvfb')
  const tour = [join(ROOT, 'scripts', 'tour.mjs'), runtime.executable, ...given]
  const { code } = await run('xvfb-run', ['-a', '-s', '-screen 0 1600x1000x24', process.execPath, ...tour])
  process.exit(code)
}

// The first start shows sample data at once; later starts show what the user made of it.
const first = !existsSync(join(userData(), 'ledger.db')) && !given.some((flag) => /^--(no-)?sandbox-account$/.test(flag))
const args = [...electronArguments(), ROOT, ...(first ? ['--sandbox-account'] : []), ...given]
const { code } = await run(runtime.executable, args)
if (code !== 0) fail(`Rolodesk ended with code ${code}; its log is in the folder "logs" of the user data.`)

function userData() {
  if (process.env.ROLODESK_USER_DATA) return process.env.ROLODESK_USER_DATA
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Rolodesk')
  if (process.platform === 'win32') return join(process.env.APPDATA ?? homedir(), 'Rolodesk')
  return join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'Rolodesk')
}
