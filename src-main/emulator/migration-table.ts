import type { Switches } from './switches'

/** What a legacy system role becomes (contract 10.3; the order of the documented lists). */
export interface Equivalent {
  readonly environmentRole: string
  readonly projectRole: string
}

/** The equivalent of a legacy system role; null for a custom one, which is split by name. */
export function becomes(legacy: string, switches: Switches): Equivalent | null {
  switch (legacy) {
    case 'Admin': return { environmentRole: 'EnvironmentAdmin', projectRole: 'ProjectAdmin' }
    case 'Analyst': return { environmentRole: switches.analyst_becomes, projectRole: 'AdvancedBuilder' }
    case 'Operator': return { environmentRole: 'Member', projectRole: 'ProjectOperator' }
    default: return null
  }
}
