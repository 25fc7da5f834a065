import { text } from './views.mjs'

/** The views of administering customers: settings, adding, choosing several, what cannot be undone, tags, customer managers, the review of access. `view` keeps a picture of each. */
export async function visitAdministering(page, view) {
  await page.locator('[data-nav="customers"]').click()
  const dialog = page.getByTestId('edit-dialog')
  const rows = page.locator('[data-grid="customers"] [role="row"][data-key]')
  const closed = async () => {
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
  // One that has no environments yet.
  const one = await page.evaluate(async () => {
    const ask = async (method, input) => (await globalThis.rolodesk.invoke(method, input)).value
    const account = document.querySelector('[data-testid="account-switcher"] [aria-current="true"]').dataset.accountId
    const { rows: found } = await ask('customers.page', { accountId: account, filter: { search: '', plans: [], statuses: [], models: ['migrated'], apps: [], joinedFrom: null, joinedTo: null }, sort: { by: 'environments', direction: 'asc' }, offset: 0, limit: 1 })
    location.hash = `#/customers/${account}/${String(found[0].id)}/settings`
    return found[0]
  })
  const setting = (key) => page.locator(`[data-setting="${key}"]`)
  const edit = async (key, value) => {
    await setting(key).locator('[data-edit]:not([aria-disabled="true"])').click()
    await setting(key).locator('input, textarea').first().fill(value)
  }
  await view('customer-settings-edited', async () => {
    for (const [key, value] of [['plan', 'enterprise'], ['originUrl', 'https://na1.acme.example\nhttps://eu1.acme.example']]) {
      await edit(key, value)
      await page.keyboard.press('Tab')
      await setting(key).getByRole('button', { name: 'Keep' }).click()
      await setting(key).and(page.locator('[data-state="pending"]')).waitFor()
    }
    await edit('externalId', 'ACME 77')
    await page.keyboard.press('Enter')
    await setting('externalId').getByRole('alert').waitFor()
  }, () => text(setting('externalId').getByRole('alert')))
  await page.keyboard.press('Escape')
  await view('provision-dialog', async () => {
    await page.getByTestId('provision').click()
    await dialog.locator('#act-name').fill(one.name.slice(0, -3))
  }, () => text(dialog.locator('.note b')))
  await closed()
  await view('delete-dialog', () => page.getByTestId('delete-customer').click(), () => text(dialog.locator('.note b')))
  await closed()
  await page.locator('[data-nav="customers"]').click()
  for (const place of [1, 2, 4]) await rows.nth(place).getByRole('checkbox').check()
  await view('customer-tags', async () => {
    await page.getByTestId('customer-selection').getByRole('button', { name: 'Tags', exact: true }).click()
    for (const tag of ['north', 'renewal in spring']) {
      await dialog.locator('#tag-new').fill(tag)
      await page.keyboard.press('Enter')
    }
  }, async () => `${String(await dialog.locator('[data-tag]').count())} tags`)
  await dialog.locator('button[type="submit"]').click()
  await dialog.waitFor({ state: 'detached' })
  await view('customers-chosen', () => page.locator('[data-col="tags"]', { hasText: 'north' }).nth(2).waitFor(), () => text(page.getByTestId('customer-selection').getByRole('status')))
  await view('customers-edit-many', async () => {
    await page.getByTestId('customer-selection').getByRole('button', { name: 'Edit settings' }).click()
    for (const key of ['plan', 'trial', 'apps']) await dialog.locator(`[data-setting="${key}"]`).getByRole('checkbox').first().check()
    await dialog.locator('[data-setting="trial"] select').selectOption('on')
    await dialog.getByRole('button', { name: 'Only these apps' }).click()
  }, () => text(dialog.getByTestId('many-sum')))
  await closed()
  await page.keyboard.press('Escape')
  await view('customer-add', async () => {
    await page.getByTestId('add-customer').click()
    await dialog.locator('button[type="submit"]').click()
    await dialog.getByRole('alert').first().waitFor()
  }, () => text(dialog.getByRole('alert')))
  await dialog.locator('#new-name').fill('New Harbour')
  await dialog.locator('#new-email').fill('ops@harbour.example')
  await dialog.locator('button[type="submit"]').click()
  await view('customers-coming', () => page.getByTestId('coming-customers').waitFor(), () => text(page.getByTestId('coming-customers').locator('b')))
  await view('managers', async () => {
    await page.locator('[data-nav="managers"]').click()
    await page.locator('[data-manager]').first().waitFor()
  }, () => text(page.locator('main .head .t3')))
  await view('manager-dialog', async () => {
    await page.getByTestId('managers').getByRole('button', { name: /^Change / }).first().click()
    await dialog.getByLabel('Only these customers').check()
    await dialog.getByRole('checkbox').first().check()
  }, () => text(dialog.locator('.hint[role="status"]')))
  await closed()
  await view('access-review', async () => {
    await page.evaluate(async ({ id, name }) => {
      const account = document.querySelector('[data-testid="account-switcher"] [aria-current="true"]').dataset.accountId
      await globalThis.rolodesk.invoke('intents.discard', { name: 'Discard all', removes: null })
      await globalThis.rolodesk.invoke('intents.stage', { name: 'Provision', edits: [{ kind: 'customer.provision', accountId: account, customerId: id, target: { name }, base: false, wish: true }] })
    }, one)
    await page.locator('[data-nav="changes"]').click()
    await page.getByTestId('plan-make').click()
    await page.getByTestId('plan-apply').click()
    await page.getByTestId('access-review').locator('[data-member]').first().waitFor({ timeout: 60_000 })
  }, () => text(page.getByTestId('review-sum')))
  await page.getByTestId('review-confirm').click()
  await page.getByTestId('access-review').waitFor({ state: 'detached' })
}
