import { AppError } from '../contract/errors'
import type { Call } from '../contract/plan'

type Advice = readonly [said: RegExp, field: string | null, hint: string]

const NAME: Advice = [/\bname\b.*(taken|blank|long)/i, 'name', 'Nothing was changed. Choose another name, of at most 200 characters, that nothing else here has.']
const ROLE: readonly Advice[] = [NAME, [/\bconfig\b/i, 'config', 'Nothing was changed. Workato does not take these privileges: copy those of a role that works and change them step by step.']]
const CUSTOMER: readonly Advice[] = [
  [/external.?id/i, 'externalId', 'Nothing was changed. Another customer has this ID, or it cannot be one: choose another.'],
  [/custom_task_limit/i, 'customTaskLimit', 'Nothing was changed. The limit has to be more than what was used in this period.'],
  [/task_limit_adjustment/i, 'taskLimitAdjustment', 'Nothing was changed. Enter a whole number; less than 0 lowers the limit.'],
  [/auth_settings|saml/i, 'authSettings', 'Nothing was changed. Single sign-on needs a provider, and the address of its metadata or the three values that stand in it.'],
  [/plan/i, 'planId', 'Nothing was changed. Choose a plan that another customer has: Workato knows no plan by this name.'],
  [/notification_email/i, 'notificationEmail', 'Nothing was changed. Enter an e-mail address.'],
  NAME,
]

/** What an API's no means for the thing that was asked for, by the words of its answer; the first that fits counts (contract 1.7). */
const ADVICE: { readonly [K in Call['kind']]?: readonly Advice[] } = {
  'role.create': ROLE, 'role.update': ROLE,
  'role.delete': [[/./, null, 'Nothing was changed. Somebody holds the role, perhaps since a moment ago: read the customer again, give the holders another role, then try again.']],
  'group.create': [NAME], 'group.update': [NAME],
  'customer.update': CUSTOMER, 'customer.send': CUSTOMER, 'customer.create': CUSTOMER,
  'customer.provision': [[/already/i, null, 'Environments are provisioned. Read the customer again to see them.']],
  'manager.create': [
    [/not a collaborator/i, null, 'Nothing was changed. Make the person a collaborator of the partner workspace first, in Workato.'], [/already/i, null, 'Somebody else made this person a customer manager. Read the account again.'],
  ],
}

/** The failure with what to do about it and, where the answer names one, the field that it is about. */
export function advised(call: Call, error: AppError): AppError {
  const said = error.json.details?.['said']
  if (error.json.code !== 'REJECTED') return error
  const found = ADVICE[call.kind]?.find(([words]) => words.test(typeof said === 'string' && said !== '' ? said : '-'))
  if (found === undefined) return error
  const [, field, hint] = found
  return new AppError({ ...error.json, hint, ...(field === null ? {} : { details: { ...error.json.details, field } }) })
}
