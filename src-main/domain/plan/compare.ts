import type { EnvironmentType, RoleName } from '../../contract/access'
import type { IntentValue } from '../../contract/intents'
import type { Plan, PlanItem, Verdict } from '../../contract/plan'
import { sameValue } from '../canonical'
import { roleKey } from '../intents/kinds'

/** A target in one of two plans; `remote` is undefined where it could not be read. */
export interface CellView { readonly verdict: Verdict; readonly base: IntentValue; readonly wish: IntentValue; readonly remote: IntentValue | undefined; readonly item: PlanItem }

/** One difference of two plans. `kept`: a cell that neither plan changes, but that goes out with the person's full set; `lost`: a role that goes with a person who is removed. */
export type PlanDifference =
  | { readonly kind: 'item'; readonly key: string; readonly then: CellView | null; readonly now: CellView | null }
  | { readonly kind: 'kept' | 'lost'; readonly key: string; readonly environment: EnvironmentType; readonly then: RoleName | null; readonly now: RoleName | null }

/**
 * What is different now from the plan that was reviewed (product 56): nothing if and only if the same would be done. A cell that turns from
 * "send" to "merge" or back because another cell of the same person changed is not a difference itself; the other cell is.
 */
export function comparePlans(then: Plan, now: Plan): readonly PlanDifference[] {
  const [before, after] = [views(then), views(now)]
  const items = [...new Set([...before.keys(), ...after.keys()])].flatMap((key): PlanDifference[] => {
    const [was, is] = [before.get(key) ?? null, after.get(key) ?? null]
    return was !== null && is !== null && alike(was, is) ? [] : [{ kind: 'item', key, then: was, now: is }]
  })
  return [...items, ...cellDifferences('kept', keptCells(then), keptCells(now)), ...cellDifferences('lost', lostCells(then), lostCells(now))]
}

function alike(then: CellView, now: CellView): boolean {
  const what = ({ base, wish, remote, verdict, item }: CellView): unknown =>
    ({ base, wish, remote, verdict: verdict === 'merge' ? 'send' : verdict, reason: 'reason' in item ? item.reason : null, prod: item.prod })
  return sameValue(what(then), what(now))
}

function views({ items }: Plan): ReadonlyMap<string, CellView> {
  return new Map(items.map((item) => {
    const { key, verdict, intent: { base, wish } } = item
    return [key, { verdict, base, wish, remote: 'remote' in item ? item.remote : undefined, item }]
  }))
}

function cellDifferences(kind: 'kept' | 'lost', then: PlanCells, now: PlanCells): readonly PlanDifference[] {
  return [...now].flatMap(([key, { environment, roleName }]): PlanDifference[] => {
    const was = then.get(key)
    return was === undefined || was.roleName === roleName ? [] : [{ kind, key, environment, then: was.roleName, now: roleName }]
  })
}

type PlanCells = ReadonlyMap<string, { readonly environment: EnvironmentType; readonly roleName: RoleName | null }>

/** By target, as if there were an intent on the cell; what is an item is told there. */
function keptCells({ requests, items }: Plan): PlanCells {
  const own = new Set(items.map(({ key }) => key))
  const cells = requests.flatMap(({ call, accountId, customerId }) =>
    call.kind === 'member.update' ? call.kept.map((cell) => [roleKey(accountId, customerId, call.memberId, cell.environment), cell] as const) : [])
  return new Map(cells.filter(([key]) => !own.has(key)))
}

/** By the target of the removal. */
function lostCells({ requests, items }: Plan): PlanCells {
  const keys = new Map(items.map(({ intent, key }) => [intent.id, key]))
  return new Map(requests.flatMap(({ call, intentIds: [id] }) =>
    call.kind === 'member.remove' && id !== undefined ? call.had.map((cell) => [`${keys.get(id) ?? ''}|${cell.environment}`, cell] as const) : []))
}
