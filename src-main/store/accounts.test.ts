import { expect, it } from 'vitest'
import { openStore } from '.'
import type { AccountRecord } from '../contract/engine-protocol'
import { newFolder, ONE, TWO } from './store.fixture'

const record: AccountRecord = { id: ONE, kind: 'partner', name: 'One', dataCenter: 'us', baseUrl: 'https://www.workato.com', colour: 1, shape: 'circle', workspace: null, createdAt: 5, tokenPlace: 'none' }

it('an account that is saved again is what was saved last, over a restart, in the order in which accounts were added', () => {
  const folder = newFolder()
  const store = openStore(folder, 1)
  const changed: AccountRecord = { ...record, name: 'Renamed', dataCenter: 'custom', baseUrl: 'https://other.example', colour: 2, shape: 'square', workspace: { id: '7', name: 'Partner', teamName: null, environment: 'dev' }, tokenPlace: 'keychain' }
  const earlier: AccountRecord = { ...record, id: TWO, kind: 'sandbox', createdAt: 4, tokenPlace: 'session' }
  for (const one of [record, earlier, changed]) store.accounts.save(one)
  store.close()
  const again = openStore(folder, 2)
  expect(again.accounts.list()).toEqual([earlier, changed])
  again.accounts.remove(TWO)
  expect(again.accounts.list()).toEqual([changed])
  again.close()
})

it('settings come back as they were set, also those that are off or empty', () => {
  const folder = newFolder()
  const store = openStore(folder, 1)
  const before = store.settings.get()
  const turned = { workOffline: true, hiddenCustomerColumns: [] }
  expect(store.settings.set(turned)).toEqual({ ...before, ...turned })
  store.close()
  const again = openStore(folder, 2)
  expect(again.settings.get()).toEqual({ ...before, ...turned })
  expect(again.settings.set({ workOffline: false })).toEqual({ ...before, hiddenCustomerColumns: [] })
  again.close()
})
