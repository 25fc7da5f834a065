import type { RequestListener } from 'node:http'
import type { ElectronApplication, Page } from '@playwright/test'
import { invoke } from '../fixtures/bridge'
import { test as own } from '../fixtures/http'
import { expect, NO_ACCOUNTS, test } from '../fixtures/shared'
import { addAccount, addEmulatorAccount } from '../pages/accounts'
import { waitUntilRead } from '../pages/customers'

test.use({ world: NO_ACCOUNTS })

const TOKEN = 'a-token-that-must-not-go-elsewhere-7d1f'
type Serve = (listener: RequestListener) => Promise<string>

/** What a server behind a redirect hears. */
async function thief(serve: Serve): Promise<{ url: string; heard: string[] }> {
  const heard: string[] = []
  const url = await serve((request, answer) => {
    heard.push(`${String(request.url)} ${String(request.headers.authorization)}`)
    answer.setHeader('content-type', 'application/json').end('{"id":1,"name":"Thief"}')
  })
  return { url, heard }
}

const shown = (page: Page, code: string) => page.locator(`[role="alert"][data-error-code="${code}"]`)

test('no redirect to another origin is followed, whatever its status, and no token goes there', async ({ page, keychain, serve }) => {
  const { url, heard } = await thief(serve)
  const asked: number[] = []
  for (const status of [301, 302, 303, 307, 308]) {
    const baseUrl = await serve((_, answer) => {
      asked.push(status)
      answer.writeHead(status, { location: `${url}/api/users/me` }).end()
    })
    await addAccount(page, { name: 'Redirected', baseUrl, token: TOKEN })
    await expect.poll(() => asked.at(-1)).toBe(status)
    await expect(shown(page, 'REDIRECTED')).toBeVisible()
  }
  expect(heard).toEqual([])
  expect(await keychain.count()).toBe(0)
})

own('a redirect in the middle of reading is not followed either', async ({ launch, emulator, serve }) => {
  const { url, heard } = await thief(serve)
  const { page } = await launch()
  await addEmulatorAccount(page, emulator, 1)
  await waitUntilRead(page, 6)
  await emulator.control('POST', '/faults', [{ match: { path: '/api/managed_users' }, fault: { kind: 'status', status: 302, headers: { location: `${url}/api/managed_users` }, body: {} } }])
  await page.getByRole('button', { name: 'Read again' }).click()
  await expect(shown(page, 'REDIRECTED')).toBeVisible()
  expect(heard).toEqual([])
})

own('a redirect of the own page leads nowhere else', async ({ launch }) => {
  const { electron, page } = await launch()
  const home = page.url()
  await electron.evaluate(({ BrowserWindow }) => {
    const { protocol } = BrowserWindow.getAllWindows()[0]!.webContents.session
    protocol.unhandle('app')
    protocol.handle('app', (request) => (request.url.includes('hop') ? Response.redirect('app://other/landed.html', 302) : new Response('<title>landed</title>', { headers: { 'content-type': 'text/html' } })))
  })
  const ended = electron.evaluate(({ BrowserWindow }) => new Promise((done) => {
    const contents = BrowserWindow.getAllWindows()[0]!.webContents
    contents.once('did-fail-load', () => done('refused'))
    contents.once('did-navigate', (_, url) => done(url))
    contents.once('did-stop-loading', () => done('stopped'))
  }))
  await page.evaluate(() => void (location.href = 'app://ui/hop'))
  expect(['refused', 'stopped']).toContain(await ended)
  expect(page.url()).toBe(home)
})

test('an answer without end is given up, with its connection', async ({ page, serve }) => {
  let closed: (() => void) | undefined
  const end = new Promise<void>((resolve) => (closed = resolve))
  const baseUrl = await serve((_, answer) => {
    answer.once('close', () => closed?.())
    const more = (): void => {
      while (!answer.destroyed && answer.write('x'.repeat(65_536))) continue
      if (!answer.destroyed) answer.once('drain', more)
    }
    more()
  })
  await addAccount(page, { name: 'Endless', baseUrl, token: TOKEN })
  await expect(shown(page, 'BAD_RESPONSE')).toBeVisible({ timeout: 30_000 })
  await end
})

test('a cookie that the API sets is neither kept nor sent back', async ({ electron, page, serve }) => {
  const cookies: (string | undefined)[] = []
  const baseUrl = await serve((request, answer) => {
    cookies.push(request.headers.cookie)
    answer.writeHead(401, { 'set-cookie': 'id=planted; Max-Age=9999', 'www-authenticate': 'Basic realm="x"', 'content-type': 'application/json' }).end('{}')
  })
  for (let round = 0; round < 2; round += 1) expect((await invoke(page, 'accounts.check', { dataCenter: 'custom', baseUrl, token: TOKEN })).error?.code).toBe('TOKEN_REFUSED')
  expect(cookies).toEqual([undefined, undefined])
  expect(await electron.evaluate(async ({ session, BrowserWindow }) => (await Promise.all([session.defaultSession, BrowserWindow.getAllWindows()[0]!.webContents.session].map((one) => one.cookies.get({})))).flat().length)).toBe(0)
})

const BASE_URLS = ['http://partner.example', 'https://user:pass@partner.example', 'https://www.workato.com@partner.example', 'https://www.workat\u043e.com', 'https://www.workat%D0%BE.com', 'https://www.workato.com.', 'http://localhost.', 'http://127.0.0.1.partner.example', 'file:///etc/passwd', 'app://ui']

test('no base URL that reads as another one, and no plain http beyond this computer', async ({ page, keychain }) => {
  for (const baseUrl of BASE_URLS) {
    const reply = await invoke(page, 'accounts.add', { name: 'Trick', dataCenter: 'custom', baseUrl, token: TOKEN, colour: 1, shape: 'circle', sessionOnly: false })
    expect(reply.error?.code, baseUrl).toBe('BASE_URL_INVALID')
  }
  expect(await keychain.count()).toBe(0)
})

/**
 * Asks for an address from main with the session of the page, where neither its content security policy nor its sandbox stands in the way, after
 * walls of the session itself were taken down. Gives the status, or what ended the request.
 */
function askPast(electron: ElectronApplication, url: string, without: { readonly filter?: boolean; readonly proxy?: boolean }): Promise<string> {
  return electron.evaluate(async ({ BrowserWindow }, [address, gone]) => {
    const { session } = BrowserWindow.getAllWindows()[0]!.webContents
    if (gone.filter === true) session.webRequest.onBeforeRequest(null)
    if (gone.proxy === true) await session.setProxy({ mode: 'direct' })
    return session.fetch(address).then(({ status }) => String(status), (error: unknown) => String(error))
  }, [url, without] as const)
}

own('the filter of the session refuses what leaves the app where nothing else does', async ({ launch, serve }) => {
  const { url, heard } = await thief(serve)
  const { electron } = await launch()
  expect(await askPast(electron, url, { proxy: true })).toContain('ERR_BLOCKED_BY_CLIENT')
  expect(heard).toEqual([])
  // With that wall gone as well the same request arrives.
  expect(await askPast(electron, url, { filter: true })).toBe('200')
})

own('the proxy that nobody can be refuses it where the filter is gone', async ({ launch, serve }) => {
  const { url, heard } = await thief(serve)
  const { electron } = await launch()
  expect(await askPast(electron, url, { filter: true })).toContain('ERR_')
  expect(heard).toEqual([])
})
