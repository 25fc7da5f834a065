import { z } from 'zod'
import { appErrorJson } from '../error-schema'
import { accountId } from '../ids'
import { defineMethod } from '../method'

/** The hops from this computer to an answer of the API, in order. */
export const HOPS = ['network', 'name', 'proxy', 'connect', 'tls', 'answer', 'token', 'permission', 'quota'] as const
export const hop = z.enum(HOPS)
export type Hop = z.infer<typeof hop>

/** `failed` names the hop at which it ends; what comes after it was not reached. */
export const hopResult = z.object({ hop, state: z.enum(['ok', 'failed', 'not-reached']), ms: z.number().nullable(), error: appErrorJson.nullable() })
export type HopResult = z.infer<typeof hopResult>

/** Groups of endpoints that the product needs; each is one tick box or more of a client role in Workato. */
export const SCOPES = ['customers', 'members', 'environmentRoles', 'projectRoles', 'groups', 'projects', 'grants', 'connections', 'recipes', 'managers', 'usage', 'legacyRoles'] as const
export const scopeName = z.enum(SCOPES)
export type ScopeName = z.infer<typeof scopeName>

/** Whether this API client may call a group of endpoints. `seenAt`: when the API last told, UTC ms; `unknown`: it has not been asked. */
export const scopeResult = z.object({ scope: scopeName, state: z.enum(['allowed', 'forbidden', 'unknown']), seenAt: z.number().nullable() })
export type ScopeResult = z.infer<typeof scopeResult>

export const doctorMethods = {
  /** Tries each hop for an account with one cheap request and names the one that fails. Changes nothing. */
  'doctor.connection': defineMethod({ kind: 'query', home: 'main', input: z.strictObject({ accountId }), output: z.object({ host: z.string(), hops: z.array(hopResult) }) }),
  /** What the answers so far have told about the permissions of the account's API client; costs no request. */
  'doctor.scopes': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ accountId }), output: z.object({ scopes: z.array(scopeResult) }) }),
  /** Asks each group of endpoints once with a reading request. */
  'doctor.checkScopes': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ accountId }), output: z.object({ scopes: z.array(scopeResult) }) }),
}
