import type { EnvironmentType } from '../contract/access'
import type { AccountId, CustomerId, GroupId, MemberId, ProjectId, ProjectRoleId } from '../contract/ids'
import type { IntentDraft } from '../contract/intents'
import type { Account } from '../emulator/account'
import { handle } from '../emulator/handle'
import { EXTERNAL_PEOPLE } from '../emulator/generate-people'
import { environmentTypes } from '../emulator/generate-content'
import { roleName } from '../emulator/member-view'
import type { Customer } from '../emulator/model'
import type { SeededRandom } from '../emulator/random'
import type { World } from '../emulator/world'
import { adminEdits } from './admin-edits'
import { cellsOf } from './cells'
import type { Oracle } from './oracle'

const SYSTEM = ['EnvironmentAdmin', 'EnvironmentManager', 'Member'] as const

/** What people wish and what others do, drawn from one stream of random numbers. */
export class Scenario {
  #invited = 0
  #made = 0

  /** `administers`: some edits are about roles, groups, customers and managers. */
  constructor(private readonly world: World, private readonly random: SeededRandom, private readonly oracle: Oracle, private readonly administers: boolean) {}

  /** Edits as a person would make them on what is there now; with luck several of one cell. */
  edits(count: number): IntentDraft[] {
    return Array.from({ length: count }, () => this.#edit()).flat()
  }

  /** Another administrator changes something, perhaps. */
  other(probability: number): void {
    const { random, world } = this
    if (probability === 0 || !random.chance(probability)) return
    const { account, customer } = this.#place()
    const workspace = account.workspace(customer)
    const member = workspace.members.length === 0 ? null : random.pick(workspace.members)
    if (member === null) return
    const before = cellsOf(account, customer.id)
    const path = `/api/managed_users/${String(customer.id)}/members/${String(member.id)}`
    const call = (method: string, at: string, body: unknown): void => void handle(world, { account, method, path: at, search: '', body, token: { other: true } })
    if (random.chance(0.08) && workspace.members.length > 2) call('DELETE', path, {})
    else call('PUT', path, { env_roles: [{ environment_type: random.pick(environmentTypes(customer)), name: random.pick([...SYSTEM, 'No access']), role_type: 'environment' }] })
    this.oracle.other(before, cellsOf(account, customer.id))
  }

  #edit(): IntentDraft[] {
    const { random } = this
    const { account, customer } = this.#place()
    const workspace = account.workspace(customer)
    if (workspace.members.length === 0) return []
    const at = { accountId: account.id as AccountId, customerId: customer.id as CustomerId }
    if (this.administers && random.chance(0.7)) return adminEdits(account, customer, random, (this.#made += 1))
    const member = random.pick(workspace.members)
    const kind = random.next()
    if (kind < 0.7) {
      const environment = random.pick(environmentTypes(customer))
      const held = member.roles[environment]
      const base = held === undefined ? null : roleName(workspace, held)
      const seen = Object.fromEntries(environmentTypes(customer).filter((one) => one !== environment).map((one) => [one, member.roles[one] === undefined ? null : roleName(workspace, member.roles[one])]))
      const cell = (from: string | null, to: string | null): IntentDraft => ({ kind: 'member.role', ...at, target: { memberId: member.id as MemberId, environment: environment as EnvironmentType }, base: from, wish: to, seen })
      const [middle, last] = [random.pick([...SYSTEM, null]), random.pick([...SYSTEM, null, base])]
      return random.chance(0.3) ? [cell(base, middle), cell(middle, last)] : [cell(base, last)]
    }
    if (kind < 0.78) return [{ kind: 'member.remove', ...at, target: { memberId: member.id as MemberId }, base: true, wish: false }]
    if (kind < 0.86) {
      this.#invited += 1
      return [{ kind: 'member.invite', ...at, target: { email: `new.${String(this.#invited)}@acme.example` }, base: null, wish: { name: 'New Person', roles: { dev: 'Member' }, groupIds: [] } }]
    }
    if (kind < 0.9) {
      const user = random.pick(EXTERNAL_PEOPLE)
      return workspace.members.some(({ id }) => id === user.id) ? [] : [{ kind: 'member.add', ...at, target: { by: 'email', email: user.email }, base: null, wish: { name: user.name, roles: { dev: 'Member' }, groupIds: [] } }]
    }
    if (kind < 0.96) {
      const groups = workspace.groups.filter(({ system }) => !system)
      if (groups.length === 0) return []
      const group = random.pick(groups)
      const base = group.member_ids.includes(member.id)
      return [{ kind: 'group.member', ...at, target: { groupId: group.id as GroupId, memberId: member.id as MemberId }, base, wish: !base }]
    }
    const project = random.pick(workspace.projects)
    const grant = workspace.grants.find((one) => one.project_id === project.id && one.user_id === member.id)
    const granted = (id: string) => ({ id: id as ProjectRoleId, name: workspace.projectRoles.find((one) => one.id === id)?.name ?? '' })
    return [{
      kind: 'project.grant', ...at, target: { projectId: String(project.id) as ProjectId, environment: project.environment, assignee: { kind: 'user', id: member.id as MemberId } },
      base: grant === undefined ? null : granted(grant.project_role_id), wish: grant === undefined || random.chance(0.5) ? granted(random.pick(workspace.projectRoles).id) : null,
    }]
  }

  #place(): { readonly account: Account; readonly customer: Customer } {
    const account = this.random.pick(this.world.accounts)
    return { account, customer: this.random.pick(account.customers) }
  }
}
