import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Output } from '@contract'
import { call } from '../bridge/client'
import { makeAnswer } from '../composables/answer'
import type { Section } from '../composables/section'

type Found = Output<'search.all'>
/** One line of the results, and the address of its page. */
export type Hit =
  | { readonly kind: 'person'; readonly key: string; readonly to: string; readonly person: Found['people'][number] }
  | { readonly kind: 'section'; readonly key: string; readonly to: string; readonly section: Section; readonly name: string }
  | { readonly kind: 'customer'; readonly key: string; readonly to: string; readonly customer: Found['customers'][number] }

const SHOWN_OF_EACH = 8

/** The search over people and customers of all accounts, and the sections of the app behind them: `sections` are those that there are. */
export const useSearchStore = defineStore('search', () => {
  const text = ref('')
  const answer = makeAnswer(async (wanted: string) => ({ wanted, ...(await call('search.all', { text: wanted, limit: SHOWN_OF_EACH })) }))
  const sections = shallowRef<readonly Extract<Hit, { kind: 'section' }>[]>([])
  const named = computed(() => {
    const words = text.value.toLocaleLowerCase().split(' ').filter((word) => word !== '')
    return words.length === 0 ? [] : sections.value.filter(({ name }) => words.every((word) => name.toLocaleLowerCase().includes(word)))
  })
  /** What is found is of what is written; what was found for an earlier text stays on screen until then. */
  const current = computed(() => answer.value?.wanted === text.value)
  const hits = computed<readonly Hit[]>(() => {
    const found = answer.value
    if (found === null) return named.value
    return [
      ...found.people.map((person) => ({ kind: 'person' as const, key: `person-${person.email}`, to: `/people/${encodeURIComponent(person.email)}`, person })),
      ...found.customers.map((customer) => ({ kind: 'customer' as const, key: `customer-${customer.accountId}-${String(customer.customerId)}`, to: `/customers/${customer.accountId}/${String(customer.customerId)}`, customer })),
      ...named.value,
    ]
  })

  /** Looks for a text; an answer to an older one is dropped. */
  function find(wanted: string): void {
    text.value = wanted
    if (wanted.trim() === '') answer.clear()
    else void answer.ask(wanted)
  }

  return { text, answer, sections, current, hits, find }
})
