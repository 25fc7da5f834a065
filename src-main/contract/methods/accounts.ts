import { z } from 'zod'
import { DATA_CENTER_KEYS } from '../data-centers'
import { accountId } from '../ids'
import { defineMethod } from '../method'

/** Accent 1..6 of the design tokens; the shape is kept apart, so that two accounts can share a colour. */
export const accountColour = z.number().int().min(1).max(6)
export const accountShape = z.enum(['circle', 'square', 'triangle', 'diamond', 'cross', 'star'])
export type AccountShape = z.infer<typeof accountShape>

/**
 * Where the token is. `keychain`: present in the OS keychain; `session`: in memory until the app closes;
 * `absent`: removed elsewhere, needs entering again; `unreadable`: the keychain is locked or fails; `elsewhere`: confirmed for another address than the account's;
 * `refused`: present, but the API answered 401; `not-needed`: sandbox.
 */
export const tokenState = z.enum(['keychain', 'session', 'absent', 'unreadable', 'elsewhere', 'refused', 'not-needed'])
export type TokenState = z.infer<typeof tokenState>

/** The workspace that a token belongs to, from `GET /api/users/me` (contract 1.2, 1.11). */
export const workspace = z.object({
  id: z.string(),
  name: z.string(),
  teamName: z.string().nullable(),
  environment: z.string().nullable(),
})
export type Workspace = z.infer<typeof workspace>

/** Which origin the account's requests go to; `custom` takes the URL that the user confirms. */
export const dataCenter = z.enum(DATA_CENTER_KEYS)

export const account = z.object({
  id: accountId,
  kind: z.enum(['partner', 'sandbox']),
  name: z.string(),
  dataCenter,
  /** Origin plus path prefix without `/api`; for the sandbox it changes with each start. */
  baseUrl: z.string(),
  colour: accountColour,
  shape: accountShape,
  tokenState,
  workspace: workspace.nullable(),
  /** Customers in the local store. */
  customers: z.number().int(),
  /** UTC ms. */
  createdAt: z.number(),
})
export type Account = z.infer<typeof account>

/** Changes of an account that are not sent yet: edits that no job has, and steps of jobs that wait. `fingerprint`: another one when they are others. */
export const waitingChanges = z.object({ staged: z.number().int(), queued: z.number().int(), fingerprint: z.string() })
export type WaitingChanges = z.infer<typeof waitingChanges>

const name = z.string().trim().min(1).max(80)
const token = z.string().trim().min(1).max(4096).regex(/^[\x21-\x7e]+$/, 'only printable characters without spaces')
/** `confirmedHost`: the host of a custom base URL, as the user confirmed it; needed where it is none of Workato's and not this computer. */
const target = { dataCenter, baseUrl: z.string().max(400), confirmedHost: z.string().max(300).optional() }

export const accountMethods = {
  'accounts.list': defineMethod({ kind: 'query', home: 'main', input: z.strictObject({}), output: z.array(account) }),
  /** Verifies a token against the API and says whose it is; saves nothing. */
  'accounts.check': defineMethod({ kind: 'query', home: 'main', input: z.strictObject({ ...target, token }), output: workspace }),
  /** Verifies, then saves metadata in the ledger and the token in the keychain (or, if asked, for this session only). */
  'accounts.add': defineMethod({
    kind: 'command', home: 'main', output: account,
    input: z.strictObject({ name, ...target, token, colour: accountColour, shape: accountShape, sessionOnly: z.boolean() }),
  }),
  'accounts.update': defineMethod({
    kind: 'command', home: 'main', output: account,
    input: z.strictObject({ accountId, name, colour: accountColour, shape: accountShape }),
  }),
  /** The new token must belong to the same workspace as the old one. `confirmedHost`: needed where no kept token vouches for a host that is none of Workato's. */
  'accounts.replaceToken': defineMethod({
    kind: 'command', home: 'main', output: account,
    input: z.strictObject({ accountId, token, sessionOnly: z.boolean(), confirmedHost: target.confirmedHost }),
  }),
  /** Changes that would be lost with the account. */
  'accounts.waiting': defineMethod({ kind: 'query', home: 'main', input: z.strictObject({ accountId }), output: waitingChanges }),
  /**
   * Deletes the secret first, then metadata, cache and what waits to be sent. `confirmName` is the account's name as typed, `discardCount` the number of
   * changes that wait; `fingerprint` says which they were. CHANGES_WAITING when they are others.
   */
  'accounts.remove': defineMethod({
    kind: 'command', home: 'main', output: z.object({ removed: z.literal(true) }),
    input: z.strictObject({ accountId, confirmName: z.string().max(80), discardCount: z.number().int().min(0), fingerprint: z.string().max(64) }),
  }),
  /** Starts the sandbox (if needed) and makes its account. */
  'accounts.openSandbox': defineMethod({ kind: 'command', home: 'main', input: z.strictObject({}), output: account }),
}
