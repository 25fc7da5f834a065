import { z } from 'zod'
import { environmentType, roleName } from '../access'
import { accountId, customerId, memberId } from '../ids'
import { intentId } from '../intents'
import { defineMethod } from '../method'
import { sheetEdit } from '../sheet'
import { oneRole } from './role-edits'

const count = z.number().int()
/** `alike`: what both have alike is told in place of what differs. */
const window = { alike: z.boolean(), offset: count.min(0), limit: count.min(1).max(200) }
const one = z.strictObject({ accountId, customerId })
const value = z.string().nullable()

/** What is compared: settings, roles by name, groups by name with who is in them, people by e-mail with their roles, projects by name and what is granted on them. */
export const comparedPart = z.enum(['setting', 'role', 'group', 'groupMember', 'person', 'access', 'project', 'grant'])
export type ComparedPart = z.infer<typeof comparedPart>

/** Two people or two customers side by side, from the local store. Values are texts; null: it is not there. */
export const compareMethods = {
  /** Everything that one of two people has and the other has not, or has otherwise, over all customers; customer by customer. `matched` counts what is told, `same` what both have alike; `memberA` and `memberB`: who they are in the customer, null where they are not. */
  'people.compare': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ a: z.string().min(1).max(400), b: z.string().min(1).max(400), ...window }),
    output: z.object({
      rows: z.array(z.object({ accountId, customerId, customer: z.string(), memberA: memberId.nullable(), memberB: memberId.nullable(), part: z.enum(['member', 'access', 'group', 'grant']), environment: environmentType.nullable(), what: z.string(), a: value, b: value })), matched: count, same: count,
    }),
  }),
  /** Everything in which two customers differ, by name; `unread` names what was not read of one of them, so that it is not compared. */
  'customers.compare': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ a: one, b: one, parts: z.array(comparedPart).max(8), ...window }),
    output: z.object({ rows: z.array(z.object({ part: comparedPart, environment: environmentType.nullable(), what: z.string(), a: value, b: value })), matched: count, same: count, unread: z.array(comparedPart) }),
  }),
  /**
   * Changes of one role into another for many people, staged ones and those of an act on the matrix (null: none), that would be faster by changing the role itself; times in ms, the
   * slowest first; of changes of fewer than `least` people nothing is told. `roles`: the role in each of these customers that has it; `like`: the other one in the first of them; `covers`: the staged edits.
   */
  'advice.cheaper': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ edit: sheetEdit.nullable(), least: count.min(1) }),
    output: z.object({
      paths: z.array(z.object({
        accountId, environment: environmentType, base: roleName, wish: roleName, people: count, customers: count, assignmentsMs: z.number(), definitionMs: z.number(), inheritableMs: z.number(),
        /** People who hold the role besides: they would get it too. */
        others: count, editable: z.boolean(), inherited: z.boolean(),
        roles: z.array(z.object({ ...oneRole.shape, customer: z.string() })), like: oneRole.nullable(), covers: z.array(intentId),
      })),
    }),
  }),
}
