import { shallowReactive } from 'vue'
import { AppError, type AppErrorJson } from '@contract/errors'

/** The newest answer to a question that is asked again and again. */
export interface Answer<Question, Value> {
  /** Null: not answered yet. */
  readonly value: Value | null
  /** Why the last question was not answered; the value before stays. */
  readonly failure: AppErrorJson | null
  readonly pending: boolean
  ask(question: Question): Promise<void>
  /** Forgets the value, and the answer that is under way. */
  clear(): void
}

/** Keeps the answer to the last question only: one that arrives after a newer question, or after `clear`, is dropped. */
export function makeAnswer<Question, Value>(fetch: (question: Question) => Promise<Value>): Answer<Question, Value> {
  let generation = 0
  const state = shallowReactive({
    value: null as Value | null,
    failure: null as AppErrorJson | null,
    pending: false,
    async ask(question: Question): Promise<void> {
      const mine = ++generation
      state.pending = true
      try {
        const found = await fetch(question)
        if (mine !== generation) return
        state.value = found
        state.failure = null
      } catch (problem) {
        if (!(problem instanceof AppError)) throw problem
        if (mine === generation) state.failure = problem.json
      } finally {
        if (mine === generation) state.pending = false
      }
    },
    clear(): void {
      generation += 1
      state.value = null
      state.failure = null
      state.pending = false
    },
  })
  return state
}
