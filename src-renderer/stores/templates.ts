import { onUnmounted, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import type { Input, Output } from '@contract'
import { AppError, type AppErrorJson } from '@contract/errors'
import type { Template, TemplateId, TemplatePerson, TemplatePersonTold } from '@contract/methods/templates'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'
import { readAll, readFirst } from '../composables/read-all'
import { WINDOW_SIZE } from '../composables/row-windows'

/** A template as the list tells it: for how many people it holds, and how many cells are excused. */
export type ListedTemplate = Output<'templates.list'>['templates'][number]

/** The templates of roles on this computer, and what is done to them. */
export const useTemplatesStore = defineStore('templates', () => {
  const list = shallowRef<readonly ListedTemplate[] | null>(null)
  /** Why the last act did not happen; nothing was changed by it. */
  const failure = shallowRef<AppErrorJson | null>(null)
  /** Grows with every act, so that what is shown of a template is asked for anew. */
  const revision = ref(0)

  async function perform(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work()
      list.value = (await call('templates.list', {})).templates
      failure.value = null
      revision.value += 1
      return true
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      failure.value = problem.json
      return false
    }
  }
  const load = (): Promise<boolean> => perform(() => Promise.resolve())
  /** Null: it was not kept. */
  async function save(template: Input<'templates.save'>): Promise<Template | null> {
    let saved: Template | null = null
    await perform(async () => { saved = await call('templates.save', template) })
    return saved
  }
  const remove = (id: TemplateId): Promise<boolean> => perform(() => call('templates.remove', { id }))
  const pin = (id: TemplateId, cells: Input<'templates.pin'>['cells'], pinned: boolean): Promise<boolean> => perform(() => call('templates.pin', { id, cells, pinned }))
  /** `people` null: those who are gone. */
  const release = (id: TemplateId, people: readonly TemplatePerson[] | null): Promise<boolean> => perform(() => call('templates.release', { id, people: people === null ? null : [...people] }))
  return { list, failure, revision, load, save, remove, pin, release }
})

/** What applying a template to these people would do, asked anew whenever anything of it changes. For use in a component's setup; null: nothing to look at yet. */
export function useTemplatePreview(asked: () => Input<'templates.preview'> | null) {
  const templates = useTemplatesStore()
  const answer = makeAnswer((one: Input<'templates.preview'>) => call('templates.preview', one))
  const ask = (): void => {
    const one = asked()
    if (one === null) answer.clear()
    else void answer.ask(one)
  }
  watch([asked, () => templates.revision], ask, { immediate: true })
  const changed = makeFollower(ask)
  onUnmounted(onAppEvent((event) => {
    if (event.type === 'intents') ask()
    else if (event.type === 'changed' || (event.type === 'engine' && event.status === 'running')) changed()
  }))
  return answer
}

/** Those for whom a template holds, as it is held against them; follows what is read, kept and pinned. For use in a component's setup. */
export function useTemplateCheck(id: () => TemplateId, show: () => Input<'templates.check'>['show']) {
  const templates = useTemplatesStore()
  /** People who are shown. */
  const shown = ref(WINDOW_SIZE)
  const answer = makeAnswer((of: TemplateId) => readFirst(shown.value, (offset, limit) => call('templates.check', { id: of, show: show(), offset, limit })))
  watch([id, show], ([of], before) => {
    shown.value = WINDOW_SIZE
    // Nobody is shown under another template.
    if (before[0] !== of) answer.clear()
    void answer.ask(of)
  }, { immediate: true })
  const ask = (): Promise<void> => answer.ask(id())
  watch(() => templates.revision, () => void ask())
  const changed = makeFollower(() => void ask())
  onUnmounted(onAppEvent((event) => {
    if (event.type === 'intents') void ask()
    else if (event.type === 'changed' || (event.type === 'engine' && event.status === 'running')) changed()
  }))
  async function more(): Promise<void> {
    shown.value += WINDOW_SIZE
    await ask()
  }
  /** All who drifted, whatever is shown. */
  const drifted = makeAnswer((of: TemplateId) => readAll<TemplatePersonTold>((offset, limit) => call('templates.check', { id: of, show: 'drifted', offset, limit })))
  return { answer, more, drifted }
}
