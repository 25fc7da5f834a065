import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { app, protocol } from 'electron'
import { UI_SCHEME } from '../ipc/own-page'
import { parseFlags, REFUSED_WHEN_PACKAGED } from './flags'
import { startApp } from './start-app'

// Before anything is written, and taken over by the processes that are started from here: databases, logs and settings are for their user only.
process.umask(0o077)
const userData = process.env['ROLODESK_USER_DATA']
if (userData !== undefined) {
  mkdirSync(resolve(userData), { recursive: true, mode: 0o700 })
  app.setPath('userData', resolve(userData))
}
protocol.registerSchemesAsPrivileged([{ scheme: UI_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }])
// Asking for the sandbox together with --no-sandbox (needed as root) is a fatal start error; each window asks for it anyway.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()

const flags = parseFlags(process.argv.slice(1), process.env, app.isPackaged)
const refused = app.isPackaged ? REFUSED_WHEN_PACKAGED.find((name) => app.commandLine.hasSwitch(name)) : undefined
if ('problem' in flags) {
  process.stderr.write(`rolodesk: ${flags.problem}\n`)
  app.exit(2)
} else if (refused !== undefined) {
  process.stderr.write(`rolodesk: --${refused} is not available in this build\n`)
  app.exit(2)
} else if (mayWrite(app.getPath('userData')) && !app.requestSingleInstanceLock()) {
  app.quit()
} else {
  void app.whenReady().then(() => startApp(flags))
}

/** Where nothing can be written no lock can be taken either, and the app would end without a word instead of saying so. The store has a lock of its own. */
function mayWrite(folder: string): boolean {
  try {
    if (existsSync(folder)) accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
