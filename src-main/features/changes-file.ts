import { z } from 'zod'
import type { AccountRecord } from '../contract/engine-protocol'
import { intentDraft, type Intent, type IntentDraft } from '../contract/intents'
import { plainText } from '../contract/plain-text'
import { parseJson } from '../store/parse-json'

/** Far more than anybody stages; a file with more would hold the engine for long. */
const MOST_EDITS = 100_000

/** Changes that are not sent yet, as a file: whose they are is told by the workspace, because an account that is added again has another id here. */
const changesFile = z.object({
  format: z.literal('rolodesk-changes'), version: z.literal(1),
  account: z.object({ name: z.string().transform((name) => plainText(name, 80)), kind: z.enum(['partner', 'sandbox']), baseUrl: z.string(), workspaceId: z.string().nullable() }),
  // Saved of one account: what names another one as well was put together by somebody.
  edits: z.array(intentDraft).max(MOST_EDITS).refine((edits) => edits.every(({ accountId }) => accountId === edits[0]?.accountId)),
})
export type ChangesFile = z.infer<typeof changesFile>

/** The text of such a file. */
export function changesText({ name, kind, baseUrl, workspace }: AccountRecord, intents: readonly Intent[]): string {
  const file = { format: 'rolodesk-changes', version: 1, account: { name, kind, baseUrl, workspaceId: workspace?.id ?? null }, edits: intents.map((one) => intentDraft.parse(one)) }
  return `${JSON.stringify(file, null, 1)}\n`
}

/** The file of a text; null: it is none. */
export function changesOf(text: string): ChangesFile | null {
  return changesFile.safeParse(parseJson(text)).data ?? null
}

/** The account that a file is about; undefined: it is not here. The sandbox has another address with each start. */
export function accountOf({ account }: ChangesFile, accounts: readonly AccountRecord[]): AccountRecord | undefined {
  return accounts.find(({ kind, baseUrl, workspace }) => kind === account.kind && (kind === 'sandbox' || (baseUrl === account.baseUrl && workspace !== null && workspace.id === account.workspaceId)))
}

/** The edits of a file for the account as it is called here. */
export function editsFor({ edits }: ChangesFile, { id }: AccountRecord): readonly IntentDraft[] {
  return edits.map((one) => ({ ...one, accountId: id }) as IntentDraft)
}
