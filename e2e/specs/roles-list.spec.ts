import { expect, test } from '../fixtures/shared'
import { waitUntilPeopleRead } from '../pages/changes'
import { forbidMouse, tabTo } from '../pages/keys'
import { roleDialog, roleRow } from '../pages/roles'

interface Role { readonly name: string; readonly type: string; readonly created_at: string; readonly updated_at: string }
interface State { readonly customers: readonly { readonly id: number }[]; readonly workspaces: Readonly<Record<string, { readonly environmentRoles: readonly Role[]; readonly projectRoles: readonly Role[]; readonly members: readonly { readonly roles: readonly { readonly role_name: string | null; readonly role_type: string }[] }[] }>> }

test('the roles of all customers are searched and filtered, by keyboard alone @row-5 @row-34', async ({ page, emulator }) => {
  const account = String(await page.locator('[data-account-id][aria-current="true"]').getAttribute('data-account-id'))
  await waitUntilPeopleRead(page, account, 30)
  forbidMouse(page)
  const states = await Promise.all(['a1', 'a2'].map((id) => emulator.control<State>('GET', `/state?account=${id}`)))
  const all = states.flatMap(({ workspaces }) => Object.values(workspaces))
  const names = (of: 'environmentRoles' | 'projectRoles', keep: (role: Role) => boolean = () => true): Set<string> => new Set(all.flatMap((one) => one[of].filter(keep).map(({ name }) => name)))
  const matches = page.getByTestId('role-matches')
  await page.locator('[data-nav="roles"]').press('Enter')
  await expect(matches).toHaveAttribute('data-count', String(names('environmentRoles').size))
  await page.keyboard.press('Control+f')
  await page.keyboard.type('support LEAD')
  await expect(matches).toHaveAttribute('data-count', String([...names('environmentRoles')].filter((name) => name.toLowerCase().includes('support lead')).length))
  await page.keyboard.press('Escape')
  await tabTo(page, 'button', 'Type')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('checkbox', { name: 'System' })).toBeFocused()
  await page.keyboard.press('Space')
  await expect(matches).toHaveAttribute('data-count', String(names('environmentRoles', ({ type }) => type === 'system').size))
  await page.keyboard.press('Escape')
  await tabTo(page, 'button', 'Clear all filters')
  await page.keyboard.press('Enter')
  await expect(matches).toHaveAttribute('data-count', String(names('environmentRoles').size))
  // The button is gone, and who pressed it is still among the filters.
  await expect(page.getByRole('button', { name: 'Clear all filters' })).toHaveCount(0)
  await expect(page.getByRole('group', { name: 'Kind of role' }).locator(':focus')).toHaveCount(1)

  // Enter shows who has the role; Escape goes back to the row.
  const row = roleRow(page, 'Support lead')
  const customers = all.filter(({ environmentRoles }) => environmentRoles.some(({ name }) => name === 'Support lead'))
  await expect(row.locator('[data-col="customers"]')).toHaveText(String(customers.length))
  await row.locator('[data-col="name"]').focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-role-customer]')).toHaveCount(customers.length)
  const panel = page.getByTestId('role-panel')
  await tabTo(page, 'button', 'Read privileges')
  await page.keyboard.press('Enter')
  await expect(panel.getByRole('button', { name: 'Read privileges' })).toHaveCount(0)
  await expect(panel.locator(':focus')).toHaveCount(1)
  await tabTo(page, 'button', 'Copy')
  await page.keyboard.press('Enter')
  await expect(roleDialog(page).getByLabel('Role', { exact: true })).toBeFocused()
  await expect(roleDialog(page).getByLabel('Role', { exact: true })).toHaveValue('Support lead copy')
  await page.keyboard.press('Escape')
  await expect(roleDialog(page)).toHaveCount(0)
  await expect(page.getByTestId('role-panel').getByRole('button', { name: 'Copy', exact: true })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('role-panel')).toHaveCount(0)
  await expect(row.locator(':focus')).toHaveCount(1)

  for (let presses = 0; presses < 40 && !(await page.getByRole('button', { name: 'Project roles' }).evaluate((one) => one === document.activeElement)); presses += 1) await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(matches).toHaveAttribute('data-count', String(names('projectRoles').size))
})
