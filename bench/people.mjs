// Made-up customers and people, the same on every machine.
const FIRST = 'Anna Ben Carla Dana Emil Fatima Georg Hana Ines Jonas Katja Liam Maria Nils Olga Paul Quentin Rosa Samuel Tara Umar Vera Wanda Xenia Yusuf Zoe Christopher Élodie Mary-Ann Joaquim'.split(' ')
const SYLLABLES = 'ba ko ri ma len son dor vik tan hel gar no sa wil per mo stein li ra burg'.split(' ')
/** Roles of the people; null: no access. */
const ROLES = ['EnvironmentAdmin', 'EnvironmentManager', 'Member', 'Member', 'Member', 'Builder', null]

/** A name of three syllables; 8,000 of them differ. */
export const last = (n) => {
  const [a, b, c] = [n % 20, Math.floor(n / 20) % 20, Math.floor(n / 400) % 20].map((at) => SYLLABLES[at])
  return a[0].toUpperCase() + a.slice(1) + b + c
}

export const customerRow = (id) => ({ id, name: `Customer ${last(id)} ${id}`, externalId: `ext-${id}`, planId: null, status: 'active', joinedAt: null, taskCount: null, taskLimit: null, connectionCount: null, connectionLimit: null, environments: ['dev', 'test', 'prod'] })

/** The people of a customer; one in fourteen customers has Dana. */
export function members(customer, people) {
  return Array.from({ length: people }, (_, at) => {
    const id = customer * people + at
    const dana = at === 0 && customer % 14 === 0
    const [name, surname] = dana ? ['Dana', 'Example'] : [FIRST[(id * 7) % FIRST.length], last((id * 7919) % 8000)]
    const email = dana ? 'dana@example.example' : `${name}.${surname}${id}@${last(customer).toLowerCase()}${customer}.example`.toLowerCase()
    const roles = ['dev', 'test', 'prod'].map((environment, of) => ({ environment, roleName: ROLES[(id + of * 3) % ROLES.length], roleType: 'environment' }))
    return { id: id + 1, name: `${name} ${surname}`, email, kind: 'team', grantType: 'team', externalId: null, timeZone: null, createdAt: 1, lastActivityAt: null, lastActivityType: null, groups: null, roles }
  })
}

/** The environment roles of every customer. */
export const environmentRoles = ['EnvironmentAdmin', 'EnvironmentManager', 'Member', 'Builder'].map((name) => ({ id: name, name, kind: name === 'Builder' ? 'custom' : 'system', membersCount: null, createdAt: null, updatedAt: null }))
