import { isAdminRole } from '../guards/guard'
import { environmentsOf, roleIn } from '../facts'
import { fold } from '../fold'
import type { MatrixCustomer, MatrixPerson } from '../matrix/rows'
import { FINDING_BIT } from './bits'

/** A domain of so large a share of a customer's people is its own. */
const HOME_SHARE = 0.2
const AT = '@'

/** Notes what is found of the people of one customer by looking at that customer alone; customer managers have a page of their own and are left out. `ownDomains`: of the partner. */
export function ofCustomer(customer: MatrixCustomer, ownDomains: ReadonlySet<string>): void {
  const team = customer.people.filter(({ kind }) => kind !== 'manager')
  const home = homeDomains(customer.people, ownDomains)
  const extra = duplicates(team)
  for (const one of customer.people) {
    one.flags = 0
    if (one.kind === 'manager') continue
    if (prodAdminWithoutDev(one)) one.flags |= FINDING_BIT['prod-admin-without-dev']
    if (adminSomewhere(one) && domainOf(one) !== null && !home.has(domainOf(one) ?? '')) one.flags |= FINDING_BIT['outside-admin']
    if (extra.has(one)) one.flags |= FINDING_BIT.duplicate
  }
}

/** Administrator of PROD who may do nothing in DEV: nobody can have tried there what they change here. */
function prodAdminWithoutDev(one: MatrixPerson): boolean {
  return environmentsOf(one.customer).length > 1 && isAdminRole(roleIn(one, 'prod')) && one.roles.some(({ environment, roleName }) => environment === 'dev' && roleName === null)
}

/** Administrator of any environment. */
export function adminSomewhere({ roles }: Pick<MatrixPerson, 'roles'>): boolean {
  return roles.some(({ roleName }) => isAdminRole(roleName))
}

/** The domain of an address; null: it has none. */
export function domainOf({ emailKey }: Pick<MatrixPerson, 'emailKey'>): string | null {
  const place = emailKey.lastIndexOf(AT)
  return place < 1 || place === emailKey.length - 1 ? null : emailKey.slice(place + 1)
}

/** The partner's domains (also those of its customer managers), the one that most of the people have, and every other that many have. */
function homeDomains(people: readonly MatrixPerson[], ownDomains: ReadonlySet<string>): ReadonlySet<string> {
  const counts = new Map<string, number>()
  const home = new Set(ownDomains)
  let team = 0
  for (const one of people) {
    const domain = domainOf(one)
    if (domain === null) continue
    if (one.kind === 'manager') home.add(domain)
    else {
      team += 1
      counts.set(domain, (counts.get(domain) ?? 0) + 1)
    }
  }
  const most = Math.max(0, ...counts.values())
  for (const [domain, count] of counts) if (count === most || count >= team * HOME_SHARE) home.add(domain)
  return home
}

/** The same person a second time: one mailbox spelt in two ways, or one full name. The one who was there last is kept; of equal ones the first by id. */
function duplicates(team: readonly MatrixPerson[]): ReadonlySet<MatrixPerson> {
  const kept = new Map<string, MatrixPerson>()
  const extra = new Set<MatrixPerson>()
  const latestFirst = team.toSorted((a, b) => (b.lastActivityAt ?? -Infinity) - (a.lastActivityAt ?? -Infinity) || a.memberId - b.memberId)
  for (const one of latestFirst) {
    const names = sameNames(one)
    if (names.some((name) => kept.has(name))) extra.add(one)
    for (const name of names) if (!kept.has(name)) kept.set(name, one)
  }
  return extra
}

/** Under what a person can be recognised: the mailbox without what follows a plus, and a name of at least two words. */
function sameNames(one: MatrixPerson): readonly string[] {
  const domain = domainOf(one)
  const words = fold(one.name).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  const mailbox = domain === null ? [] : [`@${one.emailKey.slice(0, one.emailKey.lastIndexOf(AT)).split('+')[0] ?? ''}@${domain}`]
  return words.length < 2 ? mailbox : [...mailbox, words.toSorted().join(' ')]
}
