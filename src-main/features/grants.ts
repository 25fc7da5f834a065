import type { Handlers } from '../contract'
import { appError } from '../contract/errors'
import { grantSheet, type GrantHead } from '../domain/access/grant-sheet'
import { fold, searchWords } from '../domain/fold'
import { coalesce } from '../domain/staging/coalesce'
import { customerFacts } from '../jobs/facts'
import type { FeatureDeps } from './deps'

/** Who has which role on which project of a customer. */
export function grantsHandlers({ store }: FeatureDeps): Handlers<'grants.page'> {
  return {
    'grants.page': ({ accountId, customerId, environment, search, offset, limit }) => {
      const facts = customerFacts(store, accountId, customerId)
      if (facts === null) throw appError('NOT_FOUND', 'The people of this customer are not read yet.', 'Nothing can be said about their roles on projects before. Read the customer again.')
      const { rows, cellsOf } = grantSheet(facts, store.projects.list(accountId, customerId), coalesce(store.intents.live({ accountId, customerId })).pending, environment)
      const words = searchWords(search)
      const found = words.length === 0 ? rows : rows.filter((row) => words.every((word) => textOf(row).includes(word)))
      return {
        rows: found.slice(offset, offset + limit).map((row) => ({ ...row, cells: [...cellsOf(row)] })), matched: found.length, total: rows.length,
        unread: [...(facts.groups === null ? ['groups' as const] : []), ...(facts.grants === null ? ['grants' as const] : [])],
      }
    },
  }
}

function textOf({ assignee }: GrantHead): string {
  return fold(assignee.kind === 'user' ? `${assignee.name} ${assignee.email ?? ''}` : assignee.name)
}
