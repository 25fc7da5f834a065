import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/app'
import { addEmulatorAccount } from '../pages/accounts'
import { grid, rows, waitUntilRead } from '../pages/customers'

async function seriousProblems(page: Page, colourOnly = false): Promise<string[]> {
  // The default mode opens a page of its own, which Electron does not let a driver do.
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  const { violations } = await (colourOnly ? axe.withTags('cat.color') : axe).analyze()
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${String(nodes[0]?.html)}`)
}

const LOOKS = [
  { name: 'light', media: { colorScheme: 'light', forcedColors: 'none' }, shown: 'light', choice: null },
  { name: 'dark', media: { colorScheme: 'dark', forcedColors: 'none' }, shown: 'dark', choice: null },
  { name: 'forced colours', media: { colorScheme: 'light', forcedColors: 'active' }, shown: 'light', choice: null },
  { name: 'high contrast on light', media: { colorScheme: 'light', forcedColors: 'none' }, shown: 'contrast-light', choice: 'High contrast' },
  { name: 'high contrast on dark', media: { colorScheme: 'dark', forcedColors: 'none' }, shown: 'contrast-dark', choice: 'High contrast' },
] as const

for (const { name, media, shown, choice } of LOOKS) {
  test(`no screen has a serious accessibility problem: ${name} @row-32 @row-33`, async ({ launch, emulator }) => {
    test.setTimeout(240_000)
    // The elements are the same in every theme, what differs is colour; where contrast is the point, 7:1 is asked for.
    const problems = (): Promise<string[]> => seriousProblems(page, name !== 'light' && name !== 'dark')
    const { page } = await launch()
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' })
    if (choice !== null) {
      await page.locator('[data-nav="settings"]').click()
      await page.getByText('Appearance', { exact: true }).click()
      await page.getByLabel(choice).check()
      await page.evaluate(() => (location.hash = '#/customers'))
    }
    await page.waitForFunction((theme) => document.documentElement.dataset['theme'] === theme, shown)
    await page.getByRole('heading', { name: 'Add a partner account' }).waitFor()
    expect(await problems(), 'first start').toEqual([])
    const account = await addEmulatorAccount(page, emulator, 0)
    await waitUntilRead(page, 30)
    await page.locator('[data-grid="customers"] [data-col="apps"] svg').first().waitFor()
    const customer = `#/customers/${account}/${String(await rows(page).first().getAttribute('data-key'))}`
    for (const path of ['#/customers', ...['dashboard', 'collaborators', 'roles', 'groups', 'settings'].map((tab) => `${customer}/${tab}`), '#/people', '#/people/dana@example.com', '#/settings/accounts', '#/settings/appearance']) {
      await page.evaluate((hash) => (location.hash = hash), path)
      await page.locator('main h1').waitFor()
      if (path.startsWith(customer)) await page.locator(`#tab-${path.split('/').at(-1) ?? ''}[aria-selected="true"]`).waitFor()
      expect(await problems(), path).toEqual([])
    }
    await page.evaluate(() => (location.hash = '#/customers'))
    await page.getByRole('button', { name: 'Date joined', exact: true }).click()
    await page.getByRole('button', { name: 'Any date' }).waitFor()
    expect(await problems(), 'menu').toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Add account' }).click()
    await page.getByRole('dialog').waitFor()
    expect(await problems(), 'dialog').toEqual([])
  })
}

test('with reduced motion nothing moves, not even while a menu or a dialog opens @row-32', async ({ launch, emulator }) => {
  const { page } = await launch()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await addEmulatorAccount(page, emulator, 1)
  await waitUntilRead(page, 12)
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
  await page.getByRole('checkbox').first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Add account' }).click()
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByRole('switch').click()
  await expect(page.getByTestId('connection')).toHaveAttribute('data-status', 'working-offline')
  expect(await page.evaluate(() => (window as unknown as { moved: string[] }).moved)).toEqual([])
})

test('the grid is one tab stop and moves by keys @row-34 @row-35', async ({ launch, emulator }) => {
  const { page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  await waitUntilRead(page, 30)
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
