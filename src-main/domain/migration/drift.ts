import type { EnvironmentAssignment, EnvironmentType, RoleName } from '../../contract/access'
import type { CustomerId, MemberId } from '../../contract/ids'
import { ENVIRONMENTS } from '../facts'

/** A person as known at a time, and the reading that saw it first; UTC ms. */
export interface KnownPerson { readonly customerId: CustomerId; readonly memberId: MemberId; readonly name: string; readonly email: string; readonly kind: string; readonly roles: readonly EnvironmentAssignment[]; readonly validFrom: number }

/** One cell that is otherwise than it was. */
export interface Drift {
  readonly customerId: CustomerId; readonly memberId: MemberId; readonly name: string; readonly email: string; readonly environment: EnvironmentType
  readonly base: RoleName | null; readonly theirs: RoleName | null; readonly person: 'stayed' | 'came' | 'gone'; readonly notBefore: number | null; readonly seenAt: number
}

/**
 * What is otherwise now than then, without what our own jobs did; `goneAt` tells when somebody was no longer seen. Customers of which nothing was known
 * then have nothing to be compared with: give what was known first. Managers are the partner's own and change elsewhere.
 */
export function driftOf(then: readonly KnownPerson[], now: readonly KnownPerson[], ours: (change: { readonly memberId: MemberId; readonly customerId: CustomerId; readonly environment: EnvironmentType; readonly role: RoleName | null; readonly seenAt: number }) => boolean, goneAt: (person: KnownPerson) => number): readonly Drift[] {
  const customers = new Set(then.map(({ customerId }) => customerId))
  const [before, after] = [byPerson(then), byPerson(now)]
  return [...new Map([...before, ...after]).keys()].flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)]
    const one = is ?? was
    if (one === undefined || one.kind === 'manager' || !customers.has(one.customerId)) return []
    return ENVIRONMENTS.flatMap((environment): Drift[] => {
      const [base, theirs] = [roleOf(was, environment), roleOf(is, environment)]
      const seenAt = is?.validFrom ?? goneAt(one)
      if (base === theirs || ours({ memberId: one.memberId, customerId: one.customerId, environment, role: theirs, seenAt })) return []
      const person = was === undefined ? 'came' : is === undefined ? 'gone' : 'stayed'
      return [{ customerId: one.customerId, memberId: one.memberId, name: one.name, email: one.email, environment, base, theirs, person, notBefore: was?.validFrom ?? null, seenAt }]
    })
  })
}

function byPerson(people: readonly KnownPerson[]): ReadonlyMap<string, KnownPerson> {
  return new Map(people.map((one) => [`${String(one.customerId)}|${String(one.memberId)}`, one]))
}

function roleOf(person: KnownPerson | undefined, environment: EnvironmentType): RoleName | null {
  return person?.roles.find((one) => one.environment === environment)?.roleName ?? null
}
