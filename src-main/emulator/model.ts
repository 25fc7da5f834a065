/** One environment of a customer; every environment has an id of its own (contract 1.4). */
export interface Environment {
  readonly id: number
  readonly environment_type: 'dev' | 'test' | 'prod'
  external_id: string | null
}

/** A customer in the API's own spelling, so that what is stored is what is answered (contract 2.2, 2.4). */
export interface Customer {
  readonly id: number
  external_id: string | null
  name: string
  environments: Environment[]
  notification_email: string
  admin_notification_emails: string | null
  error_notification_emails: string | null
  plan_id: string
  origin_url: string | null
  frame_ancestors: string | null
  full_embedding: boolean | null
  trial: boolean
  in_trial: boolean
  whitelisted_apps: string[]
  time_zone: string
  auth_settings: Record<string, unknown>
  task_count: number
  task_limit?: number
  task_limit_adjustment: string | null
  active_connection_count: number
  active_connection_limit?: number
  active_recipe_count: number
  current_billing_period_start: string
  current_billing_period_end: string
  readonly created_at: string
  updated_at: string
}

/** A connection of a customer (contract 2.7). */
export interface Connection {
  readonly id: number
  readonly name: string
  readonly provider: string
  readonly authorization_status: 'success' | 'failed' | 'exception' | null
  readonly authorized_at: string | null
  readonly created_at: string
  readonly updated_at: string
}

export interface Person {
  readonly id: number
  readonly name: string
  readonly email: string
}

/** A token with what it may do; `groups` null means every endpoint. */
export interface Token {
  readonly value: string
  groups: readonly string[] | null
}

/** Everything that one emulated partner account holds. */
export interface AccountState {
  readonly id: string
  readonly name: string
  readonly workspaceId: number
  tokens: Token[]
  customers: Customer[]
  /** By customer id. */
  connections: Record<string, Connection[]>
  people: Record<string, Person[]>
  nextId: number
}

/** What the generated data are made from. */
export interface DataOptions {
  readonly seed: number
  /** Customers of each account; the last number counts for further accounts. */
  readonly customers: readonly number[]
  readonly accounts: number
  readonly people: number
}

/** The time at which generated data stop: sample data do not depend on the day of the run. */
export const DATA_NOW = Date.UTC(2026, 10, 20)
