import { randomUUID } from 'node:crypto'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, net, powerMonitor, shell } from 'electron'
import { SecretStore } from '../accounts/secret-store'
import { accountsService } from '../accounts/service'
import type { SignedSend } from '../accounts/verify'
import type { Handlers, MethodsOf } from '../contract'
import { EVENT_CHANNEL } from '../contract/channels'
import { offlineError } from '../contract/errors'
import type { AppEvent } from '../contract/events'
import { SANDBOX_ACCOUNT_ID } from '../contract/ids'
import { osKeychain } from '../host/keychain'
import { fileLogger } from '../host/log-file'
import { netSend } from '../host/net-send'
import { openExternal } from '../host/open-external'
import { registerIpc } from '../ipc/register'
import { createRouter } from '../ipc/router'
import { mayQuit } from './ask-before-quit'
import { Connection } from './connection'
import { EngineProcess } from './engine-process'
import { fileHandlers } from './files'
import { quotaSpeedOf, type Flags } from './flags'
import { openMainWindow } from './main-window'
import { setMenu } from './menu'
import { SandboxProcess } from './sandbox-process'
import { offerTestHooks } from './test-hooks'

/** Composes main: the only place that knows all parts. */
export function startApp(flags: Flags): void {
  const dataDir = app.getPath('userData')
  const log = fileLogger(join(dataDir, 'logs'), homedir())
  const emit = (event: AppEvent): void => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send(EVENT_CHANNEL, event)
  }
  const service = process.env['ROLODESK_KEYCHAIN_SERVICE'] ?? (app.isPackaged ? 'rolodesk' : 'rolodesk-development')
  const secrets = new SecretStore(osKeychain(service))
  const sandbox = new SandboxProcess({ dataDir, size: flags.sandboxSize, log })
  const engine: EngineProcess = new EngineProcess({
    dataDir, appVersion: app.getVersion(), quotaSpeed: quotaSpeedOf(process.env, app.isPackaged), recordTo: flags.recordTo, log, onEvent: emit,
    send: (accountId, request, options) => accounts.sendFor(accountId, request, options),
    onReady: () => void startReading().catch((error: unknown) => log.error('start.failed', { error })),
  })
  // Whatever asks for it, a doctor or a form: all that is sent passes here.
  const send: SignedSend = async (...request) => {
    if (connection.workingOffline) throw offlineError()
    return netSend(...request)
  }
  const accounts = accountsService({ engine: engine.call, secrets, send, sandbox, now: Date.now, newId: randomUUID, changed: () => emit({ type: 'accounts' }) })
  const hasLocalAccount = async (): Promise<boolean> =>
    (await accounts.list()).some(({ kind, baseUrl }) => kind === 'sandbox' || /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/.test(baseUrl))
  // An account on this computer needs no network.
  const reachable = async (): Promise<boolean> => net.isOnline() || (await hasLocalAccount().catch(() => false))
  const connection = new Connection({ engine: engine.call, emit, reachable })

  async function startReading(): Promise<void> {
    await connection.restore()
    if (flags.sandboxAccount && !(await accounts.list()).some(({ id }) => id === SANDBOX_ACCOUNT_ID)) await accounts.handlers['accounts.openSandbox']({})
    await connection.check()
    for (const { id } of await accounts.list()) await engine.call('internal.sync.start', { accountId: id })
  }

  const main: Handlers<MethodsOf<'main'>> = {
    ...accounts.handlers, ...fileHandlers(engine.call),
    'app.info': async () => ({
      version: app.getVersion(), electron: process.versions.electron, chrome: process.versions['chrome'] ?? '', platform: process.platform, packaged: app.isPackaged,
      keychain: await secrets.state(), engine: engine.status, engineError: engine.fatal, sandboxWanted: flags.sandboxAccount,
    }),
    'app.openExternal': async ({ url }) => {
      await openExternal(url)
      return { opened: true }
    },
    'app.restartEngine': async ({ mend }) => ({ engine: await engine.restart(mend) }),
    'app.openDataFolder': async () => ({ opened: (await shell.openPath(dataDir)) === '' }),
    'connection.get': async () => ({ state: await connection.check() }),
    'connection.setWorkOffline': async ({ on }) => ({ state: await connection.setWorkOffline(on) }),
  }

  registerIpc(createRouter({ main, engine: (method, input) => engine.invoke(method, input), log }))
  setMenu()
  offerTestHooks(() => engine.pid())
  nativeTheme.themeSource = 'system'
  // The window first: its page loads while the engine opens the store.
  const window = openMainWindow()
  engine.start()
  connection.watch()
  powerMonitor.on('resume', () => void connection.check())
  quitInOrder(window, engine, sandbox, secrets)
}

/** A job at work is asked about, and the engine closes its files, before the app ends. */
function quitInOrder(window: BrowserWindow, engine: EngineProcess, sandbox: SandboxProcess, secrets: SecretStore): void {
  let state: 'open' | 'asking' | 'stopped' = 'open'
  const end = async (): Promise<void> => {
    state = 'asking'
    if (!(await mayQuit(engine))) return void (state = 'open')
    state = 'stopped'
    await engine.stop().finally(() => {
      sandbox.stop()
      // A thread that waits for the system's unlock prompt would hold the ending process until somebody answers.
      if (secrets.waiting()) process.kill(process.pid, 'SIGKILL')
      app.quit()
    })
  }
  app.on('before-quit', (event) => {
    if (state === 'stopped') return
    event.preventDefault()
    if (state === 'open') void end()
  })
  // The window goes with the app, so that what is asked is asked while it is still there.
  window.on('close', (event) => {
    if (state === 'stopped') return
    event.preventDefault()
    app.quit()
  })
  app.on('second-instance', () => {
    const window = BrowserWindow.getAllWindows()[0]
    if (window?.isMinimized() === true) window.restore()
    window?.focus()
  })
}
