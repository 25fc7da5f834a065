import { spawn } from 'node:child_process'
import { copyFileSync, linkSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { test as base } from '@playwright/test'
import { expect } from '../fixtures/app'
import { NO_KEYCHAIN } from '../fixtures/keychain'
import { REFUSED_WHEN_PACKAGED } from '../../src-main/app/flags'

const ROOT = join(__dirname, '../..')
const ELECTRON = process.env['ROLODESK_ELECTRON'] ?? ''
/** A list of its own, so that one that is taken from the app's is missed here. */
const REFUSED = [
  'remote-debugging-port', 'remote-debugging-pipe', 'inspect', 'load-extension', 'disable-web-security', 'ignore-certificate-errors', 'ignore-certificate-errors-spki-list', 'log-net-log', 'ssl-key-log-file',
]

/** The runtime under a name of its own: that is how Electron tells a packaged app from a developer's. */
function packagedRuntime(folder: string): string {
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(dirname(ELECTRON))) if (name !== basename(ELECTRON)) symlinkSync(join(dirname(ELECTRON), name), join(folder, name))
  const executable = join(folder, 'rolodesk')
  try {
    linkSync(ELECTRON, executable)
  } catch {
    copyFileSync(ELECTRON, executable)
  }
  return executable
}

/** Runs to the end without a driver, which would need the very switches that are refused. */
function run(executable: string, folder: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(executable, [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', ...args], { env: { ...process.env, ...NO_KEYCHAIN, ROLODESK_USER_DATA: join(folder, 'user-data'), ...more }, timeout: 30_000 })
    let out = ''
    let err = ''
    child.stdout.on('data', (part: Buffer) => (out += part.toString()))
    child.stderr.on('data', (part: Buffer) => (err += part.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

base('a packaged app refuses debuggers, has no developer tools and offers nothing to tests', async ({}, testInfo) => {
  base.setTimeout(180_000)
  const folder = testInfo.outputPath('packaged')
  const executable = packagedRuntime(folder)
  const look = join(folder, 'look.cjs')
  writeFileSync(look, `
    const { app, Menu } = require('electron')
    app.on('browser-window-created', (_, window) => window.webContents.once('did-finish-load', () => {
      window.webContents.openDevTools({ mode: 'detach' })
      const roles = Menu.getApplicationMenu().items.flatMap((item) => item.submenu.items.map(({ role }) => String(role).toLowerCase()))
      console.log('FACTS ' + JSON.stringify({ packaged: app.isPackaged, tools: window.webContents.devToolsWebContents !== null, hooks: '__rolodesk' in globalThis, menu: roles.filter((role) => /devtools|reload/.test(role)) }))
      app.exit(0)
    }))`)
  const { out, err } = await run(executable, folder, ['-r', look, ROOT, '--no-sandbox-account'])
  expect(JSON.parse(/^FACTS (.*)$/m.exec(out)?.[1] ?? JSON.stringify(err))).toEqual({ packaged: true, tools: false, hooks: false, menu: [] })
  for (const name of new Set([...REFUSED, ...REFUSED_WHEN_PACKAGED])) {
    const ended = await run(executable, folder, [`--${name}=0`, ROOT, '--no-sandbox-account'])
    expect(ended.code, `${name}: ${ended.err}`).toBe(2)
    expect(ended.err).toContain(`rolodesk: --${name} is not available in this build`)
  }
})

base('the environment alone makes no packaged app record answers', async ({}, testInfo) => {
  const folder = testInfo.outputPath('record')
  const executable = packagedRuntime(join(folder, 'runtime'))
  const env = { ROLODESK_RECORD: join(folder, 'records') }
  const alone = await run(executable, folder, [ROOT, '--no-sandbox-account'], env)
  expect([alone.code, alone.err]).toEqual([2, expect.stringContaining('--rolodesk-record')])
  const look = join(folder, 'look.cjs')
  writeFileSync(look, "const { app } = require('electron'); app.on('browser-window-created', (_, window) => window.webContents.once('did-finish-load', () => { console.log('STARTED'); app.exit(0) }))")
  // What it says, not how it ends: an exit in the middle of loading may end by a signal.
  expect((await run(executable, folder, ['-r', look, ROOT, '--no-sandbox-account', '--rolodesk-record'], env)).out).toContain('STARTED')
})

base('an unknown flag of ours ends the app with a word about it', async ({}, testInfo) => {
  for (const flag of ['--sandbox-accounts', '--sandbox-account=1', '--sandbox-size=big', '--sandbox-size=-1x2', '--no-sandbox-accounts', '--rolodesk-token=x']) {
    const { code, err } = await run(ELECTRON, testInfo.outputPath('flags'), [ROOT, flag])
    expect(code, flag).toBe(2)
    expect(err).toContain(`rolodesk: ${flag}`)
  }
})
