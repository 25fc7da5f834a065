import { expect, it } from 'vitest'
import type { LegacyRole } from '../../contract/access'
import { appError } from '../../contract/errors'
import { brand, member } from '../testing/build'
import { legacyUse, preflight, type PreflightFacts } from './preflight'

const holds = (id: number, ...names: readonly string[]) => member(id, {}, { roles: names.map((roleName, i) => ({ environment: (['dev', 'test', 'prod'] as const)[i] ?? 'dev', roleName, roleType: 'privilege_group' as const })) })
const own = (id: string, name: string, ...folderIds: readonly string[]): LegacyRole => ({ id, name, inheritable: false, folderIds, privileges: {}, createdAt: null, updatedAt: null }) as unknown as LegacyRole
const facts: PreflightFacts = { environments: ['dev', 'test', 'prod'], members: [holds(1, 'Analyst')], legacyRoles: [], projects: [], error: null, rootConfirmed: true, altered: 0 }
const told = (more: Partial<PreflightFacts>) => preflight({ ...facts, ...more }).filter(({ level }) => level !== 'ok').map(({ kind, level, count, names }) => [kind, level, count, names])

it('nothing is said of a customer that is ready but what was looked at', () => {
  expect(preflight(facts).map(({ kind, level }) => [kind, level])).toEqual([['root-folder', 'ok'], ['environments', 'ok']])
})

it('what was not read blocks, apart from what may not be read, and so does a root folder that nobody confirmed', () => {
  const failed = (code: 'FORBIDDEN' | 'TOKEN_REFUSED' | 'UNREACHABLE') => told({ error: appError(code, '', '').json })
  expect([failed('FORBIDDEN'), failed('TOKEN_REFUSED'), failed('UNREACHABLE'), told({ members: null })]).toEqual([[['no-permission', 'blocks', 1, []]], [['no-permission', 'blocks', 1, []]], [['not-read', 'blocks', 1, []]], [['not-read', 'blocks', 1, []]]])
  expect(told({ rootConfirmed: false })).toEqual([['root-folder', 'blocks', 1, []]])
})

it('one environment, custom roles, roles that nothing converts with their people, and nobody at all are for a person to look at', () => {
  expect(told({ environments: [] })).toEqual([['environments', 'look', 1, []]])
  expect(told({ altered: 2 })).toEqual([['altered', 'look', 2, []]])
  const members = [holds(1, 'Builders'), holds(2, 'Helpdesk', 'Operator'), holds(3, 'Admin'), member(4, {}, { ...holds(4, 'Elsewhere'), kind: 'manager' })]
  expect(told({ legacyRoles: [own('7', 'Builders')], members })).toEqual([['custom-roles', 'look', 1, ['Builders']], ['unknown-roles', 'look', 1, ['Helpdesk']], ['no-equivalent', 'look', 1, [members[1]?.name]]])
  // Managers are none of its people.
  expect(told({ members: [member(4, {}, { ...holds(4, 'Admin'), kind: 'manager' })] })).toEqual([['no-people', 'look', 1, []]])
})

it('legacy roles are told by how many hold them, with the projects that their folders lie in; no folders are all', () => {
  const projects = [{ id: brand<never>('1'), name: 'Orders', environment: 'dev' as const, folderId: brand<never>('11') }, { id: brand<never>('2'), name: 'Orders', environment: 'prod' as const, folderId: brand<never>('12') }, { id: brand<never>('3'), name: 'Bills', environment: 'dev' as const, folderId: null }]
  const use = legacyUse({ members: [holds(1, 'Builders', 'Builders'), holds(2, 'Analyst'), holds(3, 'Analyst', 'Helpdesk')], legacyRoles: [own('7', 'Builders', '12', '99'), own('8', 'Everywhere')], projects })
  expect(use.map(({ name, kind, people, projects: where }) => [name, kind, people, where])).toEqual([['Analyst', 'system', 2, null], ['Builders', 'custom', 1, ['Orders (prod)']], ['Helpdesk', 'inherited', 1, null], ['Everywhere', 'custom', 0, null]])
})
