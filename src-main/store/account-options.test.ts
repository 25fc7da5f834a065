import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openStore } from '.'
import { DEFAULT_ACCOUNT_OPTIONS } from '../contract/account-options-defaults'
import type { AccountRecord } from '../contract/engine-protocol'
import type { AccountId } from '../contract/ids'
import { openLibsql } from './libsql-db'
import { newFolder, ONE, TWO } from './store.fixture'

const record = (id: AccountId): AccountRecord => ({ id, kind: 'partner', name: id, dataCenter: 'us', baseUrl: 'https://www.workato.com', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
const CHANGED = { rbacPathPrefix: '/api/v2', shareMembersAndCustomers: false, reserved: 0.5, perMinute: { members: 30 }, jobHours: { from: 1320, to: 360 } } as const

it('options of an account come back after a restart, belong to it alone and go with it', () => {
  const folder = newFolder()
  const first = openStore(folder, 1)
  for (const id of [ONE, TWO]) first.accounts.save(record(id))
  expect(first.accountOptions.get(ONE)).toEqual(DEFAULT_ACCOUNT_OPTIONS)
  first.accountOptions.save(ONE, { ...CHANGED, perMinute: { recipes: 5 } })
  first.accountOptions.save(ONE, CHANGED)
  first.close()
  const second = openStore(folder, 2)
  expect(second.accountOptions.get(ONE)).toEqual(CHANGED)
  expect(second.accountOptions.get(TWO)).toEqual(DEFAULT_ACCOUNT_OPTIONS)
  second.accounts.remove(ONE)
  second.accountOptions.remove(ONE)
  second.accounts.save(record(ONE))
  expect(second.accountOptions.get(ONE)).toEqual(DEFAULT_ACCOUNT_OPTIONS)
  second.close()
})

it('what is not understood counts as not set, and a limit of nothing never comes out', () => {
  const folder = newFolder()
  const store = openStore(folder, 1)
  store.accounts.save(record(ONE))
  store.accountOptions.save(ONE, CHANGED)
  store.close()
  const ledger = openLibsql(join(folder, 'ledger.db'), { durability: 'full' })
  ledger.run("UPDATE account_limits SET per_minute = 0 WHERE limit_class = 'members'")
  ledger.run("INSERT INTO account_limits VALUES ('one', 'constructor', 7, 0.5)")
  ledger.run("UPDATE settings SET value = '{' WHERE key = 'api:one'")
  ledger.close()
  const again = openStore(folder, 2)
  expect(again.accountOptions.get(ONE)).toEqual({ ...DEFAULT_ACCOUNT_OPTIONS, reserved: 0.5 })
  again.close()
})
