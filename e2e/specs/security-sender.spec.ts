import type { ElectronApplication } from '@playwright/test'
import { expect, NO_ACCOUNTS, test } from '../fixtures/shared'

interface Attack {
  /** Address of the top page. */
  readonly top: string
  /** Address of a frame in it, which then makes the call in place of the top page. */
  readonly frame: string | null
}

/** The code that a call is refused with, or "answered", when it comes from the given page with the app's own preload script. */
function callFrom(electron: ElectronApplication, attack: Attack): Promise<string> {
  return electron.evaluate(async ({ app, BrowserWindow, session }, { top, frame }) => {
    const preload = `${app.getAppPath()}/out/preload/index.js`
    // A session without the app's own hardening, so that the attacker's page gets as far as the call.
    const foreign = session.fromPartition(`attack-${String(Math.random())}`)
    const html = frame === null ? '<p>top</p>' : `<iframe src="${frame}"></iframe>`
    foreign.protocol.handle('app', (request) => new Response(request.url === frame ? '<p>frame</p>' : html, { headers: { 'content-type': 'text/html' } }))
    const window = new BrowserWindow({ show: false, webPreferences: { session: foreign, preload, sandbox: true, contextIsolation: true, nodeIntegrationInSubFrames: true } })
    try {
      await window.loadURL(top)
      const caller = frame === null ? window.webContents.mainFrame : window.webContents.mainFrame.frames[0]!
      const reply = (await caller.executeJavaScript("rolodesk.invoke('connection.get', {})")) as { ok: boolean; error?: { code: string } }
      return reply.ok ? 'answered' : String(reply.error?.code)
    } finally {
      window.destroy()
    }
  }, attack)
}

test.use({ world: NO_ACCOUNTS })

test('only the top frame of the own page is answered', async ({ electron, emulator }) => {
  const own = 'app://ui/index.html'
  const foreign = emulator.accounts[0]!.baseUrl
  // The way of attack itself works: what is refused below is refused because of its sender.
  expect(await callFrom(electron, { top: own, frame: null })).toBe('answered')
  expect(await callFrom(electron, { top: own, frame: 'app://ui/frame.html' })).toBe('UNTRUSTED_SENDER')
  expect(await callFrom(electron, { top: own, frame: 'app://other/frame.html' })).toBe('UNTRUSTED_SENDER')
  expect(await callFrom(electron, { top: 'app://other/index.html', frame: null })).toBe('UNTRUSTED_SENDER')
  expect(await callFrom(electron, { top: 'app://other/index.html', frame: 'app://ui/frame.html' })).toBe('UNTRUSTED_SENDER')
  expect(await callFrom(electron, { top: foreign, frame: null })).toBe('UNTRUSTED_SENDER')
  expect(await callFrom(electron, { top: `${foreign}?next=app://ui/index.html`, frame: null })).toBe('UNTRUSTED_SENDER')
  expect(await callFrom(electron, { top: 'data:text/html,app://ui/', frame: null })).toBe('UNTRUSTED_SENDER')
})
