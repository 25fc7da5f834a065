import { z } from 'zod'
import { customerManager } from '../access'
import { accountId, customerId } from '../ids'
import { defineMethod } from '../method'
import { readState } from '../reading'

/** Customer managers of a partner account (contract 9); they are changed by intents like everything else. */
export const managerMethods = {
  /** As they were read last, by name; `customers`: names of those that they reach. `read` null: never asked for. */
  'managers.list': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ accountId }),
    output: z.object({ managers: z.array(customerManager), customers: z.array(z.object({ id: customerId, name: z.string() })), read: readState.nullable() }),
  }),
}
