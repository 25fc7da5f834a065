import { nextTick, shallowReactive } from 'vue'
import type { RoleName } from '@contract/access'
import { AppError, type AppErrorJson } from '@contract/errors'
import { call } from '../bridge/client'
import { roleOptions, type EditedCell, type RoleEditing, type RoleOption } from '../composables/role-editing'

/** Editing of role cells: one at a time, opened at its cell, closed back to it. `stage` keeps the edit. */
export function useRoleEditing(stage: (cell: EditedCell, wish: RoleName | null) => Promise<unknown>): RoleEditing {
  const state = shallowReactive({
    cell: null as EditedCell | null, anchor: null as HTMLElement | null, options: null as readonly RoleOption[] | null, failure: null as AppErrorJson | null, typed: '',
    async open(next: EditedCell, at: HTMLElement, typed = ''): Promise<void> {
      Object.assign(state, { cell: next, anchor: at, options: null, failure: null, typed })
      if (next.lock !== null) return
      try {
        const { environment } = await call('workspace.roles', { accountId: next.person.accountId, customerId: next.person.customerId })
        if (state.cell === next) state.options = environment.length === 0 ? [] : roleOptions(environment)
      } catch (problem) {
        if (!(problem instanceof AppError)) throw problem
        if (state.cell === next) state.failure = problem.json
      }
    },
    async close(back: boolean): Promise<void> {
      const at = state.anchor
      Object.assign(state, { cell: null, anchor: null })
      if (!back || at === null) return
      await nextTick()
      at.focus({ preventScroll: true })
    },
    async choose(wish: RoleName | null): Promise<void> {
      const edited = state.cell
      await state.close(true)
      if (edited !== null && (wish !== edited.current || (edited.others ?? 0) > 0)) await stage(edited, wish)
    },
  })
  return state
}
