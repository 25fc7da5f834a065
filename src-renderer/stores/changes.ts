import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Output } from '@contract'
import { AppError, type AppErrorJson } from '@contract/errors'
import type { AccountId } from '@contract/ids'
import type { IntentDraft, IntentId } from '@contract/intents'
import type { TemplateId, TemplateOutcome, TemplatePerson } from '@contract/methods/templates'
import type { SheetEdit, SheetPreview } from '@contract/sheet'
import { call, onAppEvent } from '../bridge/client'

/** What the last act on staged changes did, for those who do not see it: its name, or null where nothing was left to do. */
export interface LastAct { readonly did: 'kept' | 'discarded' | 'undone' | 'redone'; readonly name: string | null }

/** Of the name of an act; it holds those of people, customers and roles, which may be as long by themselves. */
const MOST_NAME = 200
type Staged = Output<'intents.undo'>
const NO_FILE: Output<'files.openChanges'> = { staged: null, left: null }
const NOTHING: Output<'intents.counts'> = { staged: 0, undo: null, redo: null, accounts: [] }

/** Edits that wait on this computer: how many there are, and every act on them. What is shown as kept is on disk (G1). */
export const useChangesStore = defineStore('changes', () => {
  const counts = shallowRef(NOTHING)
  /** Why the last act did not happen, and nothing was changed by it; or what of a file was left out. */
  const failure = shallowRef<AppErrorJson | null>(null)
  const last = shallowRef<LastAct | null>(null)
  /** Acts that have not been answered yet. */
  const pending = ref(0)

  async function refresh(): Promise<void> {
    try {
      counts.value = await call('intents.counts', {})
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
    }
  }
  function load(): void {
    onAppEvent((event) => {
      if (event.type === 'intents' || event.type === 'accounts' || (event.type === 'engine' && event.status === 'running')) void refresh()
    })
    void refresh()
  }

  let before: Promise<unknown> = Promise.resolve()
  /** True when the act is on disk. One after the other: an undo that is asked for while an edit is on its way takes that edit back. */
  function act(did: LastAct['did'], nameOf: () => string | null, work: () => Promise<Staged | null>): Promise<boolean> {
    pending.value += 1
    const mine = before.then(() => perform(did, nameOf, work))
    before = mine.catch(() => undefined)
    return mine
  }
  async function perform(did: LastAct['did'], nameOf: () => string | null, work: () => Promise<Staged | null>): Promise<boolean> {
    const name = nameOf()
    try {
      const staged = await work()
      // At once, as the next undo is about what this one did; those of each account follow with the event.
      if (staged !== null) counts.value = { ...counts.value, ...staged }
      failure.value = null
      last.value = { did, name }
      return true
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      failure.value = problem.json
      return false
    } finally {
      pending.value -= 1
    }
  }

  const short = (name: string): string => name.slice(0, MOST_NAME)
  const stage = (name: string, edits: readonly IntentDraft[]): Promise<boolean> => act('kept', () => name, async () => (await call('intents.stage', { name: short(name), edits: [...edits] as never })).counts)
  /** Stages an act on the matrix; null: it is not on disk. */
  async function stageSheet(name: string, edit: SheetEdit): Promise<SheetPreview | null> {
    let done: SheetPreview | null = null
    await act('kept', () => name, async () => {
      const reply = await call('matrix.stage', { name: short(name), edit })
      done = reply.done
      return reply.counts
    })
    return done
  }
  const isEmpty = (outcome: TemplateOutcome | null): boolean => outcome?.edits === 0
  /** Stages what a template would change for people; null: it is not on disk. */
  async function applyTemplate(name: string, id: TemplateId, people: readonly TemplatePerson[]): Promise<TemplateOutcome | null> {
    let done: TemplateOutcome | null = null
    await act('kept', () => name, async () => {
      const reply = await call('templates.apply', { id, people: [...people] })
      done = reply.done
      return reply.counts
    })
    if (isEmpty(done)) last.value = { did: 'kept', name: null }
    return done
  }
  const restage = (name: string, removes: readonly IntentId[], edits: readonly IntentDraft[]): Promise<boolean> =>
    act('kept', () => name, async () => (await call('intents.restage', { name: short(name), removes: [...removes], edits: [...edits] as never })).counts)
  /** `removes` null: all that are staged. */
  const discard = (name: string, removes: readonly IntentId[] | null): Promise<boolean> => act('discarded', () => name, async () => (await call('intents.discard', { name: short(name), removes: removes === null ? null : [...removes] })).counts)
  /** Stages what a file holds that the person chooses. */
  async function openFile(name: string): Promise<void> {
    let told: Output<'files.openChanges'> | null = null
    await act('kept', () => name, async () => {
      told = await call('files.openChanges', { batchName: name })
      return null
    })
    const { staged, left } = told ?? NO_FILE
    if ((staged ?? 0) === 0) last.value = null
    if (left !== null) failure.value = left
  }
  /** Saves what waits for an account to a file; gives the number of changes, null when none was chosen. */
  const saveToFile = async (accountId: AccountId): Promise<number | null> => (await call('files.saveChanges', { accountId })).rows
  /** Work that leads to an act and has to look first: one after the other, and undo and redo wait for it. */
  let leading: Promise<unknown> = Promise.resolve()
  function lead(work: () => Promise<void>): Promise<void> {
    const mine = leading.then(work)
    leading = mine.catch(() => undefined)
    return mine
  }
  const undo = (): Promise<boolean> => leading.then(() => act('undone', () => counts.value.undo, async () => (counts.value.undo === null ? null : call('intents.undo', {}))))
  const redo = (): Promise<boolean> => leading.then(() => act('redone', () => counts.value.redo, async () => (counts.value.redo === null ? null : call('intents.redo', {}))))

  return { counts, failure, last, pending, load, stage, stageSheet, applyTemplate, restage, discard, openFile, saveToFile, lead, undo, redo }
})
