import type { CustomerFilter } from '@contract/methods/customers'
import { formatDay, humanise } from '../../composables/format'
import { appName } from './app-icons'

/** One filter in force: its name as a person reads it, and the change that takes it away. */
export interface ActiveFilter {
  readonly key: string
  readonly name: string
  readonly without: Partial<CustomerFilter>
}
type Translate = (key: string, values?: Record<string, string>) => string

/** Every filter in force but the search, in the order of the filter bar. */
export function filterNames(filter: CustomerFilter, t: Translate): readonly ActiveFilter[] {
  const rest = <T>(list: readonly T[], value: T): T[] => list.filter((one) => one !== value)
  const named = (kind: string, value: string): string => `${t(`customers.filter.${kind}`)}: ${value}`
  return [
    ...filter.plans.map((value) => ({ key: `plan-${value}`, name: named('plan', humanise(value)), without: { plans: rest(filter.plans, value) } })),
    ...filter.statuses.map((value) => ({ key: `status-${value}`, name: named('status', t(`customers.status.${value}`)), without: { statuses: rest(filter.statuses, value) } })),
    ...filter.models.map((value) => ({ key: `model-${value}`, name: named('model', t(`customers.model.${value}`)), without: { models: rest(filter.models, value) } })),
    ...filter.apps.map((value) => ({ key: `app-${value}`, name: named('app', appName(value)), without: { apps: rest(filter.apps, value) } })),
    ...(filter.tags ?? []).map((value) => ({ key: `tag-${value}`, name: named('tag', value), without: { tags: rest(filter.tags ?? [], value) } })),
    ...(filter.joinedFrom === null && filter.joinedTo === null ? [] : [{ key: 'joined', name: named('joined', rangeName(filter.joinedFrom, filter.joinedTo, t)), without: { joinedFrom: null, joinedTo: null } }]),
  ]
}

function rangeName(from: number | null, to: number | null, t: Translate): string {
  if (to === null) return t('customers.filter.since', { day: formatDay(from ?? 0) })
  if (from === null) return t('customers.filter.until', { day: formatDay(to) })
  return t('customers.filter.between', { from: formatDay(from), to: formatDay(to) })
}
