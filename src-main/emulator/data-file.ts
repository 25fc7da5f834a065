import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { AccountState } from './model'

/** Reads the sandbox's data; a damaged file is put aside, never overwritten. */
export function loadData(file: string): { readonly data: AccountState[] | null; readonly notice: string | null } {
  if (!existsSync(file)) return { data: null, notice: null }
  try {
    const data = JSON.parse(readFileSync(file, 'utf8')) as unknown
    if (!Array.isArray(data) || data.length === 0) throw new Error('no accounts')
    return { data: data as AccountState[], notice: null }
  } catch {
    let number = 1
    while (existsSync(`${file}.damaged-${String(number)}`)) number += 1
    renameSync(file, `${file}.damaged-${String(number)}`)
    return { data: null, notice: 'The sandbox data could not be read; they were put aside and made anew.' }
  }
}

/** Writes the data whole: a reader sees the old file or the new one, never half of one. */
export function saveData(file: string, accounts: readonly AccountState[]): void {
  writeFileSync(`${file}.new`, JSON.stringify(accounts.map((account) => ({ ...account, tokens: [] }))))
  renameSync(`${file}.new`, file)
}
