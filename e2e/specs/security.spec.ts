import { expect, test } from '../fixtures/app'

interface Bridge { invoke(method: string, input: unknown): Promise<{ ok: boolean; error?: { code: string } }> }
const bridge = (): Bridge => (globalThis as unknown as { rolodesk: Bridge }).rolodesk

test('the page has no Node and a bridge of just two functions', async ({ launch }) => {
  const { electron, page } = await launch()
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
  expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false })
})

test('the page is served with a strict content security policy', async ({ launch }) => {
  const { page } = await launch()
  const answer = await page.evaluate(async () => {
    const response = await fetch(location.href)
    return { csp: response.headers.get('content-security-policy'), sniff: response.headers.get('x-content-type-options') }
  })
  expect(answer.csp).toContain("default-src 'none'")
  expect(answer.csp).toContain("script-src 'self'")
  expect(answer.csp).not.toContain('unsafe-eval')
  expect(answer.sniff).toBe('nosniff')
  const ran = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'globalThis.injected = true'
    document.body.append(script)
    return 'injected' in globalThis
  })
  expect(ran).toBe(false)
})

test('the app scheme gives no file outside its folder', async ({ launch }) => {
  const { page } = await launch()
  for (const path of ['/../main/index.js', '/..%2fmain/index.js', '/%2e%2e/%2e%2e/package.json', '/..%5c..%5cpackage.json']) {
    const status = await page.evaluate((target) => fetch(target).then((r) => r.status, () => 0), `app://ui${path}`)
    expect([0, 400, 403, 404], path).toContain(status)
  }
})

test('navigation, redirects, windows and foreign requests are refused', async ({ launch, emulator }) => {
  const { electron, page } = await launch()
  const home = page.url()
  for (const target of ['https://example.invalid/', 'file:///etc/passwd', `${emulator.accounts[0]!.baseUrl}?next=app://ui`, 'javascript:document.title="x"', 'app://other/index.html']) {
    await page.evaluate((url) => {
      const link = document.createElement('a')
      link.href = url
      document.body.append(link)
      link.click()
      link.remove()
    }, target)
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => done(undefined))))
    expect(page.url()).toBe(home)
  }
  expect(await page.evaluate(() => window.open('https://example.invalid/') === null)).toBe(true)
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  const fetched = await page.evaluate((url) => fetch(url).then(() => 'answered', () => 'refused'), emulator.accounts[0]!.baseUrl)
  expect(fetched).toBe('refused')
})

test('every permission is denied', async ({ launch }) => {
  const { page } = await launch()
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'] as PermissionName[]
    return Promise.all(names.map((name) => navigator.permissions.query({ name }).then((status) => status.state, () => 'denied')))
  })
  expect(new Set(states)).toEqual(new Set(['denied']))
  expect(await page.evaluate(() => navigator.mediaDevices?.getUserMedia({ audio: true }).then(() => 'given', () => 'denied') ?? 'denied')).toBe('denied')
})

test('bad calls over the bridge get a typed refusal', async ({ launch }) => {
  const { page } = await launch()
  const codeOf = (method: string, input: unknown): Promise<string | undefined> =>
    page.evaluate(async ([name, value]) => (await (globalThis as unknown as { rolodesk: Bridge }).rolodesk.invoke(name as string, value)).error?.code, [method, input])
  expect(await codeOf('no.such.method', {})).toBe('UNKNOWN_METHOD')
  expect(await codeOf('__proto__', {})).toBe('UNKNOWN_METHOD')
  expect(await codeOf('internal.accounts.list', {})).toBe('UNKNOWN_METHOD')
  expect(await codeOf('accounts.list', { extra: 1 })).toBe('BAD_INPUT')
  expect(await codeOf('customers.page', { accountId: '../x' })).toBe('BAD_INPUT')
  expect(await codeOf('app.openExternal', { url: 'https://example.invalid/' })).toBe('URL_NOT_ALLOWED')
  expect(await codeOf('app.openExternal', { url: 'file:///etc/passwd' })).toBe('URL_NOT_ALLOWED')
  expect(bridge).toBeInstanceOf(Function)
})

test('a frame inside the page cannot call the app', async ({ launch }) => {
  const { page } = await launch()
  const inFrame = await page.evaluate(async () => {
    const frame = document.createElement('iframe')
    frame.src = 'app://ui/index.html'
    document.body.append(frame)
    await new Promise((done) => setTimeout(done, 300))
    try {
      return 'rolodesk' in (frame.contentWindow as object)
    } catch {
      return false
    }
  })
  expect(inFrame).toBe(false)
})
