// Opens every main view on sandbox data in the real app, looks whether it holds what it should, and keeps a picture of it.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { electronArguments } from './lib/prepare.mjs'
import { ROOT } from './lib/run.mjs'
import { say } from './lib/say.mjs'
import { tourRoles } from './tour-roles.mjs'
import { visitCustomers } from './lib/tour-customers.mjs'
import { visitTemplates } from './lib/tour-templates.mjs'

const [executablePath, ...given] = process.argv.slice(2)
const pictures = join(ROOT, 'artifacts', 'tour')
const problems = []
let seen = 0

rmSync(pictures, { recursive: true, force: true })
mkdirSync(pictures, { recursive: true })

/** Starts the app on a new user-data folder, hands it to `visit`, and closes it. */
async function withApp(flags, visit) {
  const userData = mkdtempSync(join(tmpdir(), 'rolodesk-tour-'))
  const electron = await _electron.launch({
    executablePath,
    args: [...electronArguments(), '--disable-gpu', '--force-color-profile=srgb', ROOT, ...flags],
    env: { ...process.env, ROLODESK_USER_DATA: userData, ROLODESK_KEYCHAIN_SERVICE: 'rolodesk-tour' },
  })
  try {
    const page = await electron.firstWindow()
    page.setDefaultTimeout(20_000)
    await page.waitForSelector('html[data-ready="true"]')
    await visit(page)
  } finally {
    await electron.close()
    rmSync(userData, { recursive: true, force: true })
  }
}

/** Text that is cut off although nothing says that it may be: an element wider inside than outside. */
function cutOff() {
  const cut = []
  for (const element of document.querySelectorAll('h1, h2, h3, button, label, [role="columnheader"], [role="gridcell"], footer > *')) {
    const style = getComputedStyle(element)
    const shown = !element.matches('.sr') && element.getClientRects().length > 0 && style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis'
    if (shown && element.scrollWidth > element.clientWidth + 1) cut.push(element.textContent.trim().slice(0, 40))
  }
  return cut
}

/** One view: what to do to get there, what must be visible then, pictures in light and dark. */
async function view(page, name, steps, describe) {
  try {
    await steps()
    const what = await describe()
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.waitForFunction((scheme) => document.documentElement.dataset.theme === scheme, colorScheme)
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
      await page.screenshot({ path: join(pictures, `${name}.${colorScheme}.png`) })
    }
    const cut = await page.evaluate(cutOff)
    if (cut.length > 0) throw new Error(`cut off: ${cut.slice(0, 5).join(' | ')}`)
    seen += 1
    say(`ok     ${name}: ${what}`)
  } catch (error) {
    problems.push(name)
    await page.screenshot({ path: join(pictures, `${name}.failed.png`) }).catch(() => undefined)
    say(`FAILED ${name}: ${error.message.split('\n')[0]}`)
  }
}

/** The migration from the fleet to the verified pilot. */
async function tourMigration(page) {
  const dialog = page.getByTestId('migration-dialog')
  const confirm = async () => {
    await dialog.locator('button[type="submit"]').click()
    await dialog.waitFor({ state: 'hidden' })
  }
  const typeName = async () => dialog.locator('input').first().fill((await dialog.locator('label').first().innerText()).replace(/^Type (.*) to confirm$/, '$1'))
  const onward = (step) => page.locator(`[data-step-button="${step}"]`).click()
  /** Right before the pilot is migrated, as a field for a time takes it. */
  let before = ''
  const at = (step) => page.locator(`[data-testid="wizard"][data-reached="${step}"]`).waitFor({ timeout: 60_000 })
  await view(
    page,
    'migration',
    async () => {
      await page.locator('[data-nav="migration"]').click()
      await page.getByTestId('migration-check').click()
      await page.locator('[data-testid="migration"][data-activity="done"]').waitFor({ timeout: 60_000 })
      await page.getByRole('button', { name: 'Plan waves' }).click()
      await dialog.getByRole('button', { name: /^Make \d/ }).click()
      await page.locator('[data-wave="0"]').waitFor()
      await page.locator('[data-grid="migration"] [data-finding="environments"]').first().waitFor()
    },
    () => text(page, 'main .head .t3'),
  )
  await view(
    page,
    'migration-preflight',
    async () => {
      await page.locator('[data-wave="1"]').click()
      await page.locator('[data-grid="migration"] [data-lane] [data-col="state"]').first().click()
      await page.getByTestId('root-folder').waitFor()
    },
    () => text(page, '[data-testid="migration-customer"] h2'),
  )
  await view(
    page,
    'migration-proof-locked',
    async () => {
      await page.evaluate(() => history.back())
      await page.locator('[data-wave="0"]').click()
      await page.getByRole('button', { name: 'Confirm root folders' }).click()
      await dialog.locator('input').fill('Looked into Home assets')
      await confirm()
      await onward('proof')
      await page.getByRole('radio').first().waitFor()
    },
    () => text(page, '[data-testid="wizard-foot"] [role="status"]'),
  )
  await view(
    page,
    'migration-proof',
    async () => {
      await page.getByRole('radio').first().check()
      await page.getByTestId('prove').click()
      await typeName()
      await confirm()
      await page.locator('[data-testid="proof"][data-verdict="proven"]').waitFor({ timeout: 60_000 })
    },
    () => text(page, '[data-testid="proof"] b'),
  )
  await view(
    page,
    'migration-review',
    async () => {
      await onward('dry-run')
      await page.getByTestId('dry-run').click()
      await page.locator('[data-testid="wizard"]:is([data-reached="review"], [data-reached="migrate"])').waitFor({ timeout: 60_000 })
      await onward('review')
      await page.locator('[data-grid="review"] [data-person]').first().click()
      await page.getByTestId('review-person').waitFor()
    },
    async () => `${String(await page.locator('[data-grid="review"] [data-person]').count())} people`,
  )
  await view(
    page,
    'migration-confirm',
    async () => {
      for (const box of await page.locator('[data-grid="review"] [data-seen="false"] input').all()) await box.click()
      await at('migrate')
      await onward('migrate')
      await page.getByTestId('migrate').click()
      await dialog.waitFor()
    },
    () => text(page, '[data-testid="migration-dialog"] label'),
  )
  await view(
    page,
    'migration-verified',
    async () => {
      await typeName()
      before = await page.evaluate(() => new Date().toLocaleString('sv-SE').replace(' ', 'T'))
      await confirm()
      await at('verify')
      await onward('verify')
      await page.getByTestId('verify').click()
      await at('report')
    },
    () => text(page, '[data-grid="differences"] h2'),
  )
  await view(
    page,
    'migration-rescue',
    async () => {
      await onward('report')
      const customer = await page.locator('[data-grid="migration"] [data-lane="verified"]').first().getAttribute('data-key')
      await page.evaluate((id) => (location.hash = `#/migration/customers/${id}/rescue`), customer)
      await page.getByLabel('As it was at').fill(before)
      await page.locator('[data-testid="migration-tools"] fieldset input').first().fill('EnvironmentManager')
      await page.keyboard.press('Enter')
      await page.locator('[data-grid="rescue"] [data-fix="possible"]').first().waitFor()
    },
    () => text(page, '[data-testid="migration-tools"] .bar > [role="status"]'),
  )
  await view(
    page,
    'migration-drift',
    async () => {
      await page.evaluate(() => (location.hash = '#/migration/drift'))
      await page.locator('[data-testid="drift"][data-total]').waitFor()
    },
    () => text(page, 'main .head .t3'),
  )
}

const text = (page, selector) => page.locator(selector).first().innerText().then((value) => value.replace(/\s+/g, ' ').trim())

await withApp(['--no-sandbox-account', ...given], (page) =>
  view(page, 'first-start', () => page.getByRole('button', { name: 'Open the sandbox' }).waitFor(), () => text(page, 'main h1')),
)

let loaded = ''
await withApp(['--sandbox-account', ...given], async (page) => {
  const rows = page.locator('[data-grid="customers"] [role="row"][data-key]')
  const searchBox = page.getByPlaceholder('Search by name or external ID')
  await view(
    page,
    'customers',
    async () => {
      await page.waitForFunction(() => {
        const { read, total } = document.querySelector('[data-testid="completeness"]')?.dataset ?? {}
        return total !== undefined && Number(total) > 0 && read === total
      })
      await page.locator('[data-grid="customers"] [data-col="apps"] svg').nth(30).waitFor()
    },
    async () => (loaded = await text(page, '[data-testid="completeness"]')),
  )
  await view(
    page,
    'customers-search',
    async () => {
      await searchBox.fill('ar')
      await page.locator('[data-grid="customers"] mark').first().waitFor()
    },
    async () => `${String(await rows.count())} rows on screen, hits marked`,
  )
  await searchBox.fill('')
  await view(
    page,
    'customers-filter',
    async () => {
      await page.getByRole('button', { name: /^Plan/ }).first().click()
      await page.locator('.menu').getByRole('checkbox').first().waitFor()
    },
    async () => `${String(await page.locator('.menu').getByRole('checkbox').count())} plans to choose from`,
  )
  await page.keyboard.press('Escape')
  await view(
    page,
    'customers-no-match',
    async () => {
      await searchBox.fill('no customer is called this')
      await rows.first().waitFor({ state: 'detached' })
    },
    () => text(page, 'main h2'),
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
      page,
      name,
      async () => {
        await customer.getByRole('tab', { name: tab }).click()
        await page.locator(found).first().waitFor()
      },
      async () => `${await text(page, 'main h1')}, ${tab}`,
    )
  }
  await page.locator('[data-nav="customers"]').click()
  await view(
    page,
    'account-add',
    async () => {
      await page.getByTestId('account-switcher').getByRole('button', { name: 'Add account' }).click()
      await page.getByTestId('account-add').getByLabel('Name').waitFor()
    },
    async () => `${String(await page.getByTestId('account-add').getByRole('textbox').count())} fields`,
  )
  await page.keyboard.press('Escape')
  await view(
    page,
    'people',
    async () => {
      await page.locator('[data-nav="people"]').click()
      await page.locator('[data-grid="people"] [role="row"][data-key]').nth(5).waitFor()
    },
    () => text(page, 'main .head .t3'),
  )
  const firstPerson = await page.locator('[data-grid="people"] [role="row"][data-key]').first().getAttribute('data-key')
  await view(
    page,
    'search',
    async () => {
      await page.keyboard.press('Control+k')
      await page.keyboard.type('da')
      await page.getByRole('option').first().waitFor()
    },
    async () => `${String(await page.getByRole('option').count())} hits`,
  )
  await page.keyboard.press('Escape')
  await view(
    page,
    'person',
    async () => {
      await page.evaluate((email) => (location.hash = `#/people/${encodeURIComponent(email)}`), firstPerson)
      const memberships = page.locator('[data-grid="memberships"] [role="row"][data-key]')
      await memberships.first().waitFor()
      await memberships.first().locator('[data-col="prod"], [data-col="dev"]').last().click()
      await page.getByTestId('access-sentence').waitFor()
    },
    () => text(page, '[data-testid="access-sentence"]'),
  )
  await view(
    page,
    'completeness',
    async () => {
      await page.getByTestId('completeness').click()
      await page.getByTestId('read-problems').getByRole('status').waitFor()
    },
    () => text(page, '[data-testid="read-problems"] [role="status"]'),
  )
  await page.keyboard.press('Escape')
  await visitTemplates(page, (name, steps, describe) => view(page, name, steps, describe), 'dana@example.com')
  const sheet = page.locator('[data-grid="matrix"]')
  const sheetSearch = page.getByTestId('matrix-bar').getByRole('searchbox')
  const firstCell = (state, column) => sheet.locator(`[data-env="${column}"][data-state="${state}"]`).first()
  await view(
    page,
    'matrix-dense',
    async () => {
      await page.locator('[data-nav="matrix"]').click()
      await firstCell('clean', 'dev').click()
      for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press('Shift+ArrowDown')
      await page.keyboard.press('Shift+ArrowRight')
      await page.locator('[data-testid="matrix-selection"][data-cells="10"]').waitFor()
    },
    () => text(page, 'main .head .t3'),
  )
  await view(
    page,
    'matrix-pending',
    async () => {
      await page.keyboard.press('Delete')
      await firstCell('pending', 'dev').waitFor()
    },
    async () => `${String(await sheet.locator('[data-state="pending"]').count())} cells kept`,
  )
  await view(
    page,
    'matrix-paste',
    async () => {
      await page.keyboard.press('Control+c')
      await page.locator('[data-testid="matrix-selection"]').getByText('copied').waitFor()
      await sheet.locator('[data-env="prod"][data-state="clean"]').nth(8).click()
      await page.keyboard.press('Control+v')
      await page.getByTestId('matrix-ghost').waitFor()
    },
    () => text(page, '[data-testid="matrix-ghost"] b'),
  )
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+z')
  await view(
    page,
    'matrix-conflict',
    async () => {
      // Nobody else changes the sandbox: edits that say they saw another role stand for what somebody has changed since.
      await sheet.evaluate(async (grid) => {
        const cells = [...grid.querySelectorAll('[data-env="dev"][data-state="clean"]')].slice(2, 5)
        const edits = cells.map(({ dataset: { account, customer: id, member, value } }) => ({
          kind: 'member.role', accountId: account, customerId: Number(id), target: { memberId: Number(member), environment: 'dev' }, base: value === 'Member' ? 'EnvironmentManager' : 'Member', wish: 'EnvironmentAdmin', seen: {},
        }))
        const reply = await globalThis.rolodesk.invoke('intents.stage', { name: 'Three roles', edits })
        if (!reply.ok) throw new Error(JSON.stringify(reply.error))
      })
      await firstCell('conflict', 'dev').click()
    },
    async () => `${String(await sheet.locator('[data-state="conflict"]').count())} conflicts`,
  )
  await page.keyboard.press('Control+z')
  await firstCell('conflict', 'dev').waitFor({ state: 'detached' })
  await view(
    page,
    'matrix-locked',
    async () => {
      await sheetSearch.fill('@partner.example')
      await sheet.locator('[aria-colspan="3"][data-state="locked"]').nth(3).waitFor()
    },
    async () => `${String(await sheet.locator('[aria-colspan="3"]').count())} customer managers`,
  )
  await view(
    page,
    'matrix-empty',
    async () => {
      await sheetSearch.fill('nobody is called this')
      await sheet.getByRole('heading', { name: 'Nobody matches' }).waitFor()
    },
    () => text(page, '[data-grid="matrix"] h2'),
  )
  await sheetSearch.fill('')
  await tourRoles(page, view, text)
  await tourMigration(page)
  await page.locator('[data-nav="customers"]').click()
  await visitCustomers(page, (name, steps, describe) => view(page, name, steps, describe))
  await page.locator('[data-nav="customers"]').click()
  await rows.nth(4).locator('[data-col="customer"]').focus()
  await page.keyboard.press('Enter')
  await customer.getByRole('tab', { name: 'Collaborators' }).click()
  const choices = page.getByTestId('role-picker').getByRole('option')
  const openPicker = () => page.locator('[data-grid="members"] [data-col="dev"]:has([data-state="clean"])').first().dblclick()
  await view(
    page,
    'role-picker',
    async () => {
      await openPicker()
      await choices.nth(1).waitFor()
    },
    async () => `${String(await choices.count())} roles to choose from`,
  )
  for (let edits = 1; edits <= 4; edits += 1) {
    if (edits > 1) await openPicker()
    await page.locator('[data-testid="role-picker"] [role="option"]:not([aria-selected="true"])').first().click()
    await page.locator(`[data-testid="queue"][data-count="${String(edits)}"]`).waitFor()
  }
  await view(
    page,
    'changes',
    async () => {
      await page.locator('[data-nav="changes"]').click()
      await page.locator('[data-grid="staged"] [data-staged]').nth(3).waitFor()
    },
    () => text(page, 'main .head .t3'),
  )
  await view(
    page,
    'plan',
    async () => {
      await page.getByTestId('plan-make').click()
      await page.locator('[data-plan-item]').nth(3).waitFor()
    },
    () => text(page, '[data-testid="plan-eta"]'),
  )
  await view(
    page,
    'job',
    async () => {
      await page.getByTestId('plan-apply').click()
      await page.locator('[data-testid="job"][data-job-state="done"]').waitFor({ timeout: 60_000 })
    },
    async () => `${String(await page.getByTestId('job').getAttribute('data-applied'))} applied`,
  )
  await view(
    page,
    'history',
    async () => {
      await page.locator('[data-nav="history"]').click()
      await page.locator('[data-grid="journal"] [data-event="read-back"]').first().waitFor()
      await page.locator('[data-grid="journal"] [data-event="sending"] [data-col="what"]').first().click()
      await page.getByTestId('journal-entry').waitFor()
    },
    () => text(page, 'main .head .t3'),
  )
  await view(
    page,
    'settings-accounts',
    () => page.locator('[data-nav="settings"]').click(),
    () => text(page, 'main h1'),
  )
  await view(
    page,
    'doctors',
    async () => {
      await page.getByTestId('connection-doctor').getByRole('button', { name: 'Check the connection' }).click()
      await page.locator('[data-testid="connection-doctor"] [data-hop]').first().waitFor()
      await page.getByTestId('permissions').getByRole('button', { name: 'Check' }).click()
      await page.locator('[data-testid="permissions"] [data-scope="grants"][data-state="allowed"]').waitFor()
    },
    () => text(page, '[data-testid="connection-doctor"] [role="status"]'),
  )
  await view(
    page,
    'settings-appearance',
    () => page.getByText('Appearance', { exact: true }).click(),
    async () => `${String(await page.getByRole('radio').count())} themes`,
  )
})

say(`tour: ${String(seen)} views, ${String(problems.length)} failed; ${loaded || 'nothing loaded'}; pictures in artifacts/tour`)
process.exit(problems.length === 0 && loaded !== '' ? 0 : 1)
