import type { Account } from './account'
import type { AccountData } from './account-data'
import type { Answer } from './answer'
import { generateAccounts } from './generate'
import { handle } from './handle'
import { DATA_NOW, type Customer, type DataOptions, type Token } from './model'
import { setSwitches, type Switches } from './switches'
import type { Workspace } from './workspace'
import { World } from './world'

/** A world without a socket, for tests of many cases. */
export interface TestWorld {
  readonly world: World
  readonly account: Account
  /** A customer with three environments, and one with a single one. */
  readonly customer: Customer
  readonly single: Customer
  readonly workspace: Workspace
  /** Sends a request of the first account's token; `path` may have a query, `MU` stands for `/api/managed_users/<customer>`. */
  readonly call: (method: string, path: string, body?: unknown, token?: string) => Answer
  /** Body of an answer that has to be a success. */
  readonly read: <T>(method: string, path: string, body?: unknown) => T
  readonly set: (switches: Partial<Switches>) => void
  readonly addToken: (token: Omit<Token, 'value'>) => string
}

const OPTIONS: DataOptions = { seed: 11, accounts: 1, customers: [12], people: 12 }

/** Makes a {@link TestWorld} whose time stands at the end of the sample data. */
export function testWorld(options: Partial<DataOptions> & { readonly quotaFactor?: number | null; readonly data?: readonly AccountData[] } = {}): TestWorld {
  const { data } = options
  const world = new World({ start: () => (data === undefined ? generateAccounts({ ...OPTIONS, ...options }) : structuredClone(data)), quotaFactor: options.quotaFactor ?? null, now: () => DATA_NOW, onChange: () => undefined })
  const account = world.accounts[0] as Account
  const customer = account.customers.find(({ environments }) => environments.length === 3) as Customer
  const single = account.customers.find(({ environments }) => environments.length === 0) as Customer
  const first = account.tokens[0]?.value ?? ''
  const call: TestWorld['call'] = (method, path, body = {}, token = first) => {
    const [pathname = '', search] = path.replace(/^MU/, `/api/managed_users/${String(customer.id)}`).split('?')
    return handle(world, { account, method, path: pathname, search: search === undefined ? '' : `?${search}`, body, token })
  }
  return {
    world, account, customer, single, workspace: account.workspace(customer), call,
    read: <T>(method: string, path: string, body?: unknown) => {
      const answer = call(method, path, body)
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${String(answer.status)} ${JSON.stringify(answer.body)}`)
      return answer.body as T
    },
    set: (switches) => {
      const wrong = setSwitches(world.switches, switches)
      if (wrong !== null) throw new Error(wrong)
    },
    addToken: (token) => {
      const value = `scoped-${String(account.tokens.length)}`
      account.tokens.push({ value, ...token })
      return value
    },
  }
}
