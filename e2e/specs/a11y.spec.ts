import { test as own } from '../fixtures/app'
import { seriousProblems, type Rules } from '../fixtures/axe'
import { expect, test } from '../fixtures/shared'
import { addEmulatorAccount } from '../pages/accounts'
import { choices, grid, rows, waitUntilRead } from '../pages/customers'
import { openRole, roleDialog } from '../pages/roles'

// A handful of rows: each is judged anew for each look.
own.use({ emulatorOptions: ['--seed', '7', '--accounts', '1', '--customers', '8', '--people', '4', '--quota', 'off'] })

interface Look { readonly scheme: 'light' | 'dark'; readonly forced: 'active' | 'none'; readonly shown: string; readonly rules: Rules }
/** The elements are the same in every look, what differs is colour; where contrast is the point, 7:1 is asked for. */
const CHOICES: readonly { readonly name: string; readonly choice: string | null; readonly looks: readonly Look[] }[] = [
  { name: 'light, dark and forced colours', choice: null, looks: [
    { scheme: 'light', forced: 'none', shown: 'light', rules: 'all' },
    { scheme: 'dark', forced: 'none', shown: 'dark', rules: 'contrast' },
    { scheme: 'light', forced: 'active', shown: 'light', rules: 'enhanced' },
  ] },
  { name: 'high contrast on light and dark', choice: 'High contrast', looks: [
    { scheme: 'light', forced: 'none', shown: 'contrast-light', rules: 'enhanced' },
    { scheme: 'dark', forced: 'none', shown: 'contrast-dark', rules: 'enhanced' },
  ] },
]

for (const { name, choice, looks } of CHOICES) {
  own(`no screen has a serious accessibility problem: ${name} @row-32 @row-33`, async ({ launch, emulator }) => {
    own.setTimeout(240_000)
    const { page } = await launch()
    const check = async (screen: string): Promise<void> => {
      for (const { scheme, forced, shown, rules } of looks) {
        await page.emulateMedia({ colorScheme: scheme, forcedColors: forced, reducedMotion: 'reduce' })
        await page.waitForFunction((theme) => document.documentElement.dataset['theme'] === theme, shown)
        expect(await seriousProblems(page, rules), `${screen}, ${shown}, forced colours ${forced}`).toEqual([])
      }
    }
    if (choice !== null) {
      await page.locator('[data-nav="settings"]').click()
      await page.getByText('Appearance', { exact: true }).click()
      await page.getByLabel(choice).check()
      await page.evaluate(() => (location.hash = '#/customers'))
    }
    await page.getByRole('heading', { name: 'Add a partner account' }).waitFor()
    await check('first start')
    const account = await addEmulatorAccount(page, emulator, 0)
    await waitUntilRead(page, 8)
    await page.locator('[data-grid="customers"] [data-col="apps"] svg').first().waitFor()
    const customer = `#/customers/${account}/${String(await rows(page).first().getAttribute('data-key'))}`
    for (const path of ['#/customers', ...['dashboard', 'collaborators', 'roles', 'groups', 'settings'].map((tab) => `${customer}/${tab}`), '#/people', '#/people/dana@example.com', '#/people/compare/dana@example.com/dana@example.com', '#/managers', '#/matrix', '#/matrix/templates', '#/roles', '#/migration', '#/migration/drift', '#/changes', '#/history', '#/settings/accounts', '#/settings/appearance']) {
      await page.evaluate((hash) => (location.hash = hash), path)
      await page.locator('main h1').waitFor()
      if (path.startsWith(customer)) await page.locator(`#tab-${path.split('/').at(-1) ?? ''}[aria-selected="true"]`).waitFor()
      if (path.endsWith('/groups')) {
        await check(`${path}, lists`)
        await page.getByRole('button', { name: 'Grid', exact: true }).click()
        await page.locator('[data-grid="grants"] [data-project]').first().waitFor()
      }
      if (path === '#/roles') await openRole(page, 'Support lead')
      if (path === '#/matrix') await page.getByRole('button', { name: /^Findings \d/ }).click()
      if (path === '#/migration') {
        await page.locator('[data-grid="migration"] [role="row"][data-key]').first().click()
        await page.locator('[data-testid="migration-customer"][data-lane]').waitFor()
      }
      await check(path)
      if (path === '#/roles') {
        await page.getByTestId('role-panel').getByRole('button', { name: 'Edit' }).click()
        await roleDialog(page).locator('[data-area]').first().waitFor()
        await check('editor of a role')
        await page.keyboard.press('Escape')
      }
    }
    await page.evaluate(() => (location.hash = '#/customers'))
    await page.getByRole('button', { name: 'Date joined', exact: true }).click()
    await page.getByRole('button', { name: 'Any date' }).waitFor()
    await check('menu')
    await page.keyboard.press('Escape')
    // A dialog with every kind of control.
    await rows(page).first().getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Edit settings' }).click()
    for (const box of await page.getByTestId('edit-dialog').getByRole('checkbox').all()) await box.check()
    await check('settings of chosen customers')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Add account' }).click()
    await page.getByRole('dialog').waitFor()
    await check('dialog')
  })
}

own('with reduced motion nothing moves, not even while a menu or a dialog opens @row-32', async ({ launch, emulator }) => {
  const { page } = await launch()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await addEmulatorAccount(page, emulator, 0)
  await waitUntilRead(page, 8)
  await page.evaluate(() => {
    const moved: string[] = []
    Object.assign(window, { moved })
    const note = (event: Event): void => {
      const running = document.getAnimations().filter((one) => Number(one.effect?.getComputedTiming().duration ?? 0) > 1)
      if (running.length > 0) moved.push(`${event.type} on ${(event.target as Element).className}`)
    }
    for (const type of ['transitionrun', 'transitionstart', 'animationstart']) document.addEventListener(type, note, true)
  })
  await page.getByRole('button', { name: 'Columns' }).click()
  await choices(page).first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Add account' }).click()
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByRole('switch').click()
  await expect(page.getByTestId('connection')).toHaveAttribute('data-status', 'working-offline')
  expect(await page.evaluate(() => (window as unknown as { moved: string[] }).moved)).toEqual([])
})

test('the grid is one tab stop and moves by keys @row-34 @row-35', async ({ page }) => {
  await rows(page).first().locator('[data-col="customer"]').focus()
  await page.keyboard.press('Control+End')
  await expect(grid(page).locator('[role="row"][aria-rowindex="31"] [data-col="apps"]')).toBeFocused()
  await page.keyboard.press('Home')
  await expect(grid(page).locator('[role="row"][aria-rowindex="31"] [data-col="customer"]')).toBeFocused()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowDown')
  await expect(grid(page).locator('[role="row"][aria-rowindex="3"] [data-col="customer"]')).toBeFocused()
  await expect(grid(page).locator('[role="gridcell"][tabindex="0"]')).toHaveCount(1)
})
