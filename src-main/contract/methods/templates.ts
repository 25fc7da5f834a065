import { z } from 'zod'
import { environmentType, roleName } from '../access'
import { batchId } from '../intents'
import { accountId, customerId, memberId } from '../ids'
import { defineMethod } from '../method'
import { LOCK_REASONS } from '../role-lock'
import { stagedCounts } from './intents'

const count = z.number().int()
export const templateId = z.string().min(1).max(64).regex(/^[A-Za-z0-9-]+$/).brand<'TemplateId'>()
export type TemplateId = z.infer<typeof templateId>

/** Which role a person has in each environment: null is "No access", an environment that is missing is left as it is. */
export const template = z.object({ id: templateId, name: z.string().min(1).max(200), roles: z.partialRecord(environmentType, roleName.nullable()) })
export type Template = z.infer<typeof template>

const person = z.strictObject({ accountId, customerId, memberId })
export type TemplatePerson = z.infer<typeof person>
const people = z.array(person).min(1).max(5000)
/** Why a cell cannot be as the template says. */
const refused = z.enum([...LOCK_REASONS, 'gone', 'unknown-role'])
/** One cell that the template is about. `is` is what was read, `shown` what is wished already, else the same; null: no access. `pinned`: it stays as it is. */
const cell = z.object({ environment: environmentType, is: roleName.nullable(), shown: roleName.nullable(), should: roleName.nullable(), pinned: z.boolean(), refused: refused.nullable() })
export type TemplateCellTold = z.infer<typeof cell>
/** A person with the cells that the template is about; the name is empty for one who is gone. */
const held = z.object({ ...person.shape, name: z.string(), email: z.string(), customer: z.string(), cells: z.array(cell) })
export type TemplatePersonTold = z.infer<typeof held>
/** Cells by what becomes of them: edits, and of these those in PROD; those that are so already; those that stay as they are, as they are pinned or cannot be changed. `people` are the first 200 of whom there is something to tell, `more` counts the others; `where` are the customers, the first 50 of `customers`. */
const outcome = z.object({
  edits: count, prod: count, already: count, pinned: count, refused: count, people: z.array(held), more: count, customers: count, where: z.array(z.object({ accountId, customerId, customer: z.string() })),
})
export type TemplateOutcome = z.infer<typeof outcome>

/** Named sets of roles, kept on this computer. */
export const templateMethods = {
  'templates.list': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({}), output: z.object({ templates: z.array(template.extend({ people: count, exceptions: count })) }) }),
  /** Keeps a template; `id` null: a new one. BAD_INPUT for a name that another one has. */
  'templates.save': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ ...template.shape, id: templateId.nullable() }), output: template }),
  /** Forgets a template with its exceptions; nobody's roles change. */
  'templates.remove': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ id: templateId }), output: z.object({}) }),
  /** Says of cells that they stay as they are, whatever the template says, or that they do not. */
  'templates.pin': defineMethod({
    kind: 'command', home: 'engine', input: z.strictObject({ id: templateId, cells: z.array(person.extend({ environment: environmentType })).min(1).max(15_000), pinned: z.boolean() }), output: z.object({ exceptions: count }),
  }),
  /** What applying it to these people would stage, on top of what is staged already. */
  'templates.preview': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ id: templateId, people }), output: outcome }),
  /** Stages it as one step of undo and remembers for whom it holds; `batchId` null: there was nothing to stage. */
  'templates.apply': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ id: templateId, people }), output: z.object({ batchId: batchId.nullable(), counts: stagedCounts, done: outcome }) }),
  /** A window of the people for whom it holds and what they have: those who drifted from it, those who cannot follow it but do not drift either, those with a pinned cell, or all. `gone`: who are no longer there; they are in no window and not among `people`. */
  'templates.check': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ id: templateId, show: z.enum(['drifted', 'unable', 'pinned', 'all']), offset: count.min(0), limit: count.min(1).max(200) }),
    output: z.object({ rows: z.array(held), matched: count, people: count, drifted: count, unable: count, pinned: count, gone: count }),
  }),
  /** It no longer holds for these people, whose exceptions are forgotten; null: for those who are gone. Nobody's roles change. */
  'templates.release': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ id: templateId, people: people.nullable() }), output: z.object({ released: count }) }),
}
