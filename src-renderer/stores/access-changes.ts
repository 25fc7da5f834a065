import { ref, shallowReactive, watch } from 'vue'
import type { Output } from '@contract'
import type { PlanId } from '@contract/jobs'
import type { AccessChange } from '@contract/plan'
import { AppError } from '@contract/errors'
import { call } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { RowWindows } from '../composables/row-windows'

type Placed = AccessChange & { readonly place: number }

/** Who gains and loses what by a plan, in windows, with the names of those people. For use in a component's setup. */
export function useAccessChanges(planId: () => PlanId) {
  const version = ref(0)
  const count = ref(0)
  const ready = ref(false)
  const names = shallowReactive(new Map<string, string>())
  const asked = new Set<string>()
  const windows = new RowWindows<Placed>(async (offset, limit) => {
    const { changes, matched } = await call('plan.changes', { planId: planId(), offset, limit })
    for (const one of changes) void nameItems(one)
    return { rows: changes.map((one, i) => ({ ...one, place: offset + i })), matched, total: matched }
  })
  const reading = makeAnswer(async ([first, last]: readonly [number, number]) => {
    if (!(await windows.ensure(first, last))) return
    count.value = windows.matched
    ready.value = true
    version.value += 1
  })

  /** Names come with the items of the plan, customer by customer. */
  async function nameItems({ accountId, customerId }: AccessChange): Promise<void> {
    const key = `${accountId}/${String(customerId)}`
    if (asked.has(key)) return
    asked.add(key)
    try {
      const { items }: Output<'plan.get'> = await call('plan.get', { planId: planId(), verdict: null, accountId, customerId, offset: 0, limit: 200 })
      for (const { intent, person } of items) if (person !== null && 'memberId' in intent.target) names.set(`${key}/${String(intent.target.memberId)}`, person.name)
    } catch (problem) {
      // Without names the ids are shown.
      if (!(problem instanceof AppError)) throw problem
    }
  }
  const nameOf = ({ accountId, customerId, who }: AccessChange): string | null => (who.kind !== 'member' ? null : (names.get(`${accountId}/${String(customerId)}/${String(who.id)}`) ?? null))
  const rowAt = (index: number): Placed | undefined => (version.value < 0 ? undefined : windows.row(index))
  const show = (first: number, last: number): void => void reading.ask([first, last])

  watch(planId, () => {
    windows.clear()
    asked.clear()
    ready.value = false
    show(0, 60)
  }, { immediate: true })

  return { count, ready, show, rowAt, nameOf }
}
