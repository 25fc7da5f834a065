import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/app'
import { addEmulatorAccount } from '../pages/accounts'
import { grid, rows, waitUntilRead } from '../pages/customers'

async function seriousProblems(page: Page): Promise<string[]> {
  // The default mode opens a page of its own, which Electron does not let a driver do.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${String(nodes[0]?.html)}`)
}

test('no screen has a serious accessibility problem, in light and dark @row-33', async ({ launch, emulator }) => {
  const { page } = await launch()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.waitForFunction((scheme) => document.documentElement.dataset['theme'] === scheme, colorScheme)
    expect(await seriousProblems(page), `first start, ${colorScheme}`).toEqual([])
  }
  await addEmulatorAccount(page, emulator, 0)
  await waitUntilRead(page, 120)
  await page.locator('[data-grid="customers"] [data-col="apps"] svg').first().waitFor()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.waitForFunction((scheme) => document.documentElement.dataset['theme'] === scheme, colorScheme)
    for (const path of ['#/customers', '#/settings/accounts', '#/settings/appearance']) {
      await page.evaluate((hash) => (location.hash = hash), path)
      await page.locator('main h1').waitFor()
      expect(await seriousProblems(page), `${path}, ${colorScheme}`).toEqual([])
    }
  }
})

test('the grid is one tab stop and moves by keys @row-34 @row-35', async ({ launch, emulator }) => {
  const { page } = await launch()
  await addEmulatorAccount(page, emulator, 0)
  await waitUntilRead(page, 120)
  await rows(page).first().locator('[data-col="customer"]').focus()
  await page.keyboard.press('Control+End')
  await expect(grid(page).locator('[role="row"][aria-rowindex="121"] [data-col="environments"]')).toBeFocused()
  await page.keyboard.press('Home')
  await expect(grid(page).locator('[role="row"][aria-rowindex="121"] [data-col="customer"]')).toBeFocused()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowDown')
  await expect(grid(page).locator('[role="row"][aria-rowindex="3"] [data-col="customer"]')).toBeFocused()
  await expect(grid(page).locator('[role="gridcell"][tabindex="0"]')).toHaveCount(1)
})
