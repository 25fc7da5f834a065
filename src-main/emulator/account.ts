import type { AccountData } from './account-data'
import { generateWorkspace } from './generate-workspace'
import { EXTERNAL_PEOPLE } from './generate-people'
import type { Customer, Environment, EnvironmentType, Manager, PartnerRole, Source, Token, User } from './model'
import type { Workspace } from './workspace'

/** One emulated partner account. What belongs to a customer is made at its first touch, always the same whatever was touched before. */
export class Account {
  readonly id: string
  readonly name: string
  readonly workspaceId: number
  tokens: Token[]
  customers: Customer[]
  managers: Manager[]
  readonly partnerRoles: PartnerRole[]
  readonly partnerUsers: readonly User[]
  readonly users: User[]
  readonly source: Source
  #nextId: number
  readonly #workspaces: Map<number, Workspace>
  readonly #changed: Set<number>

  /** Takes the data as its own and changes them. */
  constructor(data: AccountData) {
    this.id = data.id
    this.name = data.name
    this.workspaceId = data.workspaceId
    this.tokens = [...data.tokens]
    this.customers = [...data.customers]
    this.managers = [...data.managers]
    this.partnerRoles = [...data.partnerRoles]
    this.partnerUsers = data.partnerUsers
    this.users = [...data.users]
    this.source = data.source
    this.#nextId = data.nextId
    this.#workspaces = new Map(Object.entries(data.workspaces).map(([id, workspace]) => [Number(id), workspace]))
    this.#changed = new Set(this.#workspaces.keys())
  }

  nextId(): number {
    this.#nextId += 1
    return this.#nextId
  }

  /** A customer by numeric id or `E` + external id, over customers and their environments, and the environment that the id means (contract 1.4). */
  find(mu: string): { readonly customer: Customer; readonly environment: EnvironmentType } | undefined {
    const wanted = Number(mu)
    const external = mu.startsWith('E') ? mu.slice(1) : null
    const has = (thing: Customer | Environment): boolean => (external === null ? thing.id === wanted : thing.external_id === external)
    for (const customer of this.customers) {
      const environment = customer.environments.find(has)
      if (environment !== undefined) return { customer, environment: environment.environment_type }
      if (has(customer)) return { customer, environment: 'dev' }
    }
    return undefined
  }

  workspace(customer: Customer): Workspace {
    const held = this.#workspaces.get(customer.id)
    if (held !== undefined) return held
    const made = generateWorkspace(this.id, this.source, customer)
    this.#workspaces.set(customer.id, made)
    return made
  }

  /** From now on the customer's workspace is kept instead of made anew. */
  changed(customer: Customer, workspace = this.workspace(customer)): void {
    this.#workspaces.set(customer.id, workspace)
    this.#changed.add(customer.id)
  }

  remove(customer: Customer): void {
    this.customers = this.customers.filter((one) => one !== customer)
    this.#workspaces.delete(customer.id)
    this.#changed.delete(customer.id)
  }

  /** Someone who has a login already, found without touching customers other than the one whose address it is. */
  user(match: (user: User) => boolean, email: string | null): User | undefined {
    const known = [...this.partnerUsers, ...this.users, ...EXTERNAL_PEOPLE].find(match)
    if (known !== undefined || email === null) return known
    const home = /@customer-(\d+)\.example$/i.exec(email)?.[1]
    const customer = this.customers.find(({ id }) => String(id) === home)
    return customer === undefined ? undefined : this.workspace(customer).members.find((one): one is typeof one & User => one.email?.toLowerCase() === email.toLowerCase())
  }

  toData(): AccountData {
    const kept = [...this.#changed].sort((a, b) => a - b)
    return {
      id: this.id, name: this.name, workspaceId: this.workspaceId, tokens: this.tokens, customers: this.customers, managers: this.managers, partnerRoles: this.partnerRoles,
      partnerUsers: this.partnerUsers, users: this.users, source: this.source, nextId: this.#nextId, workspaces: Object.fromEntries(kept.map((id) => [id, this.#workspaces.get(id) as Workspace])),
    }
  }
}
