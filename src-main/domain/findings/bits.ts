import type { FindingKind } from '../../contract/matrix'

/** One bit for each finding, so that a hundred thousand rows carry a number each; the order is that in which they are named. */
export const FINDING_BIT: Readonly<Record<FindingKind, number>> = { 'prod-admin-without-dev': 1, 'outside-admin': 2, 'duplicate': 4, 'differs': 8, 'never-active': 16, 'inactive': 32 }
const KINDS = Object.keys(FINDING_BIT) as FindingKind[]

/** The findings of some bits. */
export function kindsOf(bits: number): FindingKind[] {
  return bits === 0 ? [] : KINDS.filter((kind) => (bits & FINDING_BIT[kind]) !== 0)
}

/** The bits of some findings. */
export function bitsOf(kinds: readonly FindingKind[]): number {
  return kinds.reduce((bits, kind) => bits | FINDING_BIT[kind], 0)
}
