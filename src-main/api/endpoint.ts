import type { ApiRequest } from '../contract/engine-protocol'
import type { LimitClass } from '../contract/limits'

/** A path of the remote API with its limit class and what the client has to know to send it. */
export interface Endpoint {
  readonly method: ApiRequest['method']
  /** Path with `:names`, the same for all customers; for logs and records. */
  readonly template: string
  readonly path: string
  readonly limitClass: LimitClass
  /** The path begins with the account's `rbacPathPrefix` instead of `/api` (contract 1.3). */
  readonly rbac: boolean
  /** `never`: a second one could have a second effect, so that the client sends it again only after a refusal by quota. */
  readonly repeat: 'safe' | 'never'
}

type Names<Path> = Path extends `${string}:${infer Name}/${infer Rest}` ? Name | Names<Rest> : Path extends `${string}:${infer Name}` ? Name : never
type Ids<Path> = { readonly [Name in Names<Path>]: string | number }
type Extra = Partial<Pick<Endpoint, 'rbac' | 'repeat'>>

/** Fills the `:names` of a template; a POST is taken for one that must not be repeated. */
export function endpoint<Path extends string>(method: Endpoint['method'], template: Path, limitClass: LimitClass, ids: Ids<Path>, extra: Extra = {}): Endpoint {
  const values: Readonly<Record<string, string | number>> = ids
  const path = template.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values[name])))
  return { method, template, path, limitClass, rbac: false, repeat: method === 'POST' ? 'never' : 'safe', ...extra }
}
