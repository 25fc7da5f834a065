import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test as base } from '../fixtures/app'
import type { LoggedRequest } from '../fixtures/emulator'
import { startPeopleWorld, type GivenPerson } from '../fixtures/people-world'
import { addEmulatorAccount } from '../pages/accounts'
import { waitUntilPeopleRead } from '../pages/changes'
import { answerDialogs, openTool, openMatrix, previewOf, searchMatrix, stagedCount } from '../pages/matrix-tools'

const CUSTOMERS = 10
const PEOPLE = 100
/** A hundred people in each of ten customers, who have nothing in PROD. The first one's name is a formula. */
const peopleOf = (customer: number): readonly GivenPerson[] => Array.from({ length: PEOPLE }, (_, i): GivenPerson => ({
  name: customer === 0 && i === 0 ? '=1+1' : `Person ${String(customer)} ${String(i)}`, email: `p${String(i)}@customer-${String(customer)}.example`, roles: { dev: 'Member' },
}))

const test = base.extend<{ world: Awaited<ReturnType<typeof startPeopleWorld>> }>({
  world: async ({}, use, testInfo) => {
    const world = await startPeopleWorld(testInfo.outputPath('world.json'), CUSTOMERS, peopleOf)
    await use(world)
    await world.emulator.close()
  },
  emulator: async ({ world: { emulator } }, use) => use(emulator),
})

test('a table of 1,000 lines with 7 bad ones stages 993 and sends nothing; what is exported changes nothing when it is imported @row-11 @row-12 @row-49', async ({ launch, emulator, world: { made }, userData }) => {
  test.setTimeout(150_000)
  const { page, electron } = await launch()
  const accountId = await addEmulatorAccount(page, emulator, 0)
  await waitUntilPeopleRead(page, accountId, CUSTOMERS)
  await openMatrix(page)
  const { name } = emulator.accounts[0]!
  const file = `${userData}/table.csv`
  const offered = await answerDialogs(electron, file)

  // Seven lines, each with another mistake; the line of the head is the first.
  const lines = made.flatMap((customer) => customer.people.map(({ email }) => [String(customer.id), email, 'member']))
  const bad: readonly (readonly [number, string[], string])[] = [
    [10, ['999999999', lines[8]![1]!, 'Member'], 'No such customer in this account'], [20, [lines[18]![0]!, 'nobody@nowhere.example', 'Member'], 'Nobody with this email in the customer'],
    [30, [lines[28]![0]!, lines[28]![1]!, 'Nonsense'], 'No role named Nonsense in this customer'], [40, lines[0]!, 'The person is in the table already'], [50, [lines[48]![0]!, lines[48]![1]!], 'The line has more or fewer columns than the head'],
    [60, ['', lines[58]![1]!, 'Member'], 'No such customer in this account'], [1001, [lines[999]![0]!, '', 'Member'], 'Nobody with this email in the customer'],
  ]
  for (const [line, cells] of bad) lines[line - 2] = cells
  writeFileSync(file, ['Kunde;Wer;Rolle', ...lines.map((cells) => cells.join(';'))].join('\n'))
  const dialog = await openTool(page, 'Import')
  await expect(dialog).toHaveAttribute('aria-label', `Import roles into ${name}`)
  await dialog.getByRole('button', { name: 'Choose a file' }).click()
  await expect(dialog.getByText('1,000 lines are here')).toBeVisible()
  await expect(dialog.getByLabel('Partner account')).toBeFocused()
  // Heads that say nothing are matched by hand.
  await expect(dialog.getByText('Choose the column of the email.')).toBeVisible()
  await dialog.getByLabel('Email').selectOption({ label: 'Wer' })
  await dialog.getByLabel('Customer ID').selectOption({ label: 'Kunde' })
  await expect(dialog.getByText('Choose at least one column of roles.')).toBeVisible()
  await dialog.getByLabel('PROD').selectOption({ label: 'Rolle' })
  await expect(dialog.getByTestId('sheet-preview')).toHaveAttribute('data-edits', '993')
  expect(await previewOf(dialog)).toEqual({ edits: 993, same: 0, refused: 7, prod: 993 })
  const refused = dialog.getByTestId('sheet-refused').locator('tbody tr')
  await expect(refused).toHaveCount(7)
  for (const [at, [line, , cause]] of bad.entries()) {
    await expect(refused.nth(at)).toHaveAttribute('data-line', String(line))
    await expect(refused.nth(at)).toContainText(cause)
  }
  expect(await stagedCount(page)).toBe(0)
  await dialog.getByRole('button', { name: `Keep 993 changes in ${name}` }).click()
  await expect(dialog).toBeHidden()
  expect(await stagedCount(page)).toBe(993)
  const log = await emulator.control<LoggedRequest[]>('GET', '/log')
  expect(log.filter(({ method }) => method !== 'GET')).toEqual([])

  // Four columns of one customer, as the cells show them: with what is wished.
  const customer = made[0]!
  await searchMatrix(page, customer.name, PEOPLE)
  const exporting = await openTool(page, 'Export')
  await expect(exporting.getByTestId('export-completeness')).toHaveAttribute('data-read', String(CUSTOMERS))
  await expect(exporting).toContainText(name)
  for (const column of ['DEV', 'TEST', 'Groups', 'Last activity', 'Findings']) await exporting.getByRole('checkbox', { name: column, exact: true }).uncheck()
  await exporting.getByRole('button', { name: `Save ${String(PEOPLE)} people to a file` }).click()
  await expect(exporting.getByText(`${String(PEOPLE)} people were saved`)).toBeVisible()
  await exporting.getByRole('button', { name: 'Close' }).click()
  expect(await offered()).toBe(`Rolodesk matrix, ${name}, ${String(CUSTOMERS)} of ${String(CUSTOMERS)} customers read.csv`)
  const [head, ...rows] = readFileSync(file, 'utf8').trimEnd().split('\r\n')
  expect(head).toBe('customer,person,e-mail,PROD')
  expect(rows).toHaveLength(PEOPLE)
  expect(rows.every((row) => row.split(',').length === 4)).toBe(true)
  expect(rows.find((row) => row.includes('1+1'))).toBe(`${customer.name},'=1+1,${customer.people[0]!.email},Member`)

  const again = await openTool(page, 'Import')
  await again.getByRole('button', { name: 'Choose a file' }).click()
  await expect(again.getByTestId('sheet-preview')).toHaveAttribute('data-same', String(PEOPLE))
  expect(await previewOf(again)).toEqual({ edits: 0, same: PEOPLE, refused: 0, prod: 0 })
  await expect(again.getByRole('button', { name: `Keep nothing in ${name}` })).toBeDisabled()
})
