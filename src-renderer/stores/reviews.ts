import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Output } from '@contract'
import { AppError } from '@contract/errors'
import { call, onAppEvent } from '../bridge/client'
import { makeFollower } from '../composables/follow'

export type Review = Output<'reviews.open'>['reviews'][number]
const keyOf = ({ accountId, customerId }: Review): string => `${accountId}/${String(customerId)}`

/** Reviews of access that provisioning asks for: each opens by itself until it is confirmed, at each start anew. */
export const useReviewsStore = defineStore('reviews', () => {
  const list = shallowRef<readonly Review[]>([])
  /** Put off until the next start. */
  const later = ref<ReadonlySet<string>>(new Set())
  const due = computed(() => list.value.find((one) => !later.value.has(keyOf(one))) ?? null)
  const putOff = computed(() => list.value.filter((one) => later.value.has(keyOf(one))))

  async function refresh(): Promise<void> {
    try {
      list.value = (await call('reviews.open', {})).reviews
    } catch (problem) {
      // It is asked again when a job goes on.
      if (!(problem instanceof AppError)) throw problem
    }
  }
  function load(): void {
    const changed = makeFollower(() => void refresh())
    onAppEvent((event) => {
      if (event.type === 'job' || event.type === 'accounts' || (event.type === 'engine' && event.status === 'running') || (event.type === 'changed' && event.table === 'customers')) changed()
    })
    void refresh()
  }
  function postpone(review: Review): void {
    later.value = new Set([...later.value, keyOf(review)])
  }
  /** Opens a review again that was put off. */
  function resume(review: Review): void {
    later.value = new Set([...later.value].filter((one) => one !== keyOf(review)))
  }
  /** Throws AppError. */
  async function confirm({ accountId, customerId }: Review): Promise<void> {
    await call('reviews.confirm', { accountId, customerId })
    await refresh()
  }
  return { due, putOff, load, postpone, resume, confirm }
})
