import { computed, ref } from 'vue'
import type { EnvironmentType } from '@contract/access'
import { MOST_CELLS } from '@contract/sheet-limits'
import { makeAnswer } from '../composables/answer'
import { ENVIRONMENTS } from '../composables/matrix-columns'
import { useMatrixStore } from './matrix'
import { useMatrixSelectionStore } from './matrix-selection'

interface Target { readonly rows: readonly string[]; readonly environments: readonly EnvironmentType[] }

/** Whom an act of a dialog is about: the selection, or all rows that match. `ticked`: rows of the list that are chosen there; null: the sheet is on screen. For use in a component's setup. */
export function useActTarget(ticked: () => readonly string[] | null) {
  const matrix = useMatrixStore()
  const selection = useMatrixSelectionStore()
  const which = ref<'selection' | 'view'>('selection')
  /** Rows of the selection, as far as it is known without asking. */
  const selected = computed(() => ticked()?.length ?? selection.range?.rows ?? (selection.row === null ? 0 : 1))
  const tooMany = computed(() => matrix.matched * ENVIRONMENTS.length > MOST_CELLS)

  async function ofSelection(): Promise<Target> {
    const list = ticked()
    if (list !== null) return { rows: list, environments: ENVIRONMENTS }
    if (selection.range !== null) return selection.keys()
    // The active cell is none of a role: the whole row is meant.
    return { rows: selection.row === null ? [] : [selection.row.key], environments: ENVIRONMENTS }
  }
  const taken = makeAnswer(async (next: 'selection' | 'view'): Promise<Target> => (next === 'selection' ? ofSelection() : { rows: tooMany.value ? [] : await matrix.keys(0, MOST_CELLS), environments: ENVIRONMENTS }))
  const rows = computed<readonly string[]>(() => taken.value?.rows ?? [])
  const environments = computed<readonly EnvironmentType[]>(() => taken.value?.environments ?? ENVIRONMENTS)
  const failure = computed(() => taken.failure)
  /** Takes the rows as they are now; an act on them later is about these, wherever they are then. */
  async function take(next: 'selection' | 'view'): Promise<void> {
    which.value = next
    // Until it is known whom the other choice is about, it is about nobody.
    taken.clear()
    await taken.ask(next)
  }
  /** At the opening of a dialog: the selection where there is one. */
  const begin = (): Promise<void> => take(selected.value > 0 ? 'selection' : 'view')
  return { which, rows, environments, failure, selected, tooMany, take, begin }
}
export type ActTarget = ReturnType<typeof useActTarget>
