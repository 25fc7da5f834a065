import { text } from './views.mjs'

/** The grid of project grants, templates and comparisons. `view` keeps a picture of each; `email` is somebody who is in several customers. */
export async function visitTemplates(page, view, email) {
  const go = (hash) => page.evaluate((to) => (location.hash = to), hash)
  const dialog = page.getByRole('dialog')
  // Two customers whose groups and grants are read.
  const { account, customers, other } = await page.evaluate(async () => {
    const ask = async (method, input) => (await globalThis.rolodesk.invoke(method, input)).value
    const id = document.querySelector('[data-testid="account-switcher"] [aria-current="true"]').dataset.accountId
    const { rows } = await ask('customers.page', { accountId: id, filter: { search: '', plans: [], statuses: [], models: ['migrated'], apps: [], joinedFrom: null, joinedTo: null }, sort: { by: 'name', direction: 'asc' }, offset: 0, limit: 40 })
    const hasGrants = async (customerId) => {
      const { projects } = await ask('workspace.projects', { accountId: id, customerId })
      return projects.filter(({ project, grants }) => project.environment.type === 'dev' && grants?.length > 0).length > 2
    }
    const granted = []
    // Grants are read last, after everything that the customers grid shows.
    for (let rounds = 0; rounds < 60 && granted.length < 2; rounds += 1) {
      if (rounds > 0) await new Promise((done) => setTimeout(done, 500))
      for (const { id: customerId } of rows) if (granted.length < 2 && !granted.includes(customerId) && (await hasGrants(customerId))) granted.push(customerId)
    }
    const { rows: people } = await ask('workspace.members', { accountId: id, customerId: granted[0], search: '', roles: [], environment: null, kinds: ['team'], sort: { by: 'name', direction: 'asc' }, offset: 0, limit: 1 })
    return { account: id, customers: granted, other: people[0].email }
  })
  const grid = page.locator('[data-grid="grants"]')
  await view('customer-grants', async () => {
    await go(`#/customers/${account}/${String(customers[0])}/groups`)
    await page.getByRole('button', { name: 'Grid', exact: true }).click()
    const cells = grid.locator('[data-assignee^="user-"][data-state="clean"]')
    await cells.first().click()
    for (let presses = 0; presses < 2; presses += 1) await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.type('A')
    await page.getByTestId('role-picker').getByRole('option').nth(1).waitFor()
    await page.keyboard.press('Enter')
    await grid.locator('[data-state="pending"]').first().waitFor()
    await cells.nth(8).click()
    await page.keyboard.press('Enter')
    await page.getByTestId('grant-then').waitFor()
  }, () => text(page.getByTestId('grant-then')))
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+z')
  await view('template-new', async () => {
    await go('#/matrix/templates')
    await page.getByRole('button', { name: 'New template' }).first().click()
    await dialog.getByLabel('Name', { exact: true }).fill('Support')
    for (const [environment, role] of [['DEV', 'Member'], ['PROD', 'EnvironmentManager']]) {
      await dialog.getByLabel(`What ${environment} becomes`).selectOption('role')
      await dialog.getByLabel(`Role in ${environment}`).fill(role)
    }
  }, () => text(dialog.locator('h2')))
  await dialog.getByRole('button', { name: 'Create the template' }).click()
  const template = page.getByTestId('template')
  await view('template-apply', async () => {
    await template.getByRole('button', { name: 'Apply to people' }).first().click()
    await dialog.getByLabel('Find people').fill(email)
    await dialog.getByRole('button', { name: /^Choose (all|the one)/ }).click()
    await dialog.locator('[data-testid="template-people"] [data-state="drifts"]').first().waitFor()
    await dialog.getByRole('button', { name: /^Excuse/ }).first().click()
    await dialog.locator('[data-testid="template-preview"][data-pinned="1"]').waitFor()
  }, () => text(dialog.getByTestId('template-preview').getByRole('group')))
  await dialog.getByRole('button', { name: /^Keep / }).click()
  await view('templates', async () => {
    await template.getByRole('button', { name: /^All/ }).click()
    await template.locator('[data-state="kept"]').first().waitFor()
  }, () => text(template.getByRole('group').first()))
  await page.keyboard.press('Control+z')
  await view('template-drifted', async () => {
    await template.getByRole('button', { name: /^Drifted/ }).click()
    await template.locator('[data-state="drifts"]').first().waitFor()
  }, async () => `${String(await template.getAttribute('data-drifted'))} drifted`)
  await view('compare-people', async () => {
    await go(`#/people/compare/${encodeURIComponent(email)}/${encodeURIComponent(other)}`)
    await page.locator('[data-testid="comparison"][data-differing]').waitFor()
  }, async () => `${String(await page.getByTestId('comparison').getAttribute('data-differing'))} things differ`)
  await view('compare-customers', async () => {
    await go(`#/customers/compare/${account}~${String(customers[0])}/${account}~${String(customers[1])}`)
    await page.locator('[data-testid="comparison"][data-differing]').waitFor()
  }, async () => `${String(await page.getByTestId('comparison').getAttribute('data-differing'))} things differ`)
}
