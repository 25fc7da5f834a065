import { chmodSync, chownSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test as base, _electron } from '@playwright/test'
import { expect } from '../fixtures/app'
import { NO_KEYCHAIN } from '../fixtures/keychain'

const NOBODY = 65534
const ROOT = join(__dirname, '../..')

/** The state of every renderer process: what the kernel says of its filter. */
function rendererFilters(): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      if (!line.includes('--type=renderer') || !line.includes('rolodesk-sandbox-')) return []
      return [/^Seccomp:\s*(\d)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 'none']
    } catch {
      return []
    }
  })
}

base('as an unprivileged user the app runs with the sandbox of Chromium on', async () => {
  // Only root has to give up rights; a developer's own account has none to give up.
  const asRoot = process.getuid?.() === 0
  const electron = process.env['ROLODESK_ELECTRON'] ?? ''
  const folder = mkdtempSync('/tmp/rolodesk-sandbox-')
  try {
    const env: NodeJS.ProcessEnv = { ...process.env, ...NO_KEYCHAIN, HOME: folder, TMPDIR: folder, ROLODESK_USER_DATA: join(folder, 'user-data'), XDG_RUNTIME_DIR: folder }
    mkdirSync(join(folder, 'user-data'))
    // The user that is given up to may not be able to read where the runtime and the project lie.
    cpSync(dirname(electron), join(folder, 'electron'), { recursive: true })
    const project = join(folder, 'project')
    mkdirSync(project)
    cpSync(join(ROOT, 'out'), join(project, 'out'), { recursive: true })
    copyFileSync(join(ROOT, 'package.json'), join(project, 'package.json'))
    for (const name of ['libsql', '@libsql', '@neon-rs', 'detect-libc', 'keytar']) {
      if (existsSync(join(ROOT, 'node_modules', name))) cpSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name), { recursive: true })
    }
    const authority = process.env['XAUTHORITY']
    if (authority !== undefined) {
      copyFileSync(authority, join(folder, 'xauthority'))
      env['XAUTHORITY'] = join(folder, 'xauthority')
    }
    const start = join(folder, 'start')
    const give = asRoot ? `setpriv --reuid=${String(NOBODY)} --regid=${String(NOBODY)} --clear-groups ` : ''
    writeFileSync(start, `#!/bin/sh\nexec ${give}"${join(folder, 'electron', 'electron')}" "$@"\n`)
    chmodSync(start, 0o755)
    chmodSync(folder, 0o755)
    if (asRoot) for (const path of [folder, join(folder, 'user-data'), join(folder, 'xauthority')]) if (existsSync(path)) chownSync(path, NOBODY, NOBODY)

    const app = await _electron.launch({
      executablePath: start, args: ['--disable-gpu', project, '--no-sandbox-account'], chromiumSandbox: true,
      env: Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined)),
    })
    const page = await app.firstWindow()
    await page.waitForSelector('html[data-ready="true"]')
    const { uid, switches } = await app.evaluate(({ app: main }) => ({ uid: process.getuid?.(), switches: main.commandLine.hasSwitch('no-sandbox') }))
    expect(switches).toBe(false)
    if (asRoot) expect(uid).toBe(NOBODY)
    // 2: a filter of system calls is in force.
    const filters = rendererFilters()
    expect(filters.length).toBeGreaterThan(0)
    expect(new Set(filters)).toEqual(new Set(['2']))
    await app.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
