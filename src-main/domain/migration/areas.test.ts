import { expect, it } from 'vitest'
import { areaKey, likeSummary, scopeOf, summariesOf, verbsOf } from './areas'

const BUILD = ['create', 'delete', 'read', 'update']
/** What the contract knows of the legacy privileges (8). */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  'Recipes': [...BUILD, 'run', 'read_run_history'], 'Folders': BUILD, 'Projects': BUILD, 'Connections': BUILD, 'On-prem groups & agents': BUILD, 'Common data models': BUILD, 'Message templates': BUILD, 'Workbot': BUILD,
  'Job History Search': BUILD, 'Event streams': [...BUILD, 'view_history'], 'Lookup tables': ['read', 'create', 'update_records', 'delete', 'update_schema'], 'Environment properties': ['read', 'update_records', 'create', 'delete'],
  'Project properties': ['read', 'update_records', 'create', 'delete'], 'Runtime user connections': ['read', 'update', 'delete'], 'Test automation': ['read', 'manage_test_cases'], 'Secrets management': ['read', 'update'],
}
const IN_PROJECTS = ['Recipes', 'Folders', 'Projects', 'Connections', 'Lookup tables', 'Project properties', 'Runtime user connections', 'Test automation', 'Job History Search', 'People task', 'Connector SDK', 'Use in recipes', 'Connection - on-prem files', 'Connection - command line scripts', 'Project folder', 'Connection Folders']
/** Groups that an Analyst does not have (8). */
const OF_ADMINS = ['Collaborators', 'Collaborator SAML SSO auth', 'Collaborator roles (non-system)', 'Developer API', 'Workspace settings', 'Debug', 'Log and Security', 'Network trace', 'Activity audit', 'Data masking', 'Recipe lifecycle management']

it('all verbs of an area are those that the contract lists, so that none of them is lost by being all', () => {
  expect(Object.keys(VERBS).map((area) => [area, [...(verbsOf(areaKey(area)) ?? [])].sort()])).toEqual(Object.entries(VERBS).map(([area, verbs]) => [area, [...verbs].sort()]))
  expect([...OF_ADMINS, 'People task', 'Use in recipes', 'nothing known'].map((area) => verbsOf(areaKey(area)))).toEqual(Array.from({ length: OF_ADMINS.length + 3 }, () => null))
})

it('no environment role reaches what lies in projects, and what only admins had is in none (contract 5, 8)', () => {
  for (const area of IN_PROJECTS) expect([area, scopeOf(areaKey(area)), summariesOf(areaKey(area))]).toEqual([area, 'project', ['project']])
  for (const area of OF_ADMINS) expect([area, scopeOf(areaKey(area)), summariesOf(areaKey(area))]).toEqual([area, 'workspace', ['team']])
  for (const area of ['On-prem groups & agents', 'Environment properties', 'Secrets management', 'Message templates', 'Common data models', 'Event streams']) expect([area, summariesOf(areaKey(area))]).toEqual([area, ['team', 'environment']])
})

it('who has all of an environment, of projects or of the team had what amounts to it, and nothing else amounts to more', () => {
  expect(['team', 'environment', 'project', 'recipes'].map(likeSummary)).toEqual(['collaborators', 'workspace_settings', 'projects', null])
})
