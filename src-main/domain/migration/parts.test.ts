import { expect, it } from 'vitest'
import type { LegacyRole } from '../../contract/access'
import { brand, member } from '../testing/build'
import { MIGRATED, partState, type MigrationPart, type PartFacts } from './parts'

const holds = (id: number, roleName: string, more: object = {}) => member(id, {}, { roles: [{ environment: 'dev', roleName, roleType: 'privilege_group' }], ...more })
const own: LegacyRole = { id: '7', name: 'Builders', privileges: { Recipes: ['read'] }, folderIds: ['1', '2'] } as unknown as LegacyRole
const custom: MigrationPart = { kind: 'custom', id: '7', name: 'Builders' }
const system: MigrationPart = { kind: 'system', legacy: ['Operator'] }
const facts: PartFacts = { members: [holds(1, 'Builders'), holds(2, 'Operator')], legacyRoles: [own] }

it('a part is another one as soon as anything is that decides what its migration does', () => {
  const state = (change: Partial<LegacyRole>): string => partState(custom, { ...facts, legacyRoles: [{ ...own, ...change }] })
  expect(new Set([partState(custom, facts), state({ privileges: { Recipes: ['read', 'run'] } }), state({ folderIds: [brand('1')] }), state({ name: 'Others' }), partState(custom, { ...facts, members: [...facts.members, holds(3, 'Builders')] })]).size).toBe(5)
  expect(partState(system, { ...facts, members: [...facts.members, holds(3, 'Operator')] })).not.toBe(partState(system, facts))
})

it('the order of folders and people, managers and the other parts say nothing', () => {
  const same: PartFacts = { members: [holds(9, 'Builders', { kind: 'manager' }), holds(8, 'Operator', { kind: 'manager' }), ...[...facts.members].reverse()], legacyRoles: [{ ...own, folderIds: [...own.folderIds].reverse() }] }
  expect([partState(custom, same), partState(system, same)]).toEqual([partState(custom, facts), partState(system, facts)])
  expect(partState(system, { ...facts, members: [...facts.members, holds(3, 'Builders')] })).toBe(partState(system, facts))
})

it('a part is migrated when nobody holds it, when its role is gone, and when legacy roles are no longer answered', () => {
  expect([partState(system, { ...facts, members: [] }), partState(custom, { ...facts, legacyRoles: [] }), partState(custom, { ...facts, legacyRoles: null }), partState(system, { ...facts, legacyRoles: null })]).toEqual([MIGRATED, MIGRATED, MIGRATED, MIGRATED])
})
