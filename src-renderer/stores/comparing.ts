import { onUnmounted, ref, watch } from 'vue'
import type { Input, Output } from '@contract'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'
import { readFirst } from '../composables/read-all'
import { WINDOW_SIZE } from '../composables/row-windows'

type People = Omit<Input<'people.compare'>, 'alike' | 'offset' | 'limit'>
type Customers = Pick<Input<'customers.compare'>, 'a' | 'b'>
interface Page<Row> { readonly rows: readonly Row[]; readonly matched: number; readonly same: number }

/** Two of something side by side: what differs, and what is alike once that is asked for. Follows every reading. `asked` null: there are not two yet. */
function useComparison<Asked, Row, Found extends Page<Row>>(asked: () => Asked | null, fetch: (one: Asked, window: { readonly alike: boolean; readonly offset: number; readonly limit: number }) => Promise<Found>) {
  /** Rows that are shown, of each kind. */
  const shown = ref({ differing: WINDOW_SIZE, alike: WINDOW_SIZE })
  /** What is alike is shown as well. */
  const unfolded = ref(false)
  const read = (one: Asked, alike: boolean, most: number) => readFirst<Row, Found>(most, (offset, limit) => fetch(one, { alike, offset, limit }))
  const differing = makeAnswer((one: Asked) => read(one, false, shown.value.differing))
  const alike = makeAnswer((one: Asked) => read(one, true, shown.value.alike))
  function ask(): void {
    const one = asked()
    if (one === null) return
    void differing.ask(one)
    if (unfolded.value) void alike.ask(one)
  }
  // Synchronous: no frame may show what was found of two others.
  watch(() => JSON.stringify(asked()), () => {
    differing.clear()
    alike.clear()
    shown.value = { differing: WINDOW_SIZE, alike: WINDOW_SIZE }
    ask()
  }, { immediate: true, flush: 'sync' })
  /** Shows or folds what is alike. */
  function fold(): void {
    unfolded.value = !unfolded.value
    ask()
  }
  function more(of: 'differing' | 'alike'): void {
    shown.value = { ...shown.value, [of]: shown.value[of] + WINDOW_SIZE }
    ask()
  }
  const changed = makeFollower(ask)
  onUnmounted(onAppEvent((event) => {
    if (event.type === 'changed' || (event.type === 'engine' && event.status === 'running')) changed()
  }))
  return { differing, alike, unfolded, fold, more, ask }
}
export type Comparison = ReturnType<typeof useComparison<never, unknown, Page<unknown>>>

/** Two people over all customers, by e-mail. For use in a component's setup. */
export const usePeopleComparison = (asked: () => People | null) =>
  useComparison<People, Output<'people.compare'>['rows'][number], Output<'people.compare'>>(asked, (one, window) => call('people.compare', { ...one, ...window }))

/** Two customers, by what they are called. For use in a component's setup. */
export const useCustomersComparison = (asked: () => Customers | null) =>
  useComparison<Customers, Output<'customers.compare'>['rows'][number], Output<'customers.compare'>>(asked, (one, window) => call('customers.compare', { ...one, parts: [], ...window }))

/** Who or what stands on one side: its name and what tells it from others. For use in a component's setup. */
export function usePersonCard(email: () => string | null) {
  const answer = makeAnswer(async (of: string) => (await call('people.person', { email: of, search: '', offset: 0, limit: 1 })).person)
  watch(email, (of) => {
    answer.clear()
    if (of !== null) void answer.ask(of)
  }, { immediate: true })
  return answer
}
export function useCustomerCard(target: () => Customers['a'] | null) {
  const answer = makeAnswer(async (of: Customers['a']) => (await call('workspace.get', of)).customer)
  watch(() => JSON.stringify(target()), () => {
    const of = target()
    answer.clear()
    if (of !== null) void answer.ask(of)
  }, { immediate: true })
  return answer
}
/** The first people and customers that match a text, and that text. For use in a component's setup. */
export function useSideSearch() {
  return makeAnswer(async (text: string) => ({ text, ...(text.trim() === '' ? { people: [], customers: [] } : await call('search.all', { text, limit: 8 })) }))
}
