import { ROUTE_GROUPS } from './answer'
import { ENVIRONMENTS, type Token } from './model'

const listOf = (value: unknown, allowed: (item: unknown) => boolean): boolean => value === undefined || value === null || (Array.isArray(value) && value.every(allowed))

/** A token from a control request, or what is wrong with it. A part that is not named is not limited (contract 1.2). */
export function readToken(given: Readonly<Record<string, unknown>>): Token | string {
  const { token, groups, environments, projects } = given
  if (typeof token !== 'string' || token === '') return 'token is needed: the text that requests send as bearer token'
  if (!listOf(groups, (one) => ROUTE_GROUPS.some((group) => group === one))) return `groups is a list of ${ROUTE_GROUPS.join(', ')}`
  if (!listOf(environments, (one) => ENVIRONMENTS.some((environment) => environment === one))) return `environments is a list of ${ENVIRONMENTS.join(', ')}`
  if (!listOf(projects, Number.isInteger)) return 'projects is a list of project ids'
  return { value: token, groups: groups ?? null, environments: environments ?? null, projects: projects ?? null } as Token
}
