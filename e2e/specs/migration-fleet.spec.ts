import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app'
import { seriousProblems } from '../fixtures/axe'
import { invoke } from '../fixtures/bridge'
import { addEmulatorAccount } from '../pages/accounts'
import { waitUntilPeopleRead } from '../pages/changes'
import { board, branchesOf, confirm, customersWrittenTo, customRoles, dialog, fleetRows, fleetState, goOn, isDryInBoth, isLegacy, isUntouched, lane, migrationCalls, openMigration, prove, reviewRows, wizard } from '../pages/migration'

const CUSTOMERS = 300
test.use({ quotaSpeed: '2000', emulatorOptions: ['--seed', '13', '--accounts', '1', '--customers', String(CUSTOMERS), '--people', '6', '--legacy', '0.5', '--quota', 'off'] })

test('a fleet of 300 in all states is held against its past, checked, planned in waves, proven, tried, reviewed, and a pilot that fails closes the next wave', { tag: ['@row-7', '@row-8', '@row-14', '@row-59', '@row-60', '@row-61'] }, async ({ launch, emulator, userData }) => {
  test.setTimeout(240_000)
  const { page, electron } = await launch()
  const accountId = await addEmulatorAccount(page, emulator, 0)
  await expect(page.getByTestId('completeness')).toHaveAttribute('data-read', String(CUSTOMERS), { timeout: 60_000 })
  await waitUntilPeopleRead(page, accountId, CUSTOMERS)
  const atFirst = await fleetState(emulator)
  const branches = branchesOf(atFirst)
  expect(Object.entries(branches).filter(([, count]) => count < 3)).toEqual([])
  expect(branches['migrated']! + branches['untouched']! + branches['half migrated']!).toBe(CUSTOMERS)

  // Three roles, each in another customer, that another administrator changes are the three that are told: with base, theirs, and the readings around.
  const cells = atFirst.customers.filter((one) => one.environments.length === 3 && !isLegacy(atFirst, one)).flatMap(({ id, name }) =>
    atFirst.workspaces[id]!.members.flatMap((member) => {
      const base = member.roles.find(({ environment_type }) => environment_type === 'test')?.role_name ?? 'No access'
      return member.email.endsWith('@partner.example') || base === 'EnvironmentAdmin' ? [] : [{ id, name, member, base }]
    }).slice(0, 1)).slice(0, 3)
  expect(cells).toHaveLength(3)
  const theirs = (base: string): string => (base === 'Member' ? 'EnvironmentManager' : 'Member')
  await page.evaluate(() => (location.hash = '#/migration/drift'))
  await expect(page.getByTestId('drift')).toHaveAttribute('data-count', '0')
  await expect(page.getByTestId('drift')).toHaveAttribute('data-read', String(CUSTOMERS))
  for (const { id, member, base } of cells) {
    const others = member.roles.filter(({ environment_type, role_name }) => environment_type !== 'test' && role_name !== null && role_name !== 'No access').map(({ environment_type, role_name, role_type }) => ({ environment_type, name: role_name, role_type }))
    const answer = await emulator.control<{ status: number }>('POST', '/other', { account: 'a1', method: 'PUT', path: `/api/managed_users/${String(id)}/members/${String(member.id)}`, body: { env_roles: [...others, { environment_type: 'test', name: theirs(base), role_type: 'environment' }] } })
    expect(answer.status).toBe(200)
    await page.evaluate((hash) => (location.hash = hash), `#/customers/${accountId}/${String(id)}/collaborators`)
    await page.locator(`[data-testid="customer"][data-customer="${String(id)}"]`).getByRole('button', { name: 'Read again' }).first().click()
    await expect(page.locator('[role="status"]', { hasText: 'Reading again' })).toHaveCount(0)
  }
  await page.evaluate(() => (location.hash = '#/migration/drift'))
  await expect(page.getByTestId('drift')).toHaveAttribute('data-count', '3', { timeout: 30_000 })
  const drifted = page.locator('[data-grid="drift"] [role="row"][data-member]')
  await expect(drifted).toHaveCount(3)
  for (const { name, member, base } of cells) {
    const row = drifted.and(page.locator(`[data-member="${String(member.id)}"][data-env="test"]`))
    await expect(row.locator('[data-col="customer"]')).toHaveText(name)
    await expect(row.locator('[data-col="base"]')).toHaveText(base.replace(/^Environment/, ''))
    await expect(row.locator('[data-col="theirs"]')).toHaveText(theirs(base).replace(/^Environment/, ''))
    await expect(row.locator('[data-col="who"]')).toHaveText('Not told')
    await expect(row.locator('[data-col="when"]')).toHaveText(/^\d\d:\d\d and \d\d:\d\d$/)
  }
  await openMigration(page)

  // Legacy endpoints that say no to all of them: 300 rows that are migrated already and are offered to be verified.
  await emulator.control('POST', '/faults', [{ match: { method: 'GET', path: '/managed_users/[^/]+/roles$' }, fault: { kind: 'status', status: 404, body: { message: 'Not found' } } }])
  await page.getByTestId('migration-check').click()
  await expect(lane(page, 'migrated')).toHaveAttribute('data-count', String(CUSTOMERS), { timeout: 60_000 })
  await expect(board(page)).toHaveAttribute('data-asked', String(CUSTOMERS))
  await expect(page.locator('[data-grid="migration"]')).toHaveAttribute('aria-rowcount', String(CUSTOMERS + 1))
  const offered = (): Promise<string[]> => fleetRows(page).evaluateAll((rows) => [...new Set(rows.map((row) => `${row.querySelector('[data-col="state"]')?.textContent?.trim() ?? ''} / ${row.querySelector('[data-col="next"]')?.textContent?.trim() ?? ''}`))])
  await expect.poll(offered).toEqual(['Already migrated / Verify'])
  await fleetRows(page).first().locator('[data-col="customer"]').focus()
  await page.keyboard.press('Control+End')
  await expect(page.locator(`[data-grid="migration"] [data-row="${String(CUSTOMERS - 1)}"]`)).toBeVisible()
  await expect.poll(offered).toEqual(['Already migrated / Verify'])
  expect(await migrationCalls(emulator)).toEqual([])

  // The truth is mixed: all are chosen by keyboard and checked again, two of them in vain.
  await emulator.control('DELETE', '/faults')
  const state = await fleetState(emulator)
  const legacy = state.customers.filter((one) => isLegacy(state, one))
  const broken = legacy.slice(0, 2)
  await emulator.control('POST', '/faults', broken.map(({ id }) => ({ match: { method: 'GET', path: `/managed_users/${String(id)}/roles$` }, fault: { kind: 'status', status: 403, body: { message: 'Forbidden' } } })))
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: `Choose all ${String(CUSTOMERS)}` }).click()
  await expect(page.getByTestId('migration-selection')).toHaveAttribute('data-count', String(CUSTOMERS))
  await page.getByRole('button', { name: `Check ${String(CUSTOMERS)} customers` }).click()
  await expect(board(page)).toHaveAttribute('data-failed', '2', { timeout: 90_000 })
  await expect(board(page)).toHaveAttribute('data-activity', 'done', { timeout: 60_000 })
  await expect(page.getByRole('status').filter({ hasText: '298 of 300 checked, 2 could not be read' })).toBeVisible()
  await emulator.control('DELETE', '/faults')
  await page.getByTestId('migration-selection').getByRole('button', { name: 'Clear' }).click()
  await page.getByTestId('migration-check').click()
  await expect(board(page)).toHaveAttribute('data-failed', '0', { timeout: 90_000 })
  await expect(lane(page, 'preparation')).toHaveAttribute('data-count', String(legacy.length))
  const counts = await page.locator('[data-testid="migration-lanes"] [data-lane]').evaluateAll((lanes) => lanes.map((one) => Number(one.getAttribute('data-count'))))
  expect(counts.reduce((sum, one) => sum + one, 0)).toBe(CUSTOMERS)

  // The preflight lists the customers that lack environments.
  const lacking = legacy.filter(({ environments }) => environments.length === 0)
  expect(lacking.length).toBeGreaterThan(5)
  const chip = page.locator('[data-finding-filter="environments"]')
  await expect(chip).toHaveText(`No environments ${String(lacking.length)}`)
  await chip.click()
  await expect(page.locator('[data-grid="migration"]')).toHaveAttribute('aria-rowcount', String(lacking.length + 1))
  const first = await fleetRows(page).evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-key'))))
  expect(first.every((id) => lacking.some((one) => one.id === id))).toBe(true)
  await page.getByRole('button', { name: 'Clear all filters' }).click()
  const tagged = legacy.slice(2, 5).map(({ id }) => ({ accountId, customerId: id as never }))
  await invoke(page, 'tags.change', { customers: tagged, add: ['Key account'], remove: [] })
  await page.getByRole('button', { name: 'Tag', exact: true }).click()
  await page.getByRole('checkbox', { name: /Key account/ }).check()
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-grid="migration"]')).toHaveAttribute('aria-rowcount', '4')
  await page.getByRole('button', { name: 'Clear all filters' }).click()

  // Waves: 1, 10, the rest.
  await page.getByRole('button', { name: 'Plan waves' }).click()
  await dialog(page).getByRole('button', { name: 'Make 3 waves' }).click()
  await dialog(page).waitFor({ state: 'hidden' })
  await expect(page.locator('[data-wave="1"]')).toContainText('10 customers')
  await expect(page.locator('[data-wave="2"]')).toContainText(`${String(legacy.length - 11)} customers`)

  // The pilot and the ten are prepared and tried; nothing changes by that.
  const prepare = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Confirm root folders' }).click()
    await dialog(page).getByLabel('Who looked, and where').fill('Looked into Home assets of each')
    await confirm(page)
  }
  await page.locator('[data-wave="0"]').click()
  await expect(wizard(page)).toHaveAttribute('data-step', 'preflight')
  // A wave has one customer at least: who takes out the last one is told, and offered to remove the wave.
  await page.locator('[data-step-button="customers"]').click()
  await fleetRows(page).first().locator('[data-col="customer"]').focus()
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'Take out of the wave' }).click()
  await expect(page.getByTestId('take-out-all')).toContainText('Nothing was taken out: remove the wave')
  await expect(page.getByRole('button', { name: 'Take Pilot away' })).toBeVisible()
  await expect(fleetRows(page)).toHaveCount(1)
  await page.locator('[data-step-button="preflight"]').click()
  const pilot = (await fleetRows(page).first().locator('[data-col="customer"] .m').innerText()).trim()
  expect(isUntouched(state, state.customers.find(({ name }) => name === pilot)!)).toBe(true)
  await prepare()
  await goOn(page, 'proof')
  // Custom roles are tried as well, once the proof has tried one.
  await page.locator('[data-step-button="dry-run"]').click()
  await page.getByTestId('custom-roles').click()
  await expect(page.getByTestId('custom-roles')).toHaveAttribute('aria-checked', 'true')
  await page.locator('[data-step-button="proof"]').click()

  // An API that sees dry_run in one of the two places changes nothing, because both are sent; one that sees neither is found out on the one customer of the proof.
  const waves = (await invoke(page, 'migration.account', { accountId })).value as { readonly waves: readonly { readonly id: string }[] }
  const membersOf = async (wave: number): Promise<readonly number[]> => {
    const { value } = await invoke(page, 'migration.board', { accountId, search: '', lanes: [], tags: [], findings: [], waveId: waves.waves[wave]!.id, offset: 0, limit: 200 })
    return (value as { readonly rows: readonly { readonly customerId: number }[] }).rows.map(({ customerId }) => customerId)
  }
  const inRest = new Set(await membersOf(2))
  const [safe, sacrifice] = legacy.filter((one) => inRest.has(one.id) && one.environments.length === 3 && isUntouched(state, one) && customRoles(state, one.id).length > 0)
  const before = JSON.stringify(await fleetState(emulator))
  for (const where of ['query', 'body']) {
    await emulator.control('POST', '/switches', { dry_run_ignored_in: where })
    await prove(page, safe!.name, 'proven')
    expect(JSON.stringify(await fleetState(emulator))).toBe(before)
  }
  expect(await customersWrittenTo(emulator)).toEqual([safe!.id])
  await emulator.control('POST', '/switches', { dry_run_ignored_in: 'both' })
  await prove(page, sacrifice!.name, 'changed')
  await expect(page.getByTestId('proof').getByRole('alert')).toContainText('The dry run has changed something.')
  await expect(page.getByTestId('proof').locator('[data-difference]', { hasText: 'Person' }).first()).toContainText('privilege_group')
  await expect(page.getByTestId('wizard-next')).toHaveAttribute('aria-disabled', 'true')
  expect(await seriousProblems(page, 'all')).toEqual([])
  await page.locator('[data-step-button="dry-run"]').click()
  await expect(page.getByTestId('dry-run')).toHaveAttribute('aria-disabled', 'true')
  await page.locator('[data-step-button="migrate"]').click()
  await expect(page.getByTestId('migrate')).toHaveAttribute('aria-disabled', 'true')
  await expect(page.locator('[data-gate="lock"]')).toContainText('A dry run has changed a customer.')
  const refused = await invoke(page, 'migration.dryRun', { accountId, of: { customers: [...inRest] } })
  expect(refused).toMatchObject({ ok: false, error: { code: 'MIGRATION_LOCKED', details: { lock: 'changed' } } })
  await openMigration(page)
  await expect(page.getByTestId('migration-lock')).toBeVisible()
  expect(await customersWrittenTo(emulator)).toEqual([safe!.id, sacrifice!.id])
  const without = ({ workspaces }: typeof state): string => JSON.stringify({ ...workspaces, [sacrifice!.id]: null })
  expect(without(await fleetState(emulator))).toBe(without(JSON.parse(before) as typeof state))

  // A proof on another customer is the way out.
  await emulator.control('POST', '/switches', { dry_run_ignored_in: 'none' })
  await page.locator('[data-wave="0"]').click()
  const slow = (ms: number) => emulator.control('POST', '/faults', [{ match: { method: 'GET', path: '/managed_users/[^/]+/members$' }, fault: { kind: 'delay', ms } }])
  const activity = page.getByTestId('migration-activity')
  await slow(1000)
  const proving = prove(page, safe!.name, 'proven')
  await expect(activity).toHaveAttribute('data-kind', 'proof')
  await expect(activity.getByRole('progressbar')).toBeVisible()
  // A proof goes on to its end: while it is at work nothing offers to pause it.
  expect(await page.getByTestId('migration-pause').count()).toBe(0)
  await proving
  await emulator.control('DELETE', '/faults')
  const proven = (await migrationCalls(emulator)).length
  const untried = JSON.stringify(await fleetState(emulator))
  await goOn(page, 'dry-run')
  await page.getByTestId('dry-run').click()
  await goOn(page, 'review')
  await page.getByRole('link', { name: 'Migration', exact: true }).first().click()
  await page.locator('[data-wave="1"]').click()
  await prepare()
  await goOn(page, 'dry-run')
  // What is paused has asked nothing yet, says so, and leaves the place free to be begun again.
  await slow(20_000)
  await page.getByTestId('dry-run').click()
  await expect(activity).toHaveAttribute('data-state', 'running')
  await page.getByTestId('migration-pause').click()
  await expect(activity).toHaveAttribute('data-state', 'stopped')
  await expect(page.getByTestId('migration-pause')).toHaveCount(0)
  await emulator.control('DELETE', '/faults')
  await page.getByTestId('dry-run').click()
  await goOn(page, 'review')
  const calls = (await migrationCalls(emulator)).slice(proven)
  const asked = [...(await membersOf(0)), ...(await membersOf(1))]
  const expected = asked.flatMap((id) => [`${String(id)}/system_roles`, ...customRoles(state, id).map(() => `${String(id)}/custom_role`)])
  expect(calls.map(({ path }) => path.replace(/^.*managed_users\/(\d+)\/roles_migration/, '$1')).sort()).toEqual(expected.sort())
  expect(expected.length).toBeGreaterThan(asked.length)
  expect(calls.every(isDryInBoth)).toBe(true)
  expect(JSON.stringify(await fleetState(emulator))).toBe(untried)

  // Gains in PROD stand on top and close what follows, until they are seen: here all of them, by their number.
  await expect(reviewRows(page).first()).toHaveAttribute('data-danger', /^prod-/)
  await expect(page.getByTestId('wizard-next')).toHaveAttribute('aria-disabled', 'true')
  const open = Number(await page.locator('[data-show="prod"]').getAttribute('data-count'))
  expect(open).toBeGreaterThan(1)
  await page.getByTestId('acknowledge-all').click()
  await dialog(page).getByLabel(`Type ${String(open)} to say that all of them were looked at`).fill(String(open - 1))
  await expect(dialog(page).locator('button[type="submit"]')).toHaveAttribute('aria-disabled', 'true')
  await dialog(page).getByLabel(`Type ${String(open)} to say that all of them were looked at`).fill(String(open))
  await confirm(page)
  await goOn(page, 'migrate')
  const migrate = page.getByTestId('migrate')
  await expect(migrate).toHaveAttribute('aria-disabled', 'true')
  await expect(page.locator('[data-gate]')).toHaveCount(1)
  await expect(page.locator('[data-gate="earlier"]')).toContainText(pilot)

  // The report lists each person of the wave.
  const file = join(userData, 'report.csv')
  await electron.evaluate(({ dialog: system }, path) => void Object.assign(system, { showSaveDialog: async () => ({ canceled: false, filePath: path }) }), file)
  const inWave = await fleetRows(page).evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-key'))))
  expect(inWave).toHaveLength(10)
  await page.locator('[data-step-button="report"]').click()
  await page.getByTestId('save-report').click()
  await expect(page.getByRole('status').filter({ hasText: 'people saved' })).toBeVisible()
  const report = readFileSync(file, 'utf8')
  const withLegacy = inWave.filter((id) => isUntouched(state, { id })).flatMap((id) => state.workspaces[id]!.members.filter(({ roles }) => roles.some(({ role_type }) => role_type === 'privilege_group')))
  expect(withLegacy.length).toBeGreaterThan(30)
  expect(withLegacy.filter(({ email }) => !report.includes(email))).toEqual([])

  // The pilot fails: the ten stay closed, and say whom they wait for.
  await page.getByRole('link', { name: 'Migration', exact: true }).first().click()
  await page.locator('[data-wave="0"]').click()
  await expect(wizard(page)).toHaveAttribute('data-step', /review|migrate/)
  for (const box of await page.locator('[data-grid="review"] [data-seen="false"] input').all()) await box.click()
  await page.locator('[data-step-button="migrate"]').click()
  await emulator.control('POST', '/faults', [{ match: { method: 'POST', path: '/roles_migration/system_roles' }, fault: { kind: 'status', status: 422, body: { errors: [{ code: 'unprocessable', title: 'Refused' }] } } }])
  await migrate.click()
  await dialog(page).getByLabel(`Type ${pilot} to confirm`).fill(pilot)
  await expect(dialog(page)).toContainText(emulator.accounts[0]!.name)
  await confirm(page)
  await expect(fleetRows(page).first()).toHaveAttribute('data-lane', 'failed', { timeout: 30_000 })
  await expect(page.locator('#migrate-why')).toContainText('1 customer failed.')
  await expect(migrate).toHaveAttribute('aria-disabled', 'true')
  await emulator.control('DELETE', '/faults')
  await page.getByRole('link', { name: 'Migration', exact: true }).first().click()
  await page.locator('[data-wave="1"]').click()
  await page.locator('[data-step-button="migrate"]').click()
  await expect(migrate).toHaveAttribute('aria-disabled', 'true')
  await expect(page.locator('[data-gate="earlier"]')).toContainText(`${pilot} (Failed)`)

  // The one that failed gets another dry run, and may then be migrated anew.
  await page.getByRole('link', { name: 'Migration', exact: true }).first().click()
  await page.locator('[data-wave="0"]').click()
  await page.locator('[data-step-button="dry-run"]').click()
  await expect(fleetRows(page).first()).toHaveAttribute('data-lane', 'failed')
  await page.getByTestId('dry-run').click()
  await expect(fleetRows(page).first()).toHaveAttribute('data-lane', /^(dry-run|reviewed)$/, { timeout: 30_000 })

  // Two of the rest say to be migrated, and people there keep legacy roles. What is let be is the one that the dialog was opened for, whatever comes behind it.
  const known = new Set([pilot, ...inWave.map((id) => state.customers.find((one) => one.id === id)!.name)])
  const [one, other] = legacy.filter((each) => isUntouched(state, each) && !known.has(each.name) && each.id !== sacrifice!.id)
  await emulator.control('POST', '/faults', [one!, other!].map(({ id }) => ({ match: { method: 'GET', path: `/managed_users/${String(id)}/roles$` }, fault: { kind: 'status', status: 404, body: { message: 'Not found' } } })))
  await page.getByRole('link', { name: 'Migration', exact: true }).first().click()
  const migrated = Number(await lane(page, 'migrated').getAttribute('data-count'))
  await invoke(page, 'migration.check', { accountId, of: { customers: [one!.id, other!.id] } })
  await expect(lane(page, 'migrated')).toHaveAttribute('data-count', String(migrated + 2), { timeout: 30_000 })
  await page.locator('[data-wave="2"]').click()
  await page.locator('[data-step-button="verify"]').click()
  await page.getByTestId('verify').click()
  const differences = page.locator('[data-grid="differences"] [role="row"][data-direction="legacy"]')
  await expect(differences.filter({ hasText: one!.name }).first()).toBeVisible({ timeout: 30_000 })
  await differences.filter({ hasText: other!.name }).first().locator('[data-col="customer"]').click()
  await page.getByRole('button', { name: `Let ${other!.name} be as it is` }).click()
  await dialog(page).getByLabel('Why they are right').fill('They keep them')
  await invoke(page, 'migration.accept', { accountId, customerId: other!.id, note: 'Elsewhere' })
  await expect(differences.filter({ hasText: other!.name })).toHaveCount(0)
  await confirm(page)
  await expect(differences.filter({ hasText: one!.name }).first()).toBeVisible()
})
