import { computed, ref, type Ref } from 'vue'
import type { EnvironmentType } from '@contract/access'
import { visibleText } from '@contract/plain-text'
import { useSelection } from '../../composables/selection'

/** A list of differences, of which some can be put right. */
interface Differences {
  readonly row: (index: number) => { readonly key: string; readonly fix: 'possible' | 'staged' | 'none'; readonly name: string; readonly environment: EnvironmentType; /** It was made from here, and is put back only when it is ticked. */ readonly own?: number | null } | undefined
  readonly latest: Readonly<Ref<{ readonly fixable: number } | null>>
  readonly matched: Readonly<Ref<number>>
}

/** What puts differences right: those that are ticked, or all that can be. `send` keeps the changes, `keys` null: of all; null: it was refused. For use in a component's setup. */
export function useFixes({ row, latest, matched }: Differences, send: (keys: string[] | null) => Promise<{ readonly staged: number } | null>) {
  const { chosen, pick, clear } = useSelection((index) => (row(index)?.fix === 'possible' ? (row(index)?.key ?? null) : null))
  const staging = ref(false)
  const staged = ref(0)
  const fixable = computed(() => latest.value?.fixable ?? 0)
  const n = computed(() => (chosen.value.size > 0 ? chosen.value.size : fixable.value))
  /** Who of them is on this page, each once, and how many of what is put right there is in PROD. */
  const whose = computed(() => {
    const rows = Array.from({ length: matched.value }, (_, index) => row(index)).filter((one) => one?.fix === 'possible' && (chosen.value.size === 0 ? one.own == null : chosen.value.has(one.key))).filter((one) => one !== undefined)
    return { names: [...new Set(rows.map(({ name }) => visibleText(name)))], prod: rows.filter(({ environment }) => environment === 'prod').length, all: rows.length === n.value }
  })
  async function stage(): Promise<boolean> {
    const done = await send(chosen.value.size > 0 ? [...chosen.value] : null)
    if (done === null) return false
    staged.value = done.staged
    clear()
    return true
  }
  return { chosen, pick, clear, staging, staged, fixable, n, whose, stage }
}
