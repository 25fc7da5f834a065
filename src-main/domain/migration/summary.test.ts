import { expect, it } from 'vitest'
import type { EnvironmentDifference, Privilege, ProjectDifference } from '../../contract/migration'
import { brand } from '../testing/build'
import { summaryOf } from './summary'

const can = (area: string, verb: string): Privilege => ({ area, verb })
const environment = (at: EnvironmentDifference['environment'], more: Partial<EnvironmentDifference>): EnvironmentDifference => ({ environment: at, before: 'Operator', after: 'Member', gains: [], losses: [], access: null, known: true, ...more })
const project = (id: number, at: EnvironmentDifference['environment'], more: Partial<ProjectDifference>): ProjectDifference => ({ projectId: brand(String(id)), project: `P ${String(id)}`, ...environment(at, more) })
const told = (environments: readonly EnvironmentDifference[], projects: readonly ProjectDifference[] = []) =>
  summaryOf({ environments, projects }).map(({ direction, environment: at, privilege, role, projects: n }) => `${direction} ${at} ${privilege === null ? String(role) : `${privilege.area} ${privilege.verb}`}${n === null ? '' : ` in ${String(n)}`}`)

it('gains come before losses, PROD before TEST before DEV, and what is more than to see before what is seen', () => {
  const all = [can('logs', 'read'), can('event_streams', 'view_history'), can('recipes', 'read_run_history'), can('recipes', 'run')]
  expect(told([environment('dev', { gains: all }), environment('test', { losses: [can('recipes', 'run')] }), environment('prod', { gains: [can('logs', 'read'), can('logs', 'update')] })]))
    .toEqual(['gain prod logs update', 'gain prod logs read', 'gain dev recipes run', 'gain dev logs read', 'gain dev event_streams view_history', 'gain dev recipes read_run_history', 'loss test recipes run'])
})

it('the same in several projects is one line with their number, and none with what is in the environment itself', () => {
  const gains = [can('recipes', 'run')]
  expect(told([environment('dev', { gains })], [project(1, 'dev', { gains }), project(2, 'dev', { gains }), project(3, 'test', { gains })])).toEqual(['gain test recipes run in 1', 'gain dev recipes run', 'gain dev recipes run in 2'])
})

it('a role says it all where there was none before, where there is none after, and where nothing tells its privileges', () => {
  const every = { gains: [can('recipes', 'run')], losses: [can('recipes', 'read')] }
  expect(told([environment('prod', { ...every, before: null, access: 'gained' }), environment('dev', { known: false, after: 'Secret' })], [project(1, 'test', { ...every, after: null, access: 'lost' }), project(2, 'test', { known: false, after: null })]))
    .toEqual(['gain prod Member', 'gain dev Secret', 'loss test Operator in 1'])
})
