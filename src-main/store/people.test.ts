import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Member } from '../contract/access'
import { fold } from '../domain/fold'
import { bucketOf } from './person-id'
import type { PeopleFilter } from './people-query'
import { COUNT_LIMIT, type PeopleQuery, type PeopleSort } from './repos/people'
import { customer, ONE, person, storeWith, TWO } from './store.fixture'

const NONE: PeopleFilter = { search: '', accounts: [], environments: [], roleNames: [], customers: null }
const query = (filter: Partial<PeopleFilter>, by: PeopleSort = 'name', direction: 'asc' | 'desc' = 'asc', offset = 0, limit = 200): PeopleQuery =>
  ({ filter: { ...NONE, ...filter }, sort: { by, direction }, offset, limit })

it('a person is one row for all spellings of the e-mail, summed up over both accounts', () => {
  const store = storeWith({ one: [1, 2], two: [1] })
  store.members.replaceMembers(ONE, customer(1), [person(1, 'Dana Kim', 'Dana@Example.example', { dev: 'Member', prod: null })], 10)
  store.members.replaceMembers(ONE, customer(2), [person(2, 'Dana Kim', 'dana@example.example', { test: 'EnvironmentAdmin' })], 10)
  store.members.replaceMembers(TWO, customer(1), [person(3, '', ' dana@example.example')], 10)
  const [dana, ...others] = store.people.page(query({})).rows
  expect(others).toEqual([])
  expect(dana).toMatchObject({ key: 'dana@example.example', name: 'Dana Kim', customers: 3, accounts: 2, access: 'EnvironmentAdmin', environments: ['dev', 'test'] })
  expect(store.person.memberships('dana@example.example', { search: '', offset: 0, limit: 200 }).rows.map(({ accountId, customerId, member }) => [accountId, customerId, member.id])).toEqual([[ONE, 1, 1], [ONE, 2, 2], [TWO, 1, 3]])
})

it('a person follows each change: another name, another e-mail, no membership', () => {
  const store = storeWith({ one: [1] })
  const found = (search: string): string[] => store.people.page(query({ search })).rows.map(({ name }) => name)
  store.members.replaceMembers(ONE, customer(1), [person(1, 'Zoe Old', 'zoe@a.example')], 10)
  store.members.replaceMembers(ONE, customer(1), [person(1, 'Ann New', 'zoe@a.example')], 20)
  expect([found('old'), found('ann')]).toEqual([[], ['Ann New']])
  store.members.replaceMembers(ONE, customer(1), [person(1, 'Ann New', 'ann@b.example')], 30)
  expect([found('zoe'), found('ann@b'), store.people.total()]).toEqual([[], ['Ann New'], 1])
  store.members.replaceMembers(ONE, customer(1), [], 40)
  expect([found('ann'), store.people.total()]).toEqual([[], 0])
})

it('who is in many customers is met first, however many others the word matches', () => {
  const store = storeWith({ one: [1, 2, 3, 4], two: [1] })
  for (const id of [1, 2, 3]) store.members.replaceMembers(ONE, customer(id), [person(id, 'Zora Dana', 'z@a.example'), ...(id < 3 ? [person(10 + id, 'Dana Two', 'two@a.example')] : [])], 10)
  store.members.replaceMembers(ONE, customer(4), Array.from({ length: 300 }, (_, at) => person(100 + at, 'Dana Abbott', `a${String(at)}@a.example`)), 10)
  expect(store.people.page(query({ search: 'dana' })).rows.map(({ name }) => name)).not.toContain('Zora Dana')
  expect(store.people.widest('dana', 5).map(({ name, customers }) => [name, customers])).toEqual([['Zora Dana', 3], ['Dana Two', 2]])
  expect(store.people.widest('dana', 1)).toHaveLength(1)
  expect([store.people.widest('nobody', 5), store.people.widest('', 5)]).toEqual([[], []])
})

it('among thousands of several customers those of most are looked through', () => {
  const store = storeWith({ one: [1, 2, 3] })
  const crowd = Array.from({ length: 1001 }, (_, at) => person(100 + at, 'Ann Abbott', `a${String(at)}@a.example`))
  for (const id of [1, 2]) store.members.replaceMembers(ONE, customer(id), crowd, 10)
  for (const id of [1, 2, 3]) store.members.saveMember(ONE, customer(id), person(9, 'Zora Ann', 'z@a.example'), 10)
  expect(store.people.widest('ann', 1).map(({ name }) => name)).toEqual(['Zora Ann'])
})

it('people are put in order by the rank of their highest role, not by its name', () => {
  const store = storeWith({ one: [1] })
  const roles = { Ann: 'Member', Bo: 'EnvironmentAdmin', Cy: null, Di: 'EnvironmentManager' }
  store.members.replaceMembers(ONE, customer(1), Object.entries(roles).map(([name, role], at) => person(at + 1, name, `${name}@x.example`, { dev: role })), 10)
  const by = (direction: 'asc' | 'desc') => store.people.page({ ...query({}), sort: { by: 'access', direction } }).rows.map(({ name }) => name)
  expect([by('desc'), by('asc')]).toEqual([['Bo', 'Di', 'Ann', 'Cy'], ['Cy', 'Ann', 'Di', 'Bo']])
})

it('nobody becomes somebody else by an address that is spelt like the key of one without any', () => {
  const store = storeWith({ one: [1], two: [1] })
  store.members.replaceMembers(TWO, customer(1), [person(7, 'Nobody', ' ')], 1)
  const keys = store.people.page(query({})).rows.map(({ key }) => key)
  const forged = [...keys, ...keys.map((key) => key.toUpperCase()), ...keys.map((key) => `\t${key}`), '#two/7']
  store.members.replaceMembers(ONE, customer(1), forged.map((email, at) => person(at + 1, `Forger ${String(at)}`, email)), 2)
  expect(store.person.memberships(keys[0] ?? '', { search: '', offset: 0, limit: 10 }).rows.map(({ member }) => member.name)).toEqual(['Nobody'])
  store.close()
})

it('short words find beginnings, longer ones any place; case, accents and signs do no harm', () => {
  const store = storeWith({ one: [1] })
  store.members.replaceMembers(ONE, customer(1), [person(1, 'Élodie "Q" Brontë', 'elodie@acme.example'), person(2, 'Bo Ek', 'bo@lodi.example'), person(3, '李 雷', 'li@x.example')], 10)
  const found = (search: string): number => store.people.page(query({ search })).matched
  expect(['e', 'el', 'od', 'lod', 'ELODIE bronte', 'bo ek', '"q', '%', '*', 'AND', 'a" OR "b', '李', '\u0001', '\ue000', 'bo@lodi.example'].map(found))
    .toEqual([2, 1, 0, 2, 1, 1, 1, 0, 0, 0, 0, 1, 3, 3, 1])
})

it('filters of account, role, environment and customer hold of one and the same assignment', () => {
  const store = storeWith({ one: [1], two: [1] })
  store.members.replaceMembers(ONE, customer(1), [person(1, 'Ann', 'ann@a.example', { dev: 'Admin', prod: 'Member' }), person(2, 'Ben', 'ben@a.example', { prod: 'Admin', test: null })], 10)
  store.members.replaceMembers(TWO, customer(1), [person(3, 'Ann', 'ann@a.example', { prod: 'Admin' })], 10)
  const found = (filter: Partial<PeopleFilter>): string[] => store.people.page(query(filter)).rows.map(({ name }) => name)
  expect(found({ roleNames: ['Admin'] })).toEqual(['Ann', 'Ben'])
  expect(found({ roleNames: ['Admin'], environments: ['prod'], accounts: [ONE] })).toEqual(['Ben'])
  expect(found({ roleNames: ['Admin'], environments: ['prod'] })).toEqual(['Ann', 'Ben'])
  expect(found({ environments: ['test'] })).toEqual([])
  expect(found({ accounts: [TWO], search: 'an' })).toEqual(['Ann'])
  expect(found({ customers: [{ accountId: ONE, customerId: customer(1) }], roleNames: ['Admin'], environments: ['dev'] })).toEqual(['Ann'])
  expect(found({ customers: [{ accountId: TWO, customerId: customer(1) }], search: 'an' })).toEqual(['Ann'])
  expect(found({ customers: [] })).toEqual([])
  expect(found({ roleNames: ['Never seen'] })).toEqual([])
})

it('role names are counted over the accounts that are asked for, or over all', () => {
  const store = storeWith({ one: [1], two: [1] })
  store.members.replaceMembers(ONE, customer(1), [person(1, 'Ann', 'ann@a.example', { dev: 'Admin', prod: 'Admin' }), person(2, 'Ben', 'ben@a.example', { prod: 'Member', test: null })], 10)
  store.members.replaceMembers(TWO, customer(1), [person(3, 'Cy', 'cy@a.example', { dev: 'Member', prod: 'Member' })], 10)
  const [admin, member] = [{ value: 'Admin', count: 2 }, { value: 'Member', count: 3 }]
  expect([[], [ONE], [TWO], [ONE, TWO]].map((accounts) => store.people.roleNames(accounts))).toEqual([[member, admin], [admin, { ...member, count: 1 }], [{ ...member, count: 2 }], [member, admin]])
})

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'z', 'é', ' ', '-', '1', 'Z'), maxLength: 10 })

it('ids go in the order of names', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => {
    const [first, second] = [fold(a), fold(b)].sort((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y)))
    expect(bucketOf(first ?? '')).toBeLessThanOrEqual(bucketOf(second ?? ''))
  }), { numRuns: 2000 })
})

it('any list of members gives the people that counting by hand gives', () => {
  fc.assert(fc.property(fc.array(fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), letters, fc.constantFrom('A', 'B', null)), { maxLength: 8 }), { minLength: 1, maxLength: 4 }), (reads) => {
    const store = storeWith({ one: [1, 2] })
    const state = new Map<number, readonly Member[]>()
    reads.forEach((read, at) => {
      const members = [...new Map(read.map(([id, name, role]) => [id, person(id, name, `p${String(id % 4)}@x.example`, { prod: role })])).values()]
      const of = 1 + (at % 2)
      state.set(of, members)
      store.members.replaceMembers(ONE, customer(of), members, at + 1)
    })
    const all = [...state].flatMap(([of, members]) => members.map((one) => ({ of, one })))
    const keys = [...new Set(all.map(({ one }) => one.email))].sort()
    const rows = store.people.page(query({}, 'email')).rows
    expect(rows.map(({ key, customers }) => [key, customers])).toEqual(keys.map((key) => [key, new Set(all.filter(({ one }) => one.email === key).map(({ of }) => of)).size]))
    expect(store.people.count({ ...NONE, roleNames: ['A'] })).toBe(new Set(all.filter(({ one }) => one.roles[0]?.roleName === 'A').map(({ one }) => one.email)).size)
    expect(store.people.count({ ...NONE, search: 'x.example' })).toBe(keys.length)
    store.close()
  }), { numRuns: 60 })
}, 60_000)

it('with more matches than are counted, windows in every order are those of the whole sorted list', () => {
  const store = storeWith({ one: [1] })
  const names = ['Christopher', 'Ann', 'Zoe', 'Ännchen', '李', 'christo', '9 lives']
  const size = COUNT_LIMIT + 700
  const people = Array.from({ length: size }, (_, at) => person(at + 1, `${names[at % names.length] ?? ''} ${String((at * 7919) % size)}`, `p${String(at)}@many.example`))
  store.members.replaceMembers(ONE, customer(1), people, 10)
  const bytes = (text: string): Buffer => Buffer.from(text)
  const expected = people.map(({ name, email }) => [fold(name), email] as const).toSorted(([a, x], [b, y]) => Buffer.compare(bytes(a), bytes(b)) || Buffer.compare(bytes(x), bytes(y))).map(([, email]) => email)
  for (const direction of ['asc', 'desc'] as const) {
    const order = direction === 'asc' ? expected : [...expected].reverse()
    for (const offset of [0, 1, 199, 1000, 2600, size - 5, size]) {
      const page = store.people.page(query({ search: 'many.ex' }, 'name', direction, offset, 150))
      expect(page.rows.map(({ email }) => email)).toEqual(order.slice(offset, offset + 150))
      expect(page).toMatchObject({ matched: COUNT_LIMIT, exact: false, total: size })
    }
  }
  const byMail = store.people.page(query({ search: 'many.ex' }, 'email', 'desc', 0, 3)).rows.map(({ email }) => email)
  expect(byMail).toEqual(people.map(({ email }) => email).sort().reverse().slice(0, 3))
  expect(store.people.count({ ...NONE, search: 'many.ex' })).toBe(size)
}, 60_000)

it('windows by name are right where thousands share a bucket and others come before it', () => {
  const store = storeWith({ one: [1] })
  const names = ['Mary-Ann', 'Mary-Ann', 'Mary-Ann', 'Mary-Lou', 'Mary-Ann']
  const size = COUNT_LIMIT + 700
  const people = Array.from({ length: size }, (_, at) => person(at + 1, at % 90 === 0 ? `${at % 180 === 0 ? 'Mary Sue' : 'Maria'} ${String(at)}` : `${names[at % names.length] ?? ''} ${String((at * 7919) % size)}`, `p${String(at)}@many.example`))
  store.members.replaceMembers(ONE, customer(1), people, 10)
  const expected = people.map(({ name, email }) => [fold(name), email] as const).toSorted(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1)).map(([, email]) => email)
  for (const offset of [0, 10, 25, 29, 700, 1849, 1851, 2500]) {
    expect(store.people.page(query({ search: 'mar' }, 'name', 'asc', offset, 150)).rows.map(({ email }) => email), String(offset)).toEqual(expected.slice(offset, offset + 150))
  }
}, 60_000)

it('a whole address finds everybody whose address holds it, and nobody of the same name elsewhere', () => {
  const store = storeWith({ one: [1] })
  const emails = ['ann@x.example', 'joann@x.example', 'ann@x.example.org', 'ann@y.example', 'a@x.example', 'ann@']
  store.members.replaceMembers(ONE, customer(1), emails.map((email, at) => person(at + 1, `Person ${String(at)}`, email)), 10)
  const found = (search: string, filter = {}): string[] => store.people.page(query({ search, ...filter }, 'email', 'asc', 0, 200)).rows.map(({ email }) => email)
  expect(found('ANN@x.example')).toEqual(['ann@x.example', 'ann@x.example.org', 'joann@x.example'])
  expect(found('ann@x.example person', { accounts: [ONE], environments: ['dev'] })).toEqual(['ann@x.example', 'ann@x.example.org', 'joann@x.example'])
  expect(found('a@x.example')).toEqual(['a@x.example'])
  expect(found('ann@')).toEqual(emails.filter((email) => email.includes('ann@')).sort())
  expect(store.people.count({ ...NONE, search: 'ann@x.example' })).toBe(3)
})
