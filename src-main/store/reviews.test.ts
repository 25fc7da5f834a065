import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { AccountId } from '../contract/ids'
import { openLibsql } from './libsql-db'
import { migrate } from './migrate'
import { LEDGER_MIGRATIONS } from './migrations/ledger'
import { accountsRepo } from './repos/accounts'
import { reviewsRepo } from './repos/reviews'
import { customer, newFolder, ONE, TWO } from './store.fixture'

/** A ledger with both accounts and steps of one job, of which nothing is done yet. */
function world(steps: readonly { readonly account: AccountId; readonly customerId: number; readonly intent: string }[]) {
  const file = join(newFolder(), 'ledger.db')
  const db = openLibsql(file, { durability: 'full' })
  onTestFinished(() => { db.close() })
  migrate(db, file, LEDGER_MIGRATIONS, false)
  const accounts = accountsRepo(db)
  for (const id of [ONE, TWO]) accounts.save({ id, kind: 'partner', name: id, dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
  db.run("INSERT INTO jobs (id, name, state, total, created_at) VALUES ('j1', 'Job', 'running', 9, 1)", [])
  steps.forEach(({ account, customerId, intent }, place) => db.run("INSERT INTO job_steps (account_id, job_id, place, customer_id, key, intent, covers, planned, state, updated_at) VALUES (?, 'j1', ?, ?, 'k', ?, '[]', 'send', 'queued', 1)", [account, place, customerId, intent]))
  const repo = reviewsRepo(db)
  return {
    db, repo, accounts, ends: (place: number, state: string, at: number) => void db.run('UPDATE job_steps SET state = ?, updated_at = ? WHERE place = ?', [state, at, place]),
    open: () => repo.open().map(({ accountId, customerId, at }) => [accountId, customerId, at]),
  }
}
const provision = (account: AccountId, customerId: number) => ({ account, customerId, intent: JSON.stringify({ kind: 'customer.provision' }) })

it('only a provisioning that is applied from here asks for a review, not one that failed, was there already or is something else', () => {
  const { ends, open } = world([provision(ONE, 1), provision(ONE, 2), provision(ONE, 3), provision(ONE, 4), { ...provision(ONE, 5), intent: JSON.stringify({ kind: 'customer.setting' }) }])
  for (const [place, state] of ['applied', 'failed', 'already', 'sent', 'applied'].entries()) ends(place, state, 10 + place)
  expect(open()).toEqual([[ONE, 1, 10]])
  // An outcome that was not known and is settled is one as well.
  ends(3, 'unknown', 20)
  ends(3, 'applied', 30)
  expect(open()).toEqual([[ONE, 1, 10], [ONE, 4, 30]])
})

it('a review is confirmed for the customer of its own account, once', () => {
  const { repo, accounts, ends, open } = world([provision(ONE, 1), provision(TWO, 1), provision(ONE, 2)])
  for (const place of [0, 1, 2]) ends(place, 'applied', 10 + place)
  repo.confirm(ONE, customer(1), 50)
  expect(open()).toEqual([[TWO, 1, 11], [ONE, 2, 12]])
  accounts.remove(TWO)
  expect(open()).toEqual([[ONE, 2, 12]])
})

it('a step whose edit was damaged ends as others do', () => {
  const { db, ends, open } = world([{ ...provision(ONE, 1), intent: 'no JSON' }])
  ends(0, 'applied', 10)
  expect([open(), db.all('SELECT state FROM job_steps', [])]).toEqual([[], [{ state: 'applied' }]])
})
