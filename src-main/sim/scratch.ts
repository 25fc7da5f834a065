import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountId, customerId } from '../contract/ids'
import { generateAccounts } from '../emulator/generate'
import type { DataOptions } from '../emulator/model'
import { openStore } from '../store'

/** The small worlds that seeds take turns with: two accounts, few customers, few people. */
export const VARIANTS: readonly [DataOptions, ...DataOptions[]] = [
  { seed: 11, accounts: 2, customers: [2, 1], people: 4 }, { seed: 12, accounts: 2, customers: [1, 1], people: 5 },
  { seed: 13, accounts: 2, customers: [2, 2], people: 3 }, { seed: 14, accounts: 2, customers: [3, 1], people: 4 },
]

/** The world in which customers are migrated. */
export const LEGACY_WORLD: DataOptions = { seed: 15, accounts: 1, customers: [3], people: 4, legacy: 1 }

/** Where simulated machines keep their files. */
export interface Scratch {
  readonly folder: string
  /** A user-data folder in which the accounts of a world and their customers are known already. */
  template(world: DataOptions): string
  remove(): void
}

/** In memory where the system has such a place: thousands of small durable writes. */
export function openScratch(): Scratch {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'rolodesk-sim-'))
  const made = new Map<DataOptions, string>()
  return {
    folder,
    template: (world) => {
      const known = made.get(world)
      if (known !== undefined) return known
      const path = join(folder, `template-${String(world.seed)}`)
      mkdirSync(path)
      fill(path, world)
      made.set(world, path)
      return path
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function fill(path: string, data: DataOptions): void {
  const store = openStore(path, 1)
  for (const account of generateAccounts(data)) {
    const id = accountId.parse(account.id)
    store.accounts.save({ id, kind: 'partner', name: account.name, dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'keychain' })
    store.inCache(() => store.customers.upsert(id, account.customers.map((one) => ({
      id: customerId.parse(one.id), name: one.name, externalId: one.external_id, planId: one.plan_id, status: 'active', joinedAt: null, taskCount: null, taskLimit: null, connectionCount: null,
      connectionLimit: null, environments: one.environments.map(({ environment_type }) => environment_type),
    })), 1, 1))
  }
  store.close()
}
