import type { EnvironmentType } from '../../contract/access'
import type { Privilege, ReviewRow } from '../../contract/migration'
import type { PersonDifference } from './diff'
import { isMoreThanSeeing } from './privileges'

type Line = ReviewRow['summary'][number]

const WEIGHT: Readonly<Record<EnvironmentType, number>> = { prod: 0, test: 1, dev: 2 }

/** What a person gains and loses in as few lines as say it all: equal ones of several projects are one, PROD and what is more than to see come first. */
export function summaryOf({ environments, projects }: Pick<PersonDifference, 'environments' | 'projects'>): readonly Line[] {
  const lines = new Map<string, Line>()
  const add = (direction: Line['direction'], environment: EnvironmentType, inProject: boolean, what: Pick<Line, 'privilege' | 'role'>): void => {
    const key = JSON.stringify([direction, environment, inProject, what])
    const known = lines.get(key)
    lines.set(key, { direction, environment, ...what, projects: inProject ? (known?.projects ?? 0) + 1 : null })
  }
  const all = [...environments.map((one) => ({ ...one, inProject: false })), ...projects.map((one) => ({ ...one, inProject: true }))]
  for (const { environment, before, after, gains, losses, access, known, inProject } of all) {
    // A role says it all where there was none before, where there is none after, or where no answer tells its privileges.
    if (access === 'gained' || (!known && after !== null)) add('gain', environment, inProject, { privilege: null, role: after })
    if (access === 'lost') add('loss', environment, inProject, { privilege: null, role: before })
    if (access === null) for (const privilege of gains) add('gain', environment, inProject, { privilege, role: null })
    if (access === null) for (const privilege of losses) add('loss', environment, inProject, { privilege, role: null })
  }
  return [...lines.values()].sort((a, b) => rank(a) - rank(b))
}

function rank({ direction, environment, privilege }: Line): number {
  return (direction === 'gain' ? 0 : 100) + WEIGHT[environment] * 10 + (isOnlySeeing(privilege) ? 1 : 0)
}

function isOnlySeeing(privilege: Privilege | null): boolean {
  return privilege !== null && !isMoreThanSeeing(privilege)
}
