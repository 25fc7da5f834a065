import { expect, test } from '../fixtures/app'
import type { Emulator, LoggedRequest } from '../fixtures/emulator'
import { enginePid } from '../fixtures/engine'
import { addEmulatorAccount } from '../pages/accounts'
import { applyPlan, makePlan, waitUntilPeopleRead } from '../pages/changes'
import { editSetting, keepSetting, openSettings, settingRow } from '../pages/customer-settings'

interface Remote {
  readonly id: number; readonly name: string; readonly external_id: string | null; readonly plan_id: string; readonly in_trial: boolean; readonly whitelisted_apps: string[]; readonly origin_url: string | null; readonly frame_ancestors: string | null
  readonly notification_email: string; readonly admin_notification_emails: string | null; readonly error_notification_emails: string | null; readonly time_zone: string; readonly full_embedding: boolean | null; readonly task_limit: number; readonly task_count: number
  readonly auth_settings: Record<string, unknown>; readonly environments: { readonly environment_type: string; readonly external_id: string | null }[]
}
const remote = async (emulator: Emulator): Promise<Remote[]> => (await emulator.control<{ customers: Remote[] }>('GET', '/state?account=a2')).customers
const writes = async (emulator: Emulator): Promise<LoggedRequest[]> => (await emulator.control<LoggedRequest[]>('GET', '/log')).filter(({ method }) => method !== 'GET')

test('every setting of a customer is edited in its place, what is wrong is said at its field, and all go out in one request @row-2', async ({ launch, emulator }) => {
  test.setTimeout(180_000)
  const { page, electron } = await launch()
  const accountId = await addEmulatorAccount(page, emulator, 1)
  await waitUntilPeopleRead(page, accountId, 6)
  const all = await remote(emulator)
  const customer = all.find(({ environments }) => environments.length === 3)!
  const other = all.find(({ id, external_id }) => id !== customer.id && external_id !== null)!
  const queue = (count: number) => expect(page.getByTestId('queue')).toHaveAttribute('data-count', String(count))
  await openSettings(page, accountId, customer.id)

  // What is wrong stands at the field, and nothing is kept: by the rules of the field, and by what another customer has.
  const wrong: readonly (readonly [string, string, string])[] = [
    ['name', ' ', 'Enter a name.'], ['notificationEmail', 'ops at acme', 'This is not an e-mail address.'], ['adminEmails', 'a@acme.example\nb', '"b" is not an e-mail address.'],
    ['originUrl', 'https://na1.acme.example/app', 'has more than an origin. Write https://na1.acme.example.'], ['frameAncestors', 'acme', '"acme" is not a host.'], ['externalId', 'A B', 'Use letters, digits and'], ['externalId', other.external_id!, `${other.name} has this ID.`],
    ['customTaskLimit', 'many', 'Enter a whole number of tasks.'], ['adjustment', '0', 'Enter by how many tasks the limit changes'], ['timeZone', '', 'Choose a time zone.'], ['plan', '', 'Choose a plan.'],
  ]
  for (const [key, text, words] of wrong) {
    const form = await editSetting(page, key)
    await form.locator('input, textarea').first().fill(text)
    await form.getByRole('button', { name: 'Keep' }).click()
    await expect(form.getByRole('alert')).toContainText(words)
    await expect(form.locator('[aria-invalid="true"]')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(settingRow(page, key).locator('[data-edit]')).toBeFocused()
  }
  const saml = await editSetting(page, 'signInType')
  await saml.locator('select').selectOption('saml_sso')
  await saml.getByRole('button', { name: 'Keep' }).click()
  await expect(saml.getByRole('alert')).toHaveText('Single sign-on needs a provider.')
  await saml.getByLabel('Identity provider').fill('okta')
  await saml.getByRole('button', { name: 'Keep' }).click()
  await expect(saml.getByRole('alert')).toContainText('needs the address of the metadata')
  await saml.getByLabel('Metadata URL').fill('https://okta.example/metadata')
  await saml.getByRole('button', { name: 'Keep' }).click()
  await expect(settingRow(page, 'signInType')).toContainText('Single sign-on (SAML), okta')
  await queue(1)

  // What a person should know before it is kept.
  const external = await editSetting(page, 'externalId')
  await external.locator('input').fill('ACME-77')
  await expect(external.getByRole('status')).toContainText(`Integrations that use ${String(customer.external_id)} as the ID of this customer stop working`)
  await external.getByRole('button', { name: 'Keep' }).dblclick()
  await expect(settingRow(page, 'externalId')).toHaveAttribute('data-state', 'pending')
  await queue(2)
  const trial = await editSetting(page, 'trial')
  await expect(trial).toContainText('A trial lasts 30 days with at most 100 tasks a month')
  await trial.locator('select').selectOption(customer.in_trial ? 'off' : 'on')
  await trial.getByRole('button', { name: 'Keep' }).click()
  await queue(3)
  const apps = await editSetting(page, 'apps')
  await apps.getByRole('button', { name: 'Only these apps' }).click()
  for (const box of await apps.getByRole('checkbox', { checked: true }).all()) await box.uncheck()
  await apps.getByRole('button', { name: 'Keep' }).click()
  await expect(apps.getByRole('alert')).toHaveText('Choose at least one app, or all of them.')
  await apps.getByRole('searchbox').fill('a_new_app')
  await apps.getByRole('button', { name: 'Add a_new_app' }).click()
  await expect(apps.getByRole('status').filter({ hasText: 'Apps that are new' })).toBeVisible()
  await apps.getByRole('button', { name: 'Keep' }).click()
  await expect(settingRow(page, 'apps').locator('[data-wish]')).toContainText('A New App')

  await keepSetting(page, 'plan', 'enterprise_plus')
  await keepSetting(page, 'name', 'Acme of the North')
  await keepSetting(page, 'timeZone', 'Kolkata')
  await keepSetting(page, 'notificationEmail', 'ops@acme.example')
  await keepSetting(page, 'adminEmails', 'a@acme.example\nb@acme.example')
  await keepSetting(page, 'errorEmails', 'oncall@acme.example')
  await keepSetting(page, 'originUrl', 'https://na1.acme.example\nhttps://eu1.acme.example')
  await keepSetting(page, 'frameAncestors', 'https://*.acme.example')
  // One that is kept late does not close the editor that was opened meanwhile.
  const engine = await enginePid(electron)
  const late = await editSetting(page, 'externalIdTest')
  await late.locator('input').fill('ACME-77-T')
  process.kill(engine, 'SIGSTOP')
  await late.getByRole('button', { name: 'Keep' }).click()
  const limit = await editSetting(page, 'customTaskLimit')
  await limit.locator('input').fill(String(customer.task_count + 5000))
  process.kill(engine, 'SIGCONT')
  await queue(13)
  await expect(settingRow(page, 'externalIdTest')).toHaveAttribute('data-state', 'pending')
  await expect(limit.locator('input')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(settingRow(page, 'customTaskLimit')).toHaveAttribute('data-state', 'pending')
  await keepSetting(page, 'errorEmailsProd', 'prod@acme.example')
  const embedding = await editSetting(page, 'fullEmbedding')
  await embedding.locator('select').selectOption(customer.full_embedding === true ? 'off' : 'on')
  await embedding.getByRole('button', { name: 'Keep' }).click()
  await queue(16)

  // The field shows the wish beside what is there; what is taken back, or set back, waits no longer.
  await expect(settingRow(page, 'name').locator('[data-wish]')).toContainText('Acme of the North')
  await expect(page.locator('[data-field="name"]')).toHaveText(customer.name)
  // It is edited further from the wish.
  await expect((await editSetting(page, 'name')).locator('input')).toHaveValue('Acme of the North')
  await page.keyboard.press('Escape')
  await settingRow(page, 'frameAncestors').getByRole('button', { name: 'Take back: Frame ancestors' }).click()
  await expect(settingRow(page, 'frameAncestors')).toHaveAttribute('data-state', 'clean')
  await expect(settingRow(page, 'frameAncestors').locator('[data-edit]')).toBeFocused()
  const zone = await editSetting(page, 'timeZone')
  await zone.locator('input').fill(customer.time_zone)
  await page.keyboard.press('Enter')
  await expect(settingRow(page, 'timeZone')).toHaveAttribute('data-state', 'clean')
  await queue(14)

  await emulator.control('DELETE', '/log')
  await makePlan(page)
  await expect(await applyPlan(page)).toHaveAttribute('data-applied', '14')
  const now = (await remote(emulator)).find(({ id }) => id === customer.id)!
  expect(now).toMatchObject({
    name: 'Acme of the North', external_id: 'ACME-77', plan_id: 'enterprise_plus', in_trial: !customer.in_trial, whitelisted_apps: ['a_new_app'], origin_url: 'https://na1.acme.example,https://eu1.acme.example', frame_ancestors: customer.frame_ancestors,
    notification_email: 'ops@acme.example', admin_notification_emails: 'a@acme.example,b@acme.example', error_notification_emails: 'oncall@acme.example', time_zone: customer.time_zone, full_embedding: customer.full_embedding !== true, task_limit: customer.task_count + 5000,
    auth_settings: expect.objectContaining({ type: 'saml_sso', provider: 'okta' }) as unknown,
  })
  expect(now.environments.find(({ environment_type }) => environment_type === 'test')?.external_id).toBe('ACME-77-T')
  // All that can be read back goes out together; what cannot, once each.
  expect((await writes(emulator)).map(({ method }) => method)).toEqual(['PUT', 'PUT', 'PUT'])
  await openSettings(page, accountId, customer.id)
  await expect(page.locator('[data-field="name"]')).toHaveText('Acme of the North')
  await expect(page.locator('[data-setting][data-state="pending"]')).toHaveCount(0)
})
