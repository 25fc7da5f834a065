import type { AccountId } from '@contract/ids'
import { call } from '../bridge/client'
import { makeAnswer } from '../composables/answer'

/** Goes the way to the API of an account when it is asked to; one answer for each screen that shows it. */
export const makeConnectionDoctor = () => makeAnswer((accountId: AccountId) => call('doctor.connection', { accountId }))
