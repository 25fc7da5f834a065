import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Output } from '@contract'
import { AppError, type AppErrorJson } from '@contract/errors'
import type { JobState } from '@contract/jobs'
import type { IntentDraft } from '@contract/intents'
import type { Verdict } from '@contract/plan'
import { call, onAppEvent } from '../bridge/client'
import { GroupedLines, type LineGroup } from '../composables/grouped-lines'
import { readAll } from '../composables/read-all'
import { RowWindows } from '../composables/row-windows'
import { useAppStore } from './app'
import { useChangesStore } from './changes'

export type PlanSummary = Output<'plan.compute'>
export type PlanItemRow = Output<'plan.get'>['items'][number]
export type PlanDifferenceRow = Output<'plan.compare'>['differences'][number]
/** One customer of the plan, with the number of its items that are shown. */
export interface PlanGroup extends LineGroup { readonly customer: PlanSummary['customers'][number] }
/** How a person wants a conflict to end; `draft` is another wish. */
export type Decision = { readonly choice: 'mine' | 'theirs' } | { readonly choice: 'other'; readonly draft: IntentDraft; readonly label: string }
/** Items that are on screen: those of one verdict, or all. */
export type PlanFilter = Verdict | 'all'

const COMPARE_AFTER_MS = 400

const groupKey = ({ accountId, customerId }: PlanSummary['customers'][number]): string => `${accountId}/${String(customerId)}`
const sum = (totals: PlanSummary['totals']): number => totals.send + totals.merge + totals.already + totals.conflict + totals.blocked

/** The plan that is reviewed: what applying everything that is staged would do. */
export const usePlanStore = defineStore('plan', () => {
  const app = useAppStore()
  const changes = useChangesStore()
  const summary = shallowRef<PlanSummary | null>(null)
  const working = ref<'planning' | 'deciding' | 'starting' | null>(null)
  const failure = shallowRef<AppErrorJson | null>(null)
  /** Whether the plan was made from what was stored, because nothing could be read. */
  const fromStored = ref(false)
  const filter = ref<PlanFilter>('all')
  const closed = shallowRef<ReadonlySet<string>>(new Set())
  /** What would be done otherwise now. */
  const differences = shallowRef<readonly PlanDifferenceRow[]>([])
  const stale = ref(0)
  const decisions = shallowRef<ReadonlyMap<string, Decision>>(new Map())
  const version = ref(0)
  let windows = new Map<string, RowWindows<PlanItemRow>>()
  let comparing: ReturnType<typeof setTimeout> | undefined

  const total = computed(() => (summary.value === null ? 0 : sum(summary.value.totals)))
  const toSend = computed(() => (summary.value === null ? 0 : summary.value.totals.send + summary.value.totals.merge))
  const lines = computed(() => new GroupedLines<PlanGroup>((summary.value?.customers ?? []).map((customer) => ({ key: groupKey(customer), customer, count: filter.value === 'all' ? sum(customer.totals) : customer.totals[filter.value] })), closed.value))

  function load(): void {
    onAppEvent((event) => {
      if (summary.value === null) return
      const mine = event.type === 'changed' && summary.value.customers.some((one) => one.accountId === event.accountId && (event.customers === null || event.customers.includes(one.customerId)))
      if (event.type === 'intents' || mine) comparing ??= setTimeout(() => void compare(), COMPARE_AFTER_MS)
    })
  }
  load()

  async function guarded<T>(doing: NonNullable<typeof working.value>, work: () => Promise<T>): Promise<T | null> {
    if (working.value !== null) return null
    working.value = doing
    failure.value = null
    try {
      return await work()
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      failure.value = problem.json
      return null
    } finally {
      working.value = null
    }
  }

  function clear(): void {
    summary.value = null
    differences.value = []
    stale.value = 0
    decisions.value = new Map()
    windows = new Map()
    version.value += 1
  }

  async function make(): Promise<void> {
    const refresh = app.connection === 'online'
    const made = await call('plan.compute', { refresh })
    clear()
    fromStored.value = !refresh
    summary.value = made
    if (filter.value !== 'all' && made.totals[filter.value] === 0) filter.value = 'all'
  }
  /** Reads what is touched and plans anew; the plan before stays on screen until then. */
  const compute = (): Promise<void | null> => guarded('planning', make)

  /** Looks whether the same would still be done; everything that differs is told. */
  async function compare(): Promise<void> {
    comparing = undefined
    const plan = summary.value
    if (plan === null || working.value !== null) return
    try {
      const found = await call('plan.compare', { planId: plan.planId, offset: 0, limit: 200 })
      if (summary.value !== plan) return
      differences.value = found.differences
      stale.value = found.matched
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      if (summary.value === plan) failure.value = problem.json
    }
  }

  function windowOf(group: PlanGroup): RowWindows<PlanItemRow> {
    const key = `${group.key}/${filter.value}`
    const known = windows.get(key)
    if (known !== undefined) return known
    const [plan, verdict] = [summary.value, filter.value === 'all' ? null : filter.value]
    const made = new RowWindows<PlanItemRow>(async (offset, limit) => {
      if (plan === null) return { rows: [], matched: 0, total: 0 }
      const { accountId, customerId } = group.customer
      const { items, matched } = await call('plan.get', { planId: plan.planId, verdict, accountId, customerId, offset, limit })
      return { rows: items, matched, total: matched }
    })
    windows.set(key, made)
    return made
  }
  const row = (group: PlanGroup, at: number): PlanItemRow | undefined => (version.value < 0 ? undefined : windowOf(group).row(at))
  function show(first: number, last: number): void {
    for (const { group, from, to } of lines.value.within(first, last)) {
      void windowOf(group).ensure(from, to).then((fresh) => { if (fresh) version.value += 1 }).catch((problem: unknown) => {
        if (!(problem instanceof AppError)) throw problem
        failure.value = problem.json
      })
    }
  }
  function toggle(key: string): void {
    const next = new Set(closed.value)
    if (!next.delete(key)) next.add(key)
    closed.value = next
  }

  async function everyItem(verdict: Verdict | null): Promise<readonly PlanItemRow[]> {
    const plan = summary.value
    if (plan === null) return []
    return (await readAll(async (offset, limit) => {
      const { items, matched } = await call('plan.get', { planId: plan.planId, verdict, accountId: null, customerId: null, offset, limit })
      return { rows: items, matched }
    })) ?? []
  }

  function decide(keys: readonly string[], decision: Decision | null): void {
    const next = new Map(decisions.value)
    for (const key of keys) {
      if (decision === null) next.delete(key)
      else next.set(key, decision)
    }
    decisions.value = next
  }
  /** Keeps what was decided, then plans anew. */
  const settle = (name: string): Promise<void | null> => guarded('deciding', async () => {
    const plan = summary.value
    if (plan === null) return
    const of = (choice: 'mine' | 'theirs'): string[] => [...decisions.value].flatMap(([key, one]) => (one.choice === choice ? [key] : []))
    for (const choice of ['mine', 'theirs'] as const) if (of(choice).length > 0) await call('plan.resolve', { planId: plan.planId, keys: of(choice), choice })
    const items = [...decisions.value.values()].some(({ choice }) => choice === 'other') ? await everyItem('conflict') : []
    const others = items.flatMap((item) => { const one = decisions.value.get(item.key); return one?.choice === 'other' ? [{ item, draft: one.draft }] : [] })
    if (others.length > 0) await changes.restage(name, others.flatMap(({ item }) => item.covers), others.map(({ draft }) => draft))
    await make()
  })
  /** Takes the changes in PROD away, then plans anew; undo brings them back. */
  const leaveProdOut = (name: string): Promise<void | null> => guarded('deciding', async () => {
    const items = (await everyItem(null)).filter(({ prod }) => prod)
    await changes.discard(name, items.flatMap(({ covers }) => covers))
    await make()
  })

  /** Starts the job; null: it did not start, and `failure` or `stale` tell why. */
  async function apply(name: string, typedCount: number | null): Promise<JobState | null> {
    const plan = summary.value
    if (plan === null) return null
    const job = await guarded('starting', () => call('jobs.start', { planId: plan.planId, typedCount, name }))
    if (job !== null) clear()
    else if (failure.value?.code === 'PLAN_STALE') await compare()
    return job
  }

  return { summary, working, failure, fromStored, filter, differences, stale, decisions, total, toSend, lines, closed, version, compute, clear, compare, row, show, toggle, everyItem, decide, settle, leaveProdOut, apply }
})
