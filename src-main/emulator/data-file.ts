import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { AccountData } from './account-data'
import { PARTNER_ROLES, partnerUsers } from './generate-partner'
import { emptyWorkspace } from './generate-workspace'
import type { Customer, Source } from './model'
import type { Workspace } from './workspace'

/** What files of earlier versions lack (workspaces were not made at first touch), and what they had instead. */
type Stored = Pick<AccountData, 'id' | 'name' | 'workspaceId' | 'customers' | 'nextId'> &
  Partial<AccountData> & { readonly people?: Readonly<Record<string, readonly { readonly email: string }[]>> }
const BEFORE: Source = { seed: 7, people: 20, legacy: 0, dana: [] }

/** Accounts from the text of a data file, also of one written by an earlier version; throws with what is wrong. */
export function readAccounts(text: string): AccountData[] {
  const data = JSON.parse(text) as unknown
  if (!Array.isArray(data) || data.length === 0) throw new Error('it is not a list of accounts')
  return (data as Stored[]).map((account) => {
    if (typeof account.id !== 'string' || !Array.isArray(account.customers)) throw new Error('an account has no id or no customers')
    const { id, name, workspaceId, customers, nextId, tokens = [], managers = [], partnerRoles = [...PARTNER_ROLES], users = [], source = BEFORE } = account
    const workspaces = account.workspaces ?? Object.fromEntries(customers.filter((one) => isEmpty(account, one)).map((one): [number, Workspace] => [one.id, emptyWorkspace(one)]))
    return { id, name, workspaceId, customers, nextId, tokens, managers, partnerRoles, partnerUsers: account.partnerUsers ?? partnerUsers(workspaceId), users, source, workspaces }
  })
}

/** A customer of an earlier file that was made over the API: nothing is in it. */
function isEmpty({ people }: Stored, { id }: Customer): boolean {
  return people?.[String(id)]?.length === 0
}

/** Reads the sandbox's data; a damaged file is put aside, never overwritten. */
export function loadData(file: string): { readonly data: AccountData[] | null; readonly notice: string | null } {
  if (!existsSync(file)) return { data: null, notice: null }
  try {
    return { data: readAccounts(readFileSync(file, 'utf8')), notice: null }
  } catch {
    let number = 1
    while (existsSync(`${file}.damaged-${String(number)}`)) number += 1
    renameSync(file, `${file}.damaged-${String(number)}`)
    return { data: null, notice: 'The sandbox data could not be read; they were put aside and made anew.' }
  }
}

/** Writes the data whole: a reader sees the old file or the new one, never half of one. */
export function saveData(file: string, accounts: readonly AccountData[]): void {
  writeFileSync(`${file}.new`, JSON.stringify(accounts.map((account) => ({ ...account, tokens: [] }))))
  renameSync(`${file}.new`, file)
}
