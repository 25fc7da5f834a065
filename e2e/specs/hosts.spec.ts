import { expect, test } from '../fixtures/http'
import { startPrivateHost } from '../fixtures/private-authority'
import { addAccount } from '../pages/accounts'

test('a host that no name service knows is named and nothing is saved @row-74', async ({ launch, emulator, keychain }) => {
  const { page } = await launch()
  await addAccount(page, { name: 'Nowhere', baseUrl: 'https://no-such-host.invalid', token: emulator.accounts[0]!.token })
  const alert = page.locator('[role="alert"][data-error-code]')
  // None of Workato's hosts: nothing is sent before it is confirmed, and that is done by keyboard at the place of the error.
  await expect(alert).toHaveAttribute('data-error-code', 'BASE_URL_UNCONFIRMED')
  await expect(page.getByRole('checkbox', { name: 'Send the token to no-such-host.invalid' })).toBeFocused()
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await expect(alert).toHaveAttribute('data-error-code', 'HOST_NOT_FOUND', { timeout: 30_000 })
  await expect(alert).toContainText('no-such-host.invalid')
  expect(await keychain.count()).toBe(0)
  await expect(page.getByTestId('account-switcher').locator('[data-account-id]')).toHaveCount(0)
})

test('a certificate of a private authority is named, and the token never leaves for that host @row-30 @row-74', async ({ launch, emulator, keychain }, testInfo) => {
  const host = await startPrivateHost(testInfo.outputDir)
  const { page } = await launch()
  await addAccount(page, { name: 'Private', baseUrl: host.url, token: emulator.accounts[0]!.token })
  const alert = page.locator('[role="alert"][data-error-code]')
  await expect(alert).toHaveAttribute('data-error-code', 'TLS', { timeout: 30_000 })
  await expect(alert).toContainText('certificate')
  expect(host.requests).toEqual([])
  expect(await keychain.count()).toBe(0)
  await host.close()
})

test('a proxy that asks for a sign-in is named, and nothing is saved @row-30 @row-74', async ({ launch, emulator, serve, keychain }) => {
  const asked: string[] = []
  const proxy = await serve((request, answer) => {
    asked.push(String(request.url))
    answer.writeHead(407, { 'proxy-authenticate': 'Basic realm="company"', 'content-type': 'text/html' }).end('<html>Sign in</html>')
  })
  // Also for this computer's own addresses, which usually pass a proxy by.
  const { page } = await launch(['--no-sandbox-account', `--proxy-server=${proxy}`, '--proxy-bypass-list=<-loopback>'])
  await addAccount(page, emulator.accounts[0]!)
  const alert = page.locator('[role="alert"][data-error-code]')
  await expect(alert).toHaveAttribute('data-error-code', 'PROXY')
  await expect(alert).toContainText('asks for a sign-in')
  expect(asked).toEqual([`${emulator.accounts[0]!.baseUrl}/api/users/me`])
  expect(await keychain.count()).toBe(0)
})
