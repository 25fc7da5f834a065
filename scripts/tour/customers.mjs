import { text } from './views.mjs'

/** The customers, one of them tab by tab, and the form of an account. Gives what is read of them, in words; empty: they did not come. */
export async function visitCustomers(page, view) {
  let loaded = ''
  const rows = page.locator('[data-grid="customers"] [role="row"][data-key]')
  const searchBox = page.getByPlaceholder('Search by name or external ID')
  await view(
    'customers',
    async () => {
      await page.waitForFunction(() => {
        const { read, total } = document.querySelector('[data-testid="completeness"]')?.dataset ?? {}
        return total !== undefined && Number(total) > 0 && read === total
      })
      await page.locator('[data-grid="customers"] [data-col="apps"] svg').nth(30).waitFor()
    },
    async () => (loaded = await text(page.locator('[data-testid="completeness"]'))),
  )
  await view(
    'customers-search',
    async () => {
      await searchBox.fill('ar')
      await page.locator('[data-grid="customers"] mark').first().waitFor()
    },
    async () => `${String(await rows.count())} rows on screen, hits marked`,
  )
  await searchBox.fill('')
  await view(
    'customers-filter',
    async () => {
      await page.getByRole('button', { name: /^Plan/ }).first().click()
      await page.locator('.menu').getByRole('checkbox').first().waitFor()
    },
    async () => `${String(await page.locator('.menu').getByRole('checkbox').count())} plans to choose from`,
  )
  await page.keyboard.press('Escape')
  await view(
    'customers-no-match',
    async () => {
      await searchBox.fill('no customer is called this')
      await rows.first().waitFor({ state: 'detached' })
    },
    () => text(page.locator('main h2')),
  )
  await searchBox.fill('')
  await rows.nth(4).locator('[data-col="customer"]').focus()
  await page.keyboard.press('Enter')
  const customer = page.getByTestId('customer')
  for (const [name, tab, found] of [
    ['customer-dashboard', 'Dashboard', 'main [role="img"] svg'],
    ['customer-collaborators', 'Collaborators', '[data-grid="members"] [role="row"][data-key]'],
    ['customer-roles', 'Roles', '[data-grid="environment-roles"] [role="row"][data-key]'],
    ['customer-groups', 'Groups and projects', '[data-grid="groups"] [role="row"][data-key]'],
    ['customer-settings', 'Settings', '[data-field="name"]'],
  ]) {
    await view(
      name,
      async () => {
        await customer.getByRole('tab', { name: tab }).click()
        await page.locator(found).first().waitFor()
      },
      async () => `${await text(page.locator('main h1'))}, ${tab}`,
    )
  }
  await page.locator('[data-nav="customers"]').click()
  await view(
    'account-add',
    async () => {
      await page.getByTestId('account-switcher').getByRole('button', { name: 'Add account' }).click()
      await page.getByTestId('account-add').getByLabel('Name').waitFor()
    },
    async () => `${String(await page.getByTestId('account-add').getByRole('textbox').count())} fields`,
  )
  await page.keyboard.press('Escape')
  return loaded
}
