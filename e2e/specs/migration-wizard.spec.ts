import { expect, test } from '../fixtures/app'
import { seriousProblems } from '../fixtures/axe'
import { addEmulatorAccount } from '../pages/accounts'
import { remoteRole, remoteState, waitUntilPeopleRead } from '../pages/changes'
import { openCustomer } from '../pages/customer'
import { waitUntilRead } from '../pages/customers'
import { forbidMouse } from '../pages/keys'
import { dialog, fleetRows, fleetState, isDryInBoth, isUntouched, migrationCalls, prove, reviewRows, wizard } from '../pages/migration'
import { matrixCell, openMatrix, searchMatrix } from '../pages/matrix'

const CUSTOMERS = 12
test.use({ emulatorOptions: ['--seed', '7', '--accounts', '1', '--customers', String(CUSTOMERS), '--people', '8', '--legacy', '0.5', '--quota', 'off'] })

test('a customer is migrated by keyboard, from its page to the report, over a hard end', { tag: ['@row-60', '@row-33', '@row-34'] }, async ({ launch, emulator }) => {
  test.setTimeout(180_000)
  let { page, electron } = await launch()
  const accountId = await addEmulatorAccount(page, emulator, 0)
  await waitUntilRead(page, CUSTOMERS)
  await waitUntilPeopleRead(page, accountId, CUSTOMERS)
  const state = await fleetState(emulator)
  const legacy = state.customers.filter((one) => isUntouched(state, one) && one.environments.length === 3)
  const [, second, chosen] = legacy
  if (second === undefined || chosen === undefined) throw new Error('too few customers with legacy roles')

  // The legacy cell of the matrix leads to the migration of its customer.
  const person = state.workspaces[chosen.id]!.members.find(({ email, roles }) => email.endsWith(`customer-${String(chosen.id)}.example`) && roles.some(({ environment_type, role_type }) => environment_type === 'dev' && role_type === 'privilege_group'))!
  await openMatrix(page)
  await searchMatrix(page, person.email, 1)
  await matrixCell(page, `${accountId}/${String(chosen.id)}/${String(person.id)}`, 'dev').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('role-picker').getByRole('link', { name: 'Show its migration' })).toBeFocused()
  await page.keyboard.press('Enter')
  const panel = page.getByTestId('migration-customer')
  await expect(panel).toHaveAttribute('data-customer', String(chosen.id))
  // Who came for one customer goes on there, with what is next, whatever goes away with what was done.
  await expect(panel.getByRole('button', { name: 'Check this customer' })).toBeFocused()

  await page.keyboard.press('Enter')
  await expect(panel).toHaveAttribute('data-lane', 'preparation')
  await expect(panel.getByLabel('Who looked, and where')).toBeFocused()
  await page.keyboard.type('Looked into Home assets')
  await page.keyboard.press('Enter')
  await expect(panel.getByRole('button', { name: 'Go on to its dry run' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(wizard(page)).toHaveAttribute('data-step', 'proof')
  await prove(page, second.name, 'proven')
  await expect(page.getByTestId('wizard-next')).toBeFocused()

  // From here on by keyboard: the dry run, and a hard end of the app.
  forbidMouse(page)
  const pressFocused = async (testId: string): Promise<void> => {
    for (let presses = 0; presses < 60 && !(await page.getByTestId(testId).evaluate((one) => one === document.activeElement)); presses += 1) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
  }
  await pressFocused('wizard-next')
  await expect(wizard(page)).toHaveAttribute('data-step', 'dry-run')
  await pressFocused('dry-run')
  await expect(wizard(page)).toHaveAttribute('data-reached', /review|migrate/, { timeout: 30_000 })
  const ended = new Promise<void>((resolve) => electron.once('close', () => { resolve() }))
  electron.process().kill('SIGKILL')
  await ended
  ;({ page, electron } = await launch())
  forbidMouse(page)
  await openCustomer(page, chosen.name, chosen.id)
  await page.getByTestId('to-migration').press('Enter')
  await page.getByTestId('migration-customer').getByRole('button', { name: 'Go on with its wave' }).press('Enter')
  await expect(wizard(page)).toHaveAttribute('data-step', /review|migrate/)

  // Each gain in PROD is marked as seen by Space; nothing goes on before.
  await page.locator('[data-step-button="review"]').press('Enter')
  await reviewRows(page).first().waitFor()
  const toSee = page.locator('[data-grid="review"] [data-seen="false"]')
  const gains = await toSee.count()
  if (gains > 0) await expect(page.getByTestId('wizard-next')).toHaveAttribute('aria-disabled', 'true')
  for (let left = gains; left > 0; left -= 1) {
    await toSee.first().locator('[data-col="seen"]').focus()
    await page.keyboard.press('Space')
    await expect(toSee).toHaveCount(left - 1)
  }
  // What the line of a person has no room for is in the panel: what they lose in projects without another press, alike projects together.
  const loses = reviewRows(page).filter({ has: page.locator('[data-direction="loss"]') }).first()
  const lost = (await loses.locator('[data-direction="loss"]').first().getAttribute('title'))!.replace(/ in (DEV|TEST|PROD).*$/, '')
  await loses.locator('[data-col="person"]').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('review-person').getByText(lost, { exact: true }).first()).toBeVisible()
  expect(await seriousProblems(page, 'all')).toEqual([])
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('review-person')).toBeHidden()
  await pressFocused('wizard-next')
  await expect(wizard(page)).toHaveAttribute('data-step', 'migrate')
  await pressFocused('migrate')
  await dialog(page).getByLabel(`Type ${chosen.name} to confirm`).waitFor()
  // While it fades in its colours are not yet its own; before its first frame no animation runs, but it is marked already.
  await page.waitForFunction(() => document.querySelector('[class*="-enter-"]') === null && document.getAnimations().every(({ playState }) => playState !== 'running'))
  expect(await seriousProblems(page, 'all')).toEqual([])
  // The way out has the focus; the field is one step before it.
  await expect(dialog(page).getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.type(chosen.name.toLowerCase())
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toBeVisible()
  await page.keyboard.press('Control+a')
  await page.keyboard.type(chosen.name)
  await page.keyboard.press('Enter')
  await dialog(page).waitFor({ state: 'hidden' })
  await expect(wizard(page)).toHaveAttribute('data-reached', 'verify', { timeout: 30_000 })
  await expect(page.getByTestId('wizard-next')).toBeFocused()
  const calls = (await migrationCalls(emulator)).filter(({ path }) => path.includes(`/${String(chosen.id)}/`))
  expect(calls.filter((one) => !isDryInBoth(one)).map(({ body }) => body.dry_run)).toEqual([false])

  // Somebody changes a role after that: it is found, put right in Changes, and the customer is verified.
  const now = await remoteState(emulator, 'a1')
  const moved = now.workspaces[chosen.id]!.members.find(({ email, roles }) => !email.endsWith('@partner.example') && roles.some(({ environment_type, role_name }) => environment_type === 'prod' && role_name === 'Member'))!
  const change = { customerId: chosen.id, memberId: moved.id, environment: 'prod' as const }
  const other = moved.roles.map(({ environment_type, role_name, role_type }) => ({ environment_type, name: environment_type === 'prod' ? 'EnvironmentAdmin' : role_name, role_type }))
  await emulator.control('POST', '/other', { account: 'a1', method: 'PUT', path: `/api/managed_users/${String(chosen.id)}/members/${String(moved.id)}`, body: { env_roles: other } })
  await pressFocused('wizard-next')
  await expect(wizard(page)).toHaveAttribute('data-step', 'verify')
  await pressFocused('verify')
  const difference = page.locator('[data-grid="differences"] [data-direction="more"]')
  await expect(difference).toHaveCount(1, { timeout: 30_000 })
  await expect(difference.locator('[data-col="expected"]')).toHaveText('Member')
  await expect(difference.locator('[data-col="actual"]')).toHaveText('Admin')
  await pressFocused('stage-fixes')
  await dialog(page).getByRole('button', { name: 'Put 1 right' }).press('Enter')
  await expect(page.getByTestId('fixes-staged')).toBeVisible()
  await expect(page.getByTestId('queue')).toHaveAttribute('data-count', '1')
  await page.getByTestId('fixes-staged').getByRole('link').press('Enter')
  await expect(page.getByTestId('plan-make')).not.toHaveAttribute('aria-disabled', 'true')
  await page.getByTestId('plan-make').press('Enter')
  await expect(page.getByTestId('plan-apply')).not.toHaveAttribute('aria-disabled', 'true', { timeout: 40_000 })
  await page.getByTestId('plan-apply').press('Enter')
  await expect(page.getByTestId('job')).toHaveAttribute('data-job-state', 'done', { timeout: 60_000 })
  expect(remoteRole(await remoteState(emulator, 'a1'), change)).toBe('Member')
  await page.locator('[data-nav="migration"]').press('Enter')
  await page.locator('[data-wave="0"]').press('Enter')
  await expect(wizard(page)).toHaveAttribute('data-step', 'verify')
  await pressFocused('verify')
  await expect(wizard(page)).toHaveAttribute('data-reached', 'report', { timeout: 30_000 })
  await expect(page.getByText('Everything is as the dry run said')).toBeVisible()

  // It is held against what it was: a role counts as what a person says of it, and as nothing that is known when they say nothing.
  const legacyRole = state.workspaces[chosen.id]!.members.find(({ id }) => id === moved.id)!.roles.find(({ environment_type }) => environment_type === 'prod')!
  expect(legacyRole.role_type).toBe('privilege_group')
  await page.locator('[data-nav="migration"]').press('Enter')
  await page.getByTestId('migration-lanes').getByRole('button', { name: chosen.name }).press('Enter')
  await page.getByTestId('migration-customer').getByRole('link', { name: 'Compare and put right' }).press('Enter')
  await expect(page.getByTestId('migration-tools')).toHaveAttribute('data-customer', String(chosen.id))
  await expect(page.getByText('right before its migration', { exact: true })).toBeVisible()
  const countsAs = page.getByLabel(`${legacyRole.role_name!} counts as`)
  await expect(countsAs).toHaveValue('Member')
  await countsAs.fill('EnvironmentManager')
  await countsAs.press('Enter')
  const rescued = page.locator('[data-grid="rescue"] [role="row"]').filter({ hasText: moved.email }).filter({ hasText: 'PROD' })
  await expect(rescued.locator('[data-col="then"]')).toHaveText(legacyRole.role_name!)
  await expect(rescued.locator('[data-col="should"]')).toHaveText('Manager')
  await expect(rescued.locator('[data-col="is"]')).toHaveText('Member')
  expect(await seriousProblems(page, 'all')).toEqual([])
  await rescued.locator('[data-col="person"]').focus()
  await page.keyboard.press('Space')
  await pressFocused('stage-rescue')
  await expect(dialog(page)).toContainText(moved.name)
  await expect(dialog(page)).toContainText('1 of the changes is in PROD')
  await dialog(page).getByRole('button', { name: 'Put 1 right' }).press('Enter')
  await expect(page.getByTestId('rescue-staged')).toBeVisible()
  await expect(page.getByTestId('queue')).toHaveAttribute('data-count', '1')
  await expect(rescued).toHaveAttribute('data-fix', 'staged')
  await countsAs.fill('')
  await countsAs.press('Enter')
  await expect(rescued).toHaveAttribute('data-direction', 'unmapped')
  await expect(rescued).toHaveAttribute('data-fix', 'none')

  // Against another customer: who is not in both is told, and nothing can be put right.
  await page.getByRole('button', { name: 'Another customer' }).press('Enter')
  await page.getByRole('searchbox', { name: 'Search customers' }).fill(second.name)
  await expect(page.getByLabel('Customer to compare with').locator('option')).toHaveCount(2)
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-grid="rescue"] [data-direction="gone"]').first()).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: /people of the comparison are no collaborators here/ })).toBeVisible()
  await expect(page.getByTestId('stage-rescue')).toBeHidden()

  // One that was migrated elsewhere stays in sight when it is verified, and is not said to be as a dry run said.
  await page.locator('[data-nav="migration"]').press('Enter')
  await fleetRows(page).filter({ hasText: 'Already migrated' }).first().getByRole('button', { name: 'Verify' }).press('Enter')
  await expect(page.getByTestId('migration-customer')).toHaveAttribute('data-lane', 'verified', { timeout: 30_000 })
  await expect(page.getByTestId('migration-customer')).toContainText('No dry run of it is known')
})
