import { z } from 'zod'
import { accountId, customerId } from '../ids'
import { defineMethod } from '../method'

const count = z.number().int()
const customers = z.array(z.strictObject({ accountId, customerId })).min(1).max(5000)
/** A word of a person for customers; case counts, spaces around it do not. */
export const tag = z.string().trim().min(1).max(60)
const tags = z.array(tag).max(50)

/** Tags of customers, kept on this computer and told nobody; they can be asked for wherever customers are filtered. */
export const tagMethods = {
  /** Tags with the number of customers that have them, by name. No accounts: of all. */
  'tags.list': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ accounts: z.array(accountId).max(50) }), output: z.object({ tags: z.array(z.object({ tag: z.string(), customers: count })) }) }),
  /** The tags of these customers; who has none is left out. */
  'tags.of': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ customers }), output: z.object({ customers: z.array(z.object({ accountId, customerId, tags: z.array(z.string()) })) }) }),
  /** Gives tags to all of these customers and takes others away. */
  'tags.change': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ customers, add: tags, remove: tags }), output: z.object({ changed: count }) }),
}
