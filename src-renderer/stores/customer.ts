import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Input, Output } from '@contract'
import type { AppEvent } from '@contract/events'
import type { AccountId, CustomerId, GroupId } from '@contract/ids'
import type { ReadResource } from '@contract/reading'
import { call, onAppEvent } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import { makeFollower } from '../composables/follow'
import { periodRange, type Period } from '../composables/periods'
import { useMembersStore } from './members'
import { useScopes } from './scopes'

export interface CustomerTarget { readonly accountId: AccountId; readonly customerId: CustomerId }
export type RoleKey = Input<'workspace.role'>['role']

/** The customer whose page is on screen. Every answer belongs to that customer alone; one for another is dropped. */
export const useCustomerStore = defineStore('customer', () => {
  const members = useMembersStore()
  const target = shallowRef<CustomerTarget | null>(null)
  const head = makeAnswer((here: CustomerTarget) => call('workspace.get', here))
  /** What the account's API client may not read; known for the whole account. */
  const { closed: forbidden } = useScopes(() => target.value?.accountId ?? null)
  const dashboard = makeAnswer((here: CustomerTarget) => call('workspace.dashboard', here))
  const roles = makeAnswer((here: CustomerTarget) => call('workspace.roles', here))
  const groups = makeAnswer((here: CustomerTarget) => call('workspace.groups', here))
  const projects = makeAnswer((here: CustomerTarget) => call('workspace.projects', here))
  const jobs = makeAnswer(async (asked: Input<'workspace.jobs'>) => ({ ...(await call('workspace.jobs', asked)), from: asked.from, to: asked.to, readAt: Date.now() }))
  const role = makeAnswer((asked: Input<'workspace.role'>): Promise<Output<'workspace.role'>> => call('workspace.role', asked))
  const group = makeAnswer((asked: Input<'workspace.group'>) => call('workspace.group', asked))
  const refreshing = makeAnswer((here: CustomerTarget) => call('workspace.refresh', here))
  const opening = makeAnswer((asked: Input<'app.openExternal'>) => call('app.openExternal', asked))
  const period = ref<Period>('days30')
  const chosenRole = shallowRef<RoleKey | null>(null)
  const chosenGroup = ref<GroupId | null>(null)
  /** UTC ms at which reading again was asked for. */
  const askedAt = ref(0)
  const readingAgain = computed(() => {
    const read = head.value?.reads.find(({ resource }) => resource === 'members')
    return refreshing.failure === null && !forbidden.value.includes('members') && askedAt.value > Math.max(read?.readAt ?? 0, read?.failedAt ?? 0)
  })
  /** What each part of the page is made of. */
  const parts: readonly { readonly of: readonly ReadResource[]; readonly reload: (here: CustomerTarget) => Promise<void> }[] = [
    { of: ['recipes', 'connections', 'usage'], reload: (here) => dashboard.ask(here) },
    { of: ['environmentRoles', 'projectRoles'], reload: (here) => roles.ask(here) },
    { of: ['groups', 'groupMembers'], reload: (here) => groups.ask(here) },
    { of: ['projects', 'grants'], reload: (here) => projects.ask(here) },
    { of: ['members', 'managers'], reload: () => members.reload() },
    { of: ['environmentRoles', 'projectRoles', 'members', 'grants'], reload: async () => (chosenRole.value === null ? undefined : role.ask({ ...need(), role: chosenRole.value })) },
    { of: ['groups', 'groupMembers', 'grants'], reload: async () => (chosenGroup.value === null ? undefined : group.ask({ ...need(), groupId: chosenGroup.value })) },
  ]
  const touched = new Set<ReadResource>()
  let unsubscribe: (() => void) | undefined

  function need(): CustomerTarget {
    if (target.value === null) throw new Error('no customer is on screen')
    return target.value
  }

  function follow(event: AppEvent): void {
    const here = target.value
    if (here === null) return
    const back = event.type === 'engine' && event.status === 'running'
    const mine = event.type === 'changed' && event.accountId === here.accountId && (event.customers === null || event.customers.includes(here.customerId))
    for (const table of back ? parts.flatMap(({ of }) => of) : mine && event.type === 'changed' ? [event.table] : []) touched.add(table)
    if (back || mine) changed()
  }

  const changed = makeFollower(() => {
    const here = target.value
    if (here !== null) {
      void head.ask(here)
      for (const { of, reload } of parts) if (of.some((table) => touched.has(table))) void reload(here)
    }
    touched.clear()
  })

  /** Puts a customer on screen, or none. Nothing of the one before stays. */
  function open(next: CustomerTarget | null): void {
    target.value = next
    for (const part of [head, dashboard, roles, groups, projects, jobs, role, group, refreshing, opening]) part.clear()
    chosenRole.value = null
    chosenGroup.value = null
    askedAt.value = 0
    touched.clear()
    members.open(next)
    if (next === null) {
      unsubscribe?.()
      unsubscribe = undefined
      return
    }
    unsubscribe ??= onAppEvent(follow)
    void call('workspace.onScreen', next).catch(() => undefined)
    for (const part of [head, dashboard, roles, groups, projects]) void part.ask(next)
  }

  /** The page was left: its parts are no longer read first. */
  function close(): void {
    const last = target.value
    open(null)
    if (last !== null) void call('workspace.onScreen', { accountId: last.accountId, customerId: null }).catch(() => undefined)
  }

  function refresh(): void {
    askedAt.value = Date.now()
    void refreshing.ask(need())
  }

  /** Opens the customer's workspace in the browser. */
  const openConsole = (url: string): Promise<void> => opening.ask({ url })

  /** Asks for the jobs of a period; each call costs one request. */
  function showJobs(next: Period): void {
    period.value = next
    jobs.clear()
    void jobs.ask({ ...need(), ...periodRange(next, Date.now()) })
  }

  function chooseRole(key: RoleKey): void {
    chosenRole.value = key
    role.clear()
    void role.ask({ ...need(), role: key })
  }

  function chooseGroup(id: GroupId | null): void {
    chosenGroup.value = id
    group.clear()
    if (id !== null) void group.ask({ ...need(), groupId: id })
  }

  return { target, head, forbidden, dashboard, roles, groups, projects, jobs, role, group, refreshing, opening, period, chosenRole, chosenGroup, readingAgain, open, close, refresh, openConsole, showJobs, chooseRole, chooseGroup }
})
