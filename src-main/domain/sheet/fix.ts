import type { IntentDraft } from '../../contract/intents'
import type { FindingKind } from '../../contract/matrix'
import { FINDING_BIT } from '../findings/bits'
import { findingBits, remedyOf } from '../findings/findings'
import { lockIn } from '../matrix/cell'
import type { MatrixPerson } from '../matrix/rows'
import { editsOf } from '../matrix/select'
import { ENVIRONMENTS } from '../facts'
import { judge, type Outcome, type Sheet } from './judge'

/** What ends a finding of a row, cell by cell; one outcome where the person leaves. */
export function fix(sheet: Sheet, person: MatrixPerson, finding: FindingKind): readonly (Outcome & { readonly environment: 'dev' | 'test' | 'prod' | null })[] {
  const none = { kind: 'refused', reason: 'no-fix', roleName: null, environment: null } as const
  if ((findingBits(person, sheet.now) & FINDING_BIT[finding]) === 0) return [none]
  const remedy = remedyOf(finding, person, [...(sheet.roles(person.customer)?.names ?? [])], sheet.membershipsOf(person.emailKey))
  if (remedy.kind === 'remove') return [{ ...removal(sheet, person), environment: null }]
  const outcomes = ENVIRONMENTS.flatMap((environment) => {
    const wish = remedy.roles[environment]
    return wish === undefined ? [] : [{ ...judge(sheet, person, environment, wish), environment }]
  })
  return outcomes.length === 0 ? [none] : outcomes
}

function removal(sheet: Sheet, person: MatrixPerson): Outcome {
  if (editsOf(sheet.edits, person)?.leaving === true) return { kind: 'same' }
  if (lockIn(person, 'dev', false) === 'manager') return { kind: 'refused', reason: 'manager', roleName: null }
  const { customer: { accountId, customerId }, memberId } = person
  const draft: IntentDraft = { kind: 'member.remove', accountId, customerId, target: { memberId }, base: true, wish: false }
  return { kind: 'edit', draft }
}
