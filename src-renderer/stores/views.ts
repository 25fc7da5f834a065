import { computed, ref, shallowRef, watch } from 'vue'
import { AppError, type AppErrorJson } from '@contract/errors'
import type { SavedView, ViewContent, ViewGrid, ViewId } from '@contract/methods/views'
import { call } from '../bridge/client'

/** Nobody quits faster after a choice than this; in ms. */
const KEEP_AFTER_MS = 200

/** The saved views of a grid. `snapshot` tells what the grid shows now, `show` puts something else there; what it shows is kept, so that a restart begins with it. */
export function makeViews<G extends ViewGrid>(grid: G, snapshot: () => Extract<ViewContent, { grid: G }>, show: (content: Extract<ViewContent, { grid: G }>) => void) {
  const list = shallowRef<readonly SavedView[]>([])
  const currentId = ref<ViewId | null>(null)
  const failure = shallowRef<AppErrorJson | null>(null)
  let loaded: Promise<void> | null = null
  let waiting: ReturnType<typeof setTimeout> | undefined
  const current = computed(() => list.value.find(({ id }) => id === currentId.value) ?? null)
  const now = computed(() => JSON.stringify(snapshot()))
  /** The grid shows something else than the view it came from. */
  const changed = computed(() => current.value !== null && JSON.stringify(current.value.content) !== now.value)

  /** True when it was done. */
  async function attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work()
      failure.value = null
      return true
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      failure.value = problem.json
      return false
    }
  }
  const refresh = async (): Promise<void> => { list.value = (await call('views.list', { grid })).views }

  async function read(): Promise<void> {
    await attempt(async () => {
      const found = await call('views.list', { grid })
      list.value = found.views
      currentId.value = found.current?.viewId ?? null
      if (found.current !== null) show(found.current.content as Extract<ViewContent, { grid: G }>)
    })
    // What was shown before is no news.
    watch([now, currentId], () => {
      clearTimeout(waiting)
      waiting = setTimeout(() => void attempt(async () => void (await call('views.keep', { viewId: currentId.value, content: snapshot() }))), KEEP_AFTER_MS)
    })
  }
  /** Reads the views, and puts back what the grid showed last; the first time only. */
  const load = (): Promise<void> => (loaded ??= read())

  function choose({ id, content }: SavedView): void {
    currentId.value = id
    show(content as Extract<ViewContent, { grid: G }>)
  }
  const saveAs = (name: string): Promise<boolean> => attempt(async () => {
    const saved = await call('views.save', { id: null, name, content: snapshot() })
    await refresh()
    currentId.value = saved.id
  })
  const saveOver = ({ id, name }: SavedView): Promise<boolean> => attempt(async () => {
    await call('views.save', { id, name, content: snapshot() })
    await refresh()
  })
  const rename = ({ id }: SavedView, name: string): Promise<boolean> => attempt(async () => {
    await call('views.rename', { id, name })
    await refresh()
  })
  const remove = ({ id }: SavedView): Promise<boolean> => attempt(async () => {
    await call('views.remove', { id })
    if (currentId.value === id) currentId.value = null
    await refresh()
  })
  /** The grid goes on as it is, but belongs to no view. */
  function leaveView(): void {
    currentId.value = null
  }

  return { list, current, changed, failure, load, choose, saveAs, saveOver, rename, remove, leaveView }
}
