// Opens every main view on sandbox data in the real app, looks whether it holds what it should, and keeps a picture of it.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { electronArguments } from './lib/prepare.mjs'
import { ROOT } from './lib/run.mjs'
import { say } from './lib/say.mjs'
import { visitAdministering } from './tour/administering.mjs'
import { visitChanges } from './tour/changes.mjs'
import { visitCustomers } from './tour/customers.mjs'
import { visitFailures } from './tour/failures.mjs'
import { visitMatrix } from './tour/matrix.mjs'
import { visitMigration } from './tour/migration.mjs'
import { visitPeople } from './tour/people.mjs'
import { visitRoles } from './tour/roles.mjs'
import { visitSettings } from './tour/settings.mjs'
import { visitTemplates } from './tour/templates.mjs'
import { PICTURES, result, text, viewsOf } from './tour/views.mjs'

const [executablePath, ...given] = process.argv.slice(2)

rmSync(PICTURES, { recursive: true, force: true })
mkdirSync(PICTURES, { recursive: true })

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

await withApp(['--no-sandbox-account', ...given], async (page) => {
  const view = viewsOf(page)
  await view('first-start', () => page.getByRole('button', { name: 'Open the sandbox' }).waitFor(), () => text(page.locator('main h1')))
  await visitFailures(page, view)
})

let loaded = ''
await withApp(['--sandbox-account', ...given], async (page) => {
  const view = viewsOf(page)
  loaded = await visitCustomers(page, view)
  await visitPeople(page, view)
  await visitTemplates(page, view, 'dana@example.com')
  await visitMatrix(page, view)
  await visitRoles(page, view)
  await visitMigration(page, view)
  await visitAdministering(page, view)
  await visitChanges(page, view)
  await visitSettings(page, view)
})

say(`tour: ${String(result.seen)} views, ${String(result.problems.length)} failed; ${loaded || 'nothing loaded'}; pictures in artifacts/tour`)
process.exit(result.problems.length === 0 && loaded !== '' ? 0 : 1)
