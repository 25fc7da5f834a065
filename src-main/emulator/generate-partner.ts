import type { Customer, Manager, PartnerRole, User } from './model'
import type { SeededRandom } from './random'

/** Legacy roles of the partner's own workspace: the system ones and one that children inherit. */
export const PARTNER_ROLES: readonly PartnerRole[] = [
  { id: 1, name: 'Admin', system: true, migrated: false },
  { id: 2, name: 'Analyst', system: true, migrated: false },
  { id: 3, name: 'Operator', system: true, migrated: false },
  { id: 247, name: 'Customer Admin', system: false, migrated: false },
]

const NAMES = ['Nora Lindqvist', 'Theo Marchetti', 'Uma Krishnan', 'Viktor Hale', 'Wanda Osei', 'Yusuf Demir']

/** Collaborators of the partner's own workspace; customer managers are among them. */
export function partnerUsers(workspaceId: number): User[] {
  return NAMES.map((name, index) => ({ id: workspaceId * 100 + index, name, email: `${name.toLowerCase().replace(' ', '.')}@partner.example` }))
}

/** Three customer managers: one of all customers, one of a few, one of a third (contract section 9). */
export function generateManagers(random: SeededRandom, workspaceId: number, customers: readonly Customer[]): Manager[] {
  const users = partnerUsers(workspaceId)
  const some = (count: number): number[] => random.shuffle(customers).slice(0, count).map(({ id }) => id)
  return [
    { role_id: 247, permitted_workspace_ids: [] },
    { role_id: 1, permitted_workspace_ids: some(Math.min(5, customers.length)) },
    { role_id: 2, permitted_workspace_ids: some(Math.max(1, Math.floor(customers.length / 3))) },
  ].flatMap((manager, index) => {
    const user = users[index]
    const empty = index > 0 && manager.permitted_workspace_ids.length === 0
    return user === undefined || empty ? [] : [{ id: 1200 + index, user, ...manager }]
  })
}
