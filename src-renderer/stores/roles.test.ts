import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { useRolesStore } from './roles'

/** Which roles were read for a comparison, and answers that wait. */
let compared: string[]
let held: (() => void)[]

beforeEach(() => {
  ;[compared, held] = [[], []]
  const invoke = async (method: string, input: { readonly roles?: { readonly name: string } }): Promise<unknown> => {
    if (method !== 'roles.compare') return { ok: true, value: { rows: [], matched: 0, total: 0 } }
    compared.push(input.roles?.name ?? '')
    await new Promise<void>((go) => held.push(go))
    return { ok: true, value: { columns: [{ read: false }, { read: compared.length > 1 }, { read: compared.length > 2 }], rows: [], more: 0 } }
  }
  vi.stubGlobal('window', { rolodesk: { invoke, onEvent: () => () => undefined } })
  setActivePinia(createPinia())
})

it('privileges are read until none comes any more, and of no role that is shown meanwhile', async () => {
  const roles = useRolesStore()
  roles.choose('Support')
  const first = roles.readPrivileges()
  for (let n = 1; n <= 4; n += 1) {
    await vi.waitFor(() => expect(held).toHaveLength(n))
    held[n - 1]?.()
  }
  await first
  expect(compared).toEqual(['Support', 'Support', 'Support', 'Support'])
  ;[compared, held] = [[], []]
  const second = roles.readPrivileges()
  await vi.waitFor(() => expect(held).toHaveLength(1))
  roles.choose('Builder')
  held[0]?.()
  await second
  expect([compared, roles.privileges.pending]).toEqual([['Support'], false])
})

it('the panel of a role stays when the filter is cleared, and goes with the other kind of roles', () => {
  const roles = useRolesStore()
  roles.choose('Support')
  roles.setFilter({ search: 'sup' })
  roles.clearFilter()
  expect(roles.chosen).toBe('Support')
  roles.setFilter({ scope: 'project' })
  expect(roles.chosen).toBeNull()
})
