/** Environments in the order in which a person reads them. */
export const ENVIRONMENTS = ['dev', 'test', 'prod'] as const
export type EnvironmentType = (typeof ENVIRONMENTS)[number]

/** One environment of a customer; every environment has an id of its own (contract 1.4). */
export interface Environment {
  readonly id: number
  readonly environment_type: EnvironmentType
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
  auth_settings: Readonly<Record<string, unknown>>
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

/** A person with a login, whatever the workspaces are that they belong to. */
export interface User {
  readonly id: number
  readonly name: string
  readonly email: string
}

/** A token with what it may do; null means all of them (contract 1.2). */
export interface Token {
  readonly value: string
  readonly groups: readonly string[] | null
  readonly environments?: readonly EnvironmentType[] | null
  readonly projects?: readonly number[] | null
}

/** A customer manager (contract section 9); no workspace ids means all customers. */
export interface Manager {
  readonly id: number
  readonly user: User
  role_id: number
  permitted_workspace_ids: number[]
}

/** A legacy role of the partner's own workspace; customer managers hold one. */
export interface PartnerRole {
  readonly id: number
  readonly name: string
  readonly system: boolean
  migrated: boolean
}

/** What the parts of an account that are made at first touch are made from. */
export interface Source {
  readonly seed: number
  readonly people: number
  /** Share of customers on the legacy access model, 0 to 1. */
  readonly legacy: number
  /** Ids of the customers of which dana@example.com is a member. */
  readonly dana: readonly number[]
}

/** What the generated data are made from. */
export interface DataOptions {
  readonly seed: number
  /** Customers of each account; the last number counts for further accounts. */
  readonly customers: readonly number[]
  readonly accounts: number
  readonly people: number
  /** Share of customers on the legacy access model, 0 to 1; none by default. */
  readonly legacy?: number
}

/** The time at which generated data stop: sample data do not depend on the day of the run. */
export const DATA_NOW = Date.UTC(2026, 10, 20)
