import type { Output } from '@contract'
import type { IntentDraft } from '@contract/intents'
import { call } from '../bridge/client'

/** Everything that is wrong with drafts, also by what others have: a name that is taken, an external id of somebody else. `edit` is the place of the draft. Throws AppError. */
export async function problemsOf(drafts: readonly IntentDraft[]): Promise<Output<'intents.check'>['errors']> {
  return drafts.length === 0 ? [] : (await call('intents.check', { edits: drafts as never })).errors
}
