import { computed, ref, shallowRef } from 'vue'
import type { EnvironmentType } from '@contract/access'
import { AppError, type AppErrorJson } from '@contract/errors'
import { MOST_CELLS } from '@contract/sheet-limits'
import { useMatrixStore } from './matrix'
import { useMatrixSelectionStore } from './matrix-selection'

const ALL: readonly EnvironmentType[] = ['dev', 'test', 'prod']

/** Whom an act of a dialog is about: the selection, or all rows that match. `ticked`: rows of the list that are chosen there; null: the sheet is on screen. For use in a component's setup. */
export function useActTarget(ticked: () => readonly string[] | null) {
  const matrix = useMatrixStore()
  const selection = useMatrixSelectionStore()
  const which = ref<'selection' | 'view'>('selection')
  const rows = shallowRef<readonly string[]>([])
  const environments = shallowRef<readonly EnvironmentType[]>(ALL)
  const failure = shallowRef<AppErrorJson | null>(null)
  /** Rows of the selection, as far as it is known without asking. */
  const selected = computed(() => ticked()?.length ?? selection.range?.rows ?? (selection.row === null ? 0 : 1))
  const tooMany = computed(() => matrix.matched * ALL.length > MOST_CELLS)

  async function ofSelection(): Promise<{ readonly rows: readonly string[]; readonly environments: readonly EnvironmentType[] }> {
    const list = ticked()
    if (list !== null) return { rows: list, environments: ALL }
    if (selection.range !== null) return selection.keys()
    // The active cell is none of a role: the whole row is meant.
    return { rows: selection.row === null ? [] : [selection.row.key], environments: ALL }
  }
  /** Takes the rows as they are now; an act on them later is about these, wherever they are then. */
  async function take(next: 'selection' | 'view'): Promise<void> {
    which.value = next
    try {
      const found = next === 'selection' ? await ofSelection() : { rows: tooMany.value ? [] : await matrix.keys(0, MOST_CELLS), environments: ALL }
      if (which.value !== next) return
      rows.value = found.rows
      environments.value = found.environments
      failure.value = null
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      rows.value = []
      failure.value = problem.json
    }
  }
  /** At the opening of a dialog: the selection where there is one. */
  const begin = (): Promise<void> => take(selected.value > 0 ? 'selection' : 'view')
  return { which, rows, environments, failure, selected, tooMany, take, begin }
}
export type ActTarget = ReturnType<typeof useActTarget>
