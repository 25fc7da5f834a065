import type { Customer, Manager, PartnerRole, Source, Token, User } from './model'
import type { Workspace } from './workspace'

/** Everything that one emulated partner account holds; `workspaces` has only customers that differ from what `source` makes. */
export interface AccountData {
  readonly id: string
  readonly name: string
  readonly workspaceId: number
  readonly tokens: readonly Token[]
  readonly customers: readonly Customer[]
  readonly managers: readonly Manager[]
  readonly partnerRoles: readonly PartnerRole[]
  /** Collaborators of the partner's own workspace. */
  readonly partnerUsers: readonly User[]
  /** People who made their login by accepting an invitation. */
  readonly users: readonly User[]
  readonly source: Source
  readonly workspaces: Readonly<Record<string, Workspace>>
  readonly nextId: number
}
