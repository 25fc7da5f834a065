import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, session } from 'electron'
import { UI_HOST, UI_SCHEME } from '../ipc/own-page'
import { hardenContents, hardenSession } from './harden-session'
import { serveUi } from './ui-protocol'

/** No `persist:` prefix: the session lives in memory and leaves no cookies or cache behind. */
const PARTITION = 'rolodesk'

/** Opens the main window. */
export function openMainWindow(): BrowserWindow {
  const own = session.fromPartition(PARTITION)
  hardenSession(own)
  if (!own.protocol.isProtocolHandled(UI_SCHEME)) serveUi(own, join(__dirname, '../renderer'))
  const window = new BrowserWindow({
    width: 1440, height: 900, minWidth: 960, minHeight: 600, show: false, title: 'Rolodesk', autoHideMenuBar: true,
    // Near the theme's own background, so that the first frame does not flash.
    backgroundColor: nativeTheme.shouldUseDarkColors ? 'black' : 'white',
    webPreferences: {
      preload: join(__dirname, '../preload/index.js'), session: own, contextIsolation: true, sandbox: true, nodeIntegration: false, webviewTag: false, spellcheck: false,
      devTools: !app.isPackaged,
    },
  })
  hardenContents(window.webContents)
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${UI_SCHEME}://${UI_HOST}/index.html`)
  return window
}
