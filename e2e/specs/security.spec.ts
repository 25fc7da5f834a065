import { expect, NO_ACCOUNTS, test } from '../fixtures/shared'
import { invoke } from '../fixtures/bridge'

test.use({ world: NO_ACCOUNTS })

test('the page has no Node and a bridge of just two functions', async ({ electron, page }) => {
  const found = await page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', '__dirname'].filter((name) => name in globalThis),
    keys: Object.keys((globalThis as unknown as { rolodesk: object }).rolodesk).sort(),
    href: location.href,
  }))
  expect(found.node).toEqual([])
  expect(found.keys).toEqual(['invoke', 'onEvent'])
  expect(found.href.startsWith('app://')).toBe(true)
  const preferences = await electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
    return contents.getLastWebPreferences()
  })
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.session.isPersistent())).toBe(false)
  expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false })
})

test('the page is served with a strict content security policy', async ({ page }) => {
  const answer = await page.evaluate(async () => {
    const response = await fetch(location.href)
    return { csp: response.headers.get('content-security-policy'), sniff: response.headers.get('x-content-type-options') }
  })
  // Word by word: what a directive allows too much is stopped elsewhere as well, and would not be seen from its effect.
  expect(Object.fromEntries((answer.csp ?? '').split('; ').map((directive) => directive.split(/ (.*)/)))).toEqual({
    'default-src': "'none'", 'script-src': "'self'", 'style-src': "'self' 'unsafe-inline'", 'img-src': "'self' data:", 'font-src': "'self'", 'connect-src': "'self'",
    'base-uri': "'none'", 'form-action': "'none'", 'frame-ancestors': "'none'",
  })
  expect(answer.sniff).toBe('nosniff')
  const ran = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'globalThis.injected = true'
    document.body.append(script)
    return 'injected' in globalThis
  })
  expect(ran).toBe(false)
})

test('the app scheme gives no file outside its folder', async ({ page }) => {
  for (const path of ['/../main/index.js', '/..%2fmain/index.js', '/%2e%2e/%2e%2e/package.json', '/..%5c..%5cpackage.json']) {
    const status = await page.evaluate((target) => fetch(target).then((r) => r.status, () => 0), `app://ui${path}`)
    expect([0, 400, 403, 404], path).toContain(status)
  }
})

test('navigation, redirects, windows and foreign requests are refused', async ({ electron, page, emulator }) => {
  const home = page.url()
  const follow = (target: string): Promise<void> =>
    page.evaluate(async (url) => {
      const link = document.createElement('a')
      link.href = url
      document.body.append(link)
      link.click()
      link.remove()
      await new Promise((done) => requestAnimationFrame(done))
    }, target)
  for (const target of ['https://example.invalid/', `${emulator.accounts[0]!.baseUrl}?next=app://ui`, 'app://other/index.html', 'app://ui.example/index.html']) {
    // Heard after the app's own listeners: what is still allowed here would be loaded.
    await electron.evaluate(({ BrowserWindow }) => void Object.assign(globalThis, { asked: new Promise<string>((done) => BrowserWindow.getAllWindows()[0]!.webContents.once('will-frame-navigate', ({ url, defaultPrevented }) => done(`${url} ${defaultPrevented ? 'refused' : 'allowed'}`))) }))
    await follow(target)
    expect(await electron.evaluate(() => (globalThis as unknown as { asked: Promise<string> }).asked)).toBe(`${target} refused`)
  }
  // These the browser refuses before it asks the app.
  for (const target of ['file:///etc/passwd', 'javascript:document.title="x"']) await follow(target)
  expect(page.url()).toBe(home)
  expect(await page.title()).not.toBe('x')
  expect(await page.evaluate(() => window.open('https://example.invalid/') === null)).toBe(true)
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  const fetched = await page.evaluate((url) => fetch(url).then(() => 'answered', () => 'refused'), emulator.accounts[0]!.baseUrl)
  expect(fetched).toBe('refused')
})

test('bad calls over the bridge get a typed refusal', async ({ page }) => {
  const codeOf = async (method: unknown, input: unknown): Promise<string | undefined> => (await invoke(page, method, input)).error?.code
  expect(await codeOf('no.such.method', {})).toBe('UNKNOWN_METHOD')
  expect(await codeOf('__proto__', {})).toBe('UNKNOWN_METHOD')
  expect(await codeOf('internal.accounts.list', {})).toBe('UNKNOWN_METHOD')
  expect(await codeOf('accounts.list', { extra: 1 })).toBe('BAD_INPUT')
  expect(await codeOf('customers.page', { accountId: '../x' })).toBe('BAD_INPUT')
  expect(await codeOf({ toString: 'app.info' }, {})).toBe('UNKNOWN_METHOD')
  expect(await codeOf('settings.set', { workOffline: true })).toBe('BAD_INPUT')
})

test('only pages of Workato are opened outside, in the form that was checked', async ({ electron, page }) => {
  await electron.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = async (url) => void opened.push(url)
  })
  const refused = ['https://example.invalid/', 'http://docs.workato.com/', 'file:///etc/passwd', 'javascript:alert(1)', 'smb://docs.workato.com/', 'https://docs.workato.com@example.invalid/', 'https://not-workato.com/', 'https://other.workato.com/', 'https://docs.workato.com.example.invalid/', 'https://docs.workato.com./', 'https://docs.workato.com:8443/', 'https://user:x@docs.workato.com/', 'https://example.invalid/?https://docs.workato.com', 'docs.workato.com', '']
  for (const url of refused) expect((await invoke(page, 'app.openExternal', { url })).error?.code, url).toBe('URL_NOT_ALLOWED')
  expect((await invoke(page, 'app.openExternal', { url: ' HTTPS://docs.workato.com/a b\n' })).ok).toBe(true)
  expect(await electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual(['https://docs.workato.com/a%20b'])
})
