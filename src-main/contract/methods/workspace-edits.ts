import { z } from 'zod'
import { projectEnvironment } from '../access'
import { accountId, customerId, groupId, memberId, projectId } from '../ids'
import { intentDraft } from '../intents'
import { targetPerson } from '../jobs'
import { defineMethod } from '../method'
import { accessChange, blockReason, verdict } from '../plan-schema'

const target = { accountId, customerId }

/** Why somebody is not invited as written; `line`: where the same address stands before. */
const personProblem = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['no-name', 'long-name', 'odd-name', 'no-email', 'email', 'waiting']) }),
  z.object({ kind: z.literal('repeated'), line: z.number().int() }),
  z.object({ kind: z.enum(['member', 'manager']), name: z.string() }),
])
/** `allowedAt`: UTC ms from which the invitation may be sent, since the person was invited a moment ago (contract 3.3); null: at once. */
const personLine = z.object({ line: z.number().int(), name: z.string(), email: z.string(), problem: personProblem.nullable(), allowedAt: z.number().nullable() })
export type NewPersonLine = z.infer<typeof personLine>

const change = z.object({ now: z.boolean(), after: z.boolean() })

/** What an edit of one customer would do, told before anything is staged; nothing here changes anything. */
export const workspaceEditMethods = {
  /** Reads and checks people to be invited: a pasted list or CSV, or one person; name null: none is asked for. */
  'workspace.checkPeople': defineMethod({
    kind: 'query', home: 'engine',
    input: z.strictObject({ ...target, people: z.union([z.strictObject({ text: z.string().max(1_000_000) }), z.strictObject({ name: z.string().max(1000).nullable(), email: z.string().max(1000) })]) }),
    output: z.object({ people: z.array(personLine) }),
  }),
  /** What the planner would say of edits of one customer on top of what is staged, from what is stored. In the order of the edits; `neutral`: it would end where it began. */
  'workspace.preview': defineMethod({
    kind: 'query', home: 'engine',
    input: z.strictObject({ ...target, edits: z.array(intentDraft).min(1).max(20_000) }),
    output: z.object({ items: z.array(z.object({ person: targetPerson, verdict: verdict.or(z.literal('neutral')), reason: blockReason.nullable(), changes: z.array(accessChange) })) }),
  }),
  /** Groups and project roles of a member, now and when what is staged is applied. Null: the groups or the grants were not read. */
  'workspace.effective': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ ...target, memberId }),
    output: z.object({
      groups: z.array(z.object({ id: groupId, name: z.string(), system: z.boolean(), ...change.shape })).nullable(),
      projects: z.array(z.object({
        project: z.object({ id: projectId, name: z.string(), environment: projectEnvironment }),
        roles: z.array(z.object({ name: z.string(), group: z.string().nullable(), ...change.shape })),
      })).nullable(),
    }),
  }),
}
