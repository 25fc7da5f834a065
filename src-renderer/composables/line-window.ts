import { computed, ref, type Ref } from 'vue'

/** Lines drawn beyond those in sight, on either side. */
const OVERSCAN = 6

/**
 * The lines of one height that are in sight of a scrolled element, below a head that stays in sight. Unlike a list of measured
 * rows it costs the same for ten lines and for a million. `pinned`: a line that is drawn wherever it is, as the focus is in it.
 */
export function useLineWindow({ scroller, count, height, head, pinned }: { readonly scroller: Ref<HTMLElement | null>; readonly count: () => number; readonly height: () => number; readonly head: number; readonly pinned: () => number }) {
  const top = ref(0)
  const left = ref(0)
  const size = ref({ width: 0, height: 0 })
  const room = computed(() => Math.max(1, Math.floor((size.value.height - head) / height())))
  const first = computed(() => Math.max(0, Math.min(count() - 1, Math.floor(top.value / height())) - OVERSCAN))
  const last = computed(() => Math.min(count() - 1, Math.ceil((top.value + size.value.height - head) / height()) + OVERSCAN))
  const lines = computed(() => {
    const drawn: number[] = []
    const extra = pinned()
    if (extra >= 0 && extra < first.value) drawn.push(extra)
    for (let line = first.value; line <= last.value; line += 1) drawn.push(line)
    if (extra > last.value && extra < count()) drawn.push(extra)
    return drawn
  })

  function onScroll(): void {
    top.value = scroller.value?.scrollTop ?? 0
    left.value = scroller.value?.scrollLeft ?? 0
  }
  /** Scrolls no further than that the line is wholly in sight, not below the head. */
  function reveal(line: number): void {
    const element = scroller.value
    if (element === null || line < 0) return
    const [from, to] = [line * height(), (line + 1) * height()]
    const bottom = element.scrollTop + element.clientHeight - head
    if (from < element.scrollTop) element.scrollTop = from
    else if (to > bottom) element.scrollTop += to - bottom
    onScroll()
  }
  return { top, left, size, room, first, last, lines, onScroll, reveal }
}
