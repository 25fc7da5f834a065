import type { Intent, IntentDraft } from '../contract/intents'
import { targetKey } from '../domain/intents/kinds'
import { coalesce } from '../domain/staging/coalesce'
import type { Store } from '../store'

/** Targets of everything that is staged, with what is wished for each. */
export function stagedKeys(store: Store): ReadonlySet<string> {
  return new Set(coalesce(store.intents.live()).pending.map(({ intent }) => draftKey(intent)))
}

/** A target with its wish: the same edit has the same one. */
export function draftKey(draft: IntentDraft): string {
  return `${targetKey(draft as Intent)}|${JSON.stringify(draft.wish)}`
}
