import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import Database from 'libsql'
import { invoke } from '../fixtures/bridge'
import { expect, test } from '../fixtures/http'
import { startPrivateHost } from '../fixtures/private-authority'
import { addAccount, addEmulatorAccount } from '../pages/accounts'
import { openCustomer, openTab, rowsOf } from '../pages/customer'
import { grid, rows, waitUntilRead } from '../pages/customers'

const TOKEN = 'a-token-that-the-server-sends-back-5c1e'
const MARKUP = '<img src=x onerror="globalThis.pwned = 1"><script>globalThis.pwned = 2</script>'
const HOSTILE: readonly object[] = [
  { id: 1, name: `A ${MARKUP}` },
  { id: 2, name: 'B invoice \u202egnp.exe\u2067', external_id: 'ext\u202e\u0000', plan_id: 'p'.repeat(5000) },
  { id: 3, name: `C ${'long '.repeat(200_000)}` },
  { id: 4, name: 'D\u0000nul\ud800', task_count: 1.5, task_limit: 1e308, active_connection_count: -1, created_at: 'x'.repeat(1000) },
  { id: 5, name: 'E', task_count: '7', environments: 'prod', trial: 'yes', constructor: { name: 'x' } },
]
const BROKEN = [null, 7, [], { id: 'x', name: 'F' }, { id: 1e300, name: 'G' }, { id: 9, name: { toString: 1 } }, { id: 10, name: '' }]

test('hostile rows are text, short, and stop neither the reading nor the engine', async ({ launch, serve, userData }) => {
  const baseUrl = await serve((request, answer) => {
    const path = new URL(String(request.url), 'http://x').pathname
    const connections = ['a\u0000b', 'a\u0000c', 'a\u0000b', MARKUP, 'x'.repeat(100_000)].map((provider) => ({ provider, authorization_status: 'success' }))
    const body = path === '/api/users/me' ? { id: 1, name: `Owner \u202e${MARKUP}` } : path === '/api/managed_users' ? { result: [...HOSTILE, ...BROKEN], count: 1e300 } : { result: connections }
    answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  const { page } = await launch()
  await addAccount(page, { name: `Own ${MARKUP}`, baseUrl, token: TOKEN })
  // Connections where people belong are no people: each customer counts as one that could not be read.
  await expect(page.getByTestId('completeness')).toHaveAttribute('data-failed', String(HOSTILE.length))
  await expect(rows(page)).toHaveCount(HOSTILE.length)
  await expect(rows(page).first()).toContainText(MARKUP)
  await expect.poll(async () => ((await invoke(page, 'sync.state', { accountId: await page.locator('[data-account-id]').first().getAttribute('data-account-id') })).value as { phase: string }).phase).toBe('idle')
  const found = await page.evaluate(() => ({
    pwned: (globalThis as { pwned?: unknown }).pwned, elements: document.querySelectorAll('img, script:not([src]), iframe').length,
    turned: /[\u202a-\u202e\u2066-\u2069]/.test(document.documentElement.outerHTML), size: document.documentElement.outerHTML.length,
  }))
  expect(found).toMatchObject({ pwned: undefined, elements: 0, turned: false })
  expect(found.size).toBeLessThan(300_000)
  expect(await grid(page).getAttribute('aria-rowcount')).not.toBe('0')
  expect(readFileSync(join(userData, 'logs', 'rolodesk.log'), 'utf8')).not.toContain('engine.died')
})

/** Command lines and environments of the app's processes, main first. */
function processFacts(electron: ElectronApplication): string[] {
  const parentOf = (pid: string): string => /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? ''
  const known = new Set([String(electron.process().pid)])
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(a) - Number(b))
  for (const pid of pids) {
    try {
      if (known.has(parentOf(pid))) known.add(pid)
    } catch {
      continue
    }
  }
  return [...known].map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8') + readFileSync(`/proc/${pid}/environ`, 'utf8'))
}

test('a token that a server sends back reaches neither page nor log, and no command line or environment holds one', async ({ launch, serve, userData }) => {
  const baseUrl = await serve((request, answer) => {
    const owner = String(request.url).endsWith('/users/me')
    answer.writeHead(owner ? 200 : 400, { 'content-type': 'application/json' }).end(JSON.stringify(owner ? { id: 1, name: 'Owner' } : { message: `bad header ${String(request.headers.authorization)}` }))
  })
  const { electron, page } = await launch()
  await addAccount(page, { name: 'Echo', baseUrl, token: TOKEN })
  await expect(page.locator('[role="alert"][data-error-code="REJECTED"]').first()).toContainText('[redacted]')
  expect(await page.content()).not.toContain(TOKEN)
  expect(readFileSync(join(userData, 'logs', 'rolodesk.log'), 'utf8')).not.toContain(TOKEN)
  // Main writes its title over what the system shows of its environment.
  const facts = [...processFacts(electron), await electron.evaluate(() => JSON.stringify([process.env, process.argv, process.title]))]
  expect(facts.length).toBeGreaterThan(2)
  expect(facts.filter((text) => text.includes(TOKEN))).toEqual([])
  expect(facts.at(-1)).toContain('ROLODESK_USER_DATA')
})

test('a token for the session leaves none in the keychain @row-29', async ({ launch, emulator, keychain }) => {
  const first = await launch()
  const accountId = await addEmulatorAccount(first.page, emulator, 1)
  expect(await keychain.count()).toBe(1)
  expect((await invoke(first.page, 'accounts.replaceToken', { accountId, token: emulator.accounts[1]!.token, sessionOnly: true })).ok).toBe(true)
  expect(await keychain.count()).toBe(0)
  await waitUntilRead(first.page, 6)
})

test('an address that was changed in the ledger is sent no token', async ({ launch, emulator, serve, userData }, testInfo) => {
  test.setTimeout(120_000)
  const heard: string[] = []
  const thief = await serve((request, answer) => {
    heard.push(String(request.headers.authorization))
    answer.end('{}')
  })
  const secure = await startPrivateHost(testInfo.outputDir)
  const first = await launch()
  await addEmulatorAccount(first.page, emulator, 1)
  await waitUntilRead(first.page, 6)
  await first.electron.close()
  const changes: readonly (readonly [string, string])[] = [
    // Reaches the same server, and is no loopback address by its name.
    [thief.replace('127.0.0.1', '0.0.0.0'), 'BASE_URL_INVALID'],
    [thief, 'BASE_URL_CHANGED'], [secure.url, 'BASE_URL_CHANGED'], ['https://no-such-host.invalid', 'BASE_URL_CHANGED'], [emulator.accounts[0]!.baseUrl, 'BASE_URL_CHANGED'],
  ]
  for (const [address, code] of changes) {
    const ledger = new Database(join(userData, 'ledger.db'))
    ledger.prepare('UPDATE accounts SET base_url = ?').run([address])
    ledger.close()
    await emulator.control('DELETE', '/log')
    const { electron, page } = await launch()
    await page.getByRole('button', { name: 'Read again' }).click()
    await expect(page.locator(`[role="alert"][data-error-code="${code}"]`), address).toBeVisible()
    await electron.close()
    expect(await emulator.control('GET', '/log')).toEqual([])
  }
  expect(heard).toEqual([])
  expect(secure.requests).toEqual([])
  await secure.close()
})

/** Files and folders below `folder` that others may read, write or enter. */
function openToOthers(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    const stat = lstatSync(path)
    // The mode of a link says nothing; a socket has the one of its folder.
    const open = !stat.isSymbolicLink() && (stat.mode & 0o077) !== 0 ? [path] : []
    return stat.isDirectory() ? [...open, ...openToOthers(path)] : open
  })
}

test('what the app writes is for its user only', async ({ launch, emulator, userData }) => {
  const { electron, page } = await launch(['--sandbox-account', '--sandbox-size=12x5'])
  await waitUntilRead(page, 12)
  await addEmulatorAccount(page, emulator, 1)
  await waitUntilRead(page, 6)
  expect(readdirSync(userData)).toEqual(expect.arrayContaining(['cache.db', 'ledger.db', 'logs', 'sandbox.json', 'writer.lock']))
  expect(openToOthers(userData)).toEqual([])
  await electron.close()
  expect(openToOthers(userData)).toEqual([])
})

test('a role that only looks like another one, or like none, is told from it on screen', async ({ launch, emulator }) => {
  const state = await emulator.control<{ customers: { id: number; name: string; environments: { environment_type: string }[] }[] }>('GET', '/state?account=a2')
  const customer = state.customers.find(({ environments }) => environments.length > 0)!
  const member = (id: number, role_name: string): object => ({ id, name: `Person ${String(id)}`, email: `p${String(id)}@acme.example`, grant_type: 'team', roles: [{ environment_type: 'prod', role_name, role_type: 'environment' }] })
  const body = [member(1, 'No access'), member(2, 'No access\u202e'), member(3, 'Member'), member(4, '\u2066Member')]
  await emulator.control('POST', '/faults', [{ match: { path: `/managed_users/${String(customer.id)}/members$` }, fault: { kind: 'status', status: 200, body } }])
  const { page } = await launch()
  await addEmulatorAccount(page, emulator, 1)
  await waitUntilRead(page, 6)
  await openCustomer(page, customer.name, customer.id)
  await openTab(page, 'Collaborators')
  await expect(rowsOf(page, 'members').locator('[data-col="prod"]')).toHaveText(['No access', 'No access[U+202E]', 'Member', '[U+2066]Member'])
})
