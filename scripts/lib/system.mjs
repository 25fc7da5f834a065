import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './run.mjs'
import { fail, say } from './say.mjs'

/** Debian packages for a machine without a desktop: the display, the session bus, the keychain, certificates for tests, Electron's libraries. */
const HEADLESS = ['xvfb', 'xauth', 'dbus', 'dbus-x11', 'gnome-keyring', 'libsecret-1-0', 'openssl', 'libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1']
const TOOLS = ['Xvfb', 'xvfb-run', 'xauth', 'dbus-daemon', 'dbus-send', 'gnome-keyring-daemon', 'openssl']

function onPath(tool) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** Shared libraries that the executable needs and the system lacks, by name. */
async function missingLibraries(electron) {
  const { output } = await run('ldd', [electron], { quiet: true })
  const missing = [...output.matchAll(/^\s*(\S+) => not found/gm)].map((hit) => hit[1])
  const known = await run('sh', ['-c', 'ldconfig -p 2>/dev/null || /sbin/ldconfig -p'], { quiet: true })
  return known.output.includes('libsecret-1.so.0') ? missing : [...missing, 'libsecret-1.so.0']
}

/**
 * Installs what is missing on Linux (as root, with apt), else ends with the exact command.
 * `headless` adds the display server and a keychain of its own, which tests and the tour need.
 */
export async function ensureSystem(electron, { headless }) {
  if (process.platform !== 'linux') return
  const lacks = async () => [...(headless ? TOOLS.filter((tool) => !onPath(tool)) : []), ...(await missingLibraries(electron))]
  const missing = await lacks()
  if (missing.length === 0) return
  const command = `apt-get install -y --no-install-recommends ${HEADLESS.join(' ')}`
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    fail(`missing on this system: ${missing.join(', ')}. On Debian run: sudo ${command}`)
  }
  say(`system libraries: installing (missing: ${missing.join(', ')})`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { quiet: true, env })
  const { code, output } = await run('sh', ['-c', command], { quiet: true, env })
  const still = await lacks()
  if (code !== 0 || still.length > 0) {
    say(output.split('\n').slice(-15).join('\n'))
    fail(`still missing: ${still.join(', ') || 'see above'}. Run: ${command}`)
  }
}
