import type { CallOptions } from '../api/client'
import { listProjects } from '../api/resources/projects'
import type { Project, ProjectEnvironment } from '../contract/access'
import { AppError } from '../contract/errors'
import { environmentId, type CustomerId } from '../contract/ids'
import type { SyncDeps } from './deps'

/** Environments of a customer as paths name them; without provisioned environments the customer itself is DEV (contract 1.4, 3.2). */
export function environmentsOf({ client, store }: SyncDeps, customer: CustomerId): readonly ProjectEnvironment[] {
  const known = store.customerDetails.customer(client.accountId, customer)?.customer.environments ?? []
  return known.length === 0 ? [{ id: environmentId.parse(customer), type: 'dev' }] : known.map(({ id, type }) => ({ id, type }))
}

/**
 * Reads the projects of every environment of a customer. Stored when all are in. An environment that the API client does not reach (contract 1.2)
 * keeps what is known of it; only where it reaches none the refusal is thrown.
 */
export async function readProjects(deps: SyncDeps, customer: CustomerId, options: CallOptions): Promise<boolean> {
  const { client, store, clock } = deps
  const projects = new Map<string, Project>()
  const refused: AppError[] = []
  const environments = environmentsOf(deps, customer)
  let complete = true
  for (const environment of environments) {
    try {
      const list = await listProjects(client, environment, options)
      complete &&= list.complete
      for (const one of list.items) projects.set(one.id, one)
    } catch (error) {
      if (!(error instanceof AppError) || error.json.code !== 'FORBIDDEN') throw error
      refused.push(error)
      for (const one of store.projects.list(client.accountId, customer)) if (one.environment.type === environment.type) projects.set(one.id, one)
    }
  }
  const [first] = refused
  if (first !== undefined && refused.length === environments.length) throw first
  store.projects.replaceProjects(client.accountId, customer, [...projects.values()], clock.now(), complete)
  return complete
}
