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
const cell = z.object({ ...person.shape, name: z.string(), customer: z.string(), environment: environmentType })
/** Why a cell cannot be as the template says. */
const refused = z.enum([...LOCK_REASONS, 'gone', 'unknown-role'])
const outcome = z.object({ edits: count, already: count, pinned: z.array(cell), refused: z.array(cell.extend({ why: refused })) })
/** `is` null: no access. */
const deviation = cell.extend({ is: roleName.nullable(), should: roleName.nullable(), pinned: z.boolean() })

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
  /** A window of the cells of those for whom it holds that are not as it says; `checked` counts all cells, `gone` people who are no longer there. */
  'templates.check': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ id: templateId, offset: count.min(0), limit: count.min(1).max(200) }), output: z.object({ rows: z.array(deviation), matched: count, checked: count, gone: count }),
  }),
}
