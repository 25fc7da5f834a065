import { computed, ref, type Ref } from 'vue'
import { useSelection } from '../../composables/selection'

/** A list of differences, of which some can be put right. */
interface Differences {
  readonly row: (index: number) => { readonly key: string; readonly fix: 'possible' | 'staged' | 'none' } | undefined
  readonly latest: Readonly<Ref<{ readonly fixable: number } | null>>
}

/** What puts differences right: those that are ticked, or all that can be. `send` keeps the changes, `keys` null: of all; null: it was refused. For use in a component's setup. */
export function useFixes({ row, latest }: Differences, send: (keys: string[] | null) => Promise<{ readonly staged: number } | null>) {
  const { chosen, pick, clear } = useSelection((index) => (row(index)?.fix === 'possible' ? (row(index)?.key ?? null) : null))
  const staging = ref(false)
  const staged = ref(0)
  const fixable = computed(() => latest.value?.fixable ?? 0)
  const n = computed(() => (chosen.value.size > 0 ? chosen.value.size : fixable.value))
  async function stage(): Promise<boolean> {
    const done = await send(chosen.value.size > 0 ? [...chosen.value] : null)
    if (done === null) return false
    staged.value = done.staged
    clear()
    return true
  }
  return { chosen, pick, clear, staging, staged, fixable, n, stage }
}
