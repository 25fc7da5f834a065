import { expect, it } from 'vitest'
import type { EnvironmentType, MigrationReport } from '../../contract/access'
import { brand, member } from '../testing/build'
import { mappingOf, mostGot, sumMappings } from './mapping'
import type { MigrationSnapshot } from './snapshot'

const was = (id: number, ...environments: readonly EnvironmentType[]) => member(id, {}, { roles: environments.map((environment) => ({ environment, roleName: 'Operator', roleType: 'privilege_group' })) })
const gets = (id: number, environment: EnvironmentType, name: string) => ({ memberId: brand<never>(id), name: '', email: '', roles: [{ environment, name }] })
const snapshot: MigrationSnapshot = { members: [was(1, 'dev', 'prod'), was(2, 'dev'), was(3, 'dev'), was(4, 'dev'), was(5, 'test')], legacyRoles: [], projects: [], folders: {}, system: {} }
const project = (environment: EnvironmentType, projectRole: string, ...ids: readonly number[]) => ({ id: brand(`p-${environment}`), name: environment, environment, folderId: null, collaborators: ids.map((id) => ({ memberId: brand(id), name: '', email: '', projectRole })) }) as unknown as MigrationReport['projects'][number]
const system: MigrationReport = {
  environmentRoles: [], projectRoles: [], moderators: [], collaborators: [gets(1, 'dev', 'Member'), gets(1, 'prod', 'Member'), gets(2, 'dev', 'Member'), gets(3, 'dev', 'Manager'), gets(4, 'dev', 'Manager')],
  projects: [project('dev', 'Builder', 1), project('prod', 'Reader', 1)],
}
const rows = mappingOf(snapshot, { system, custom: [] })
const line = ({ environmentRole, projectRole, people }: (typeof rows)[number]) => [environmentRole, projectRole, people]

it('a role becomes what the answers say in each environment, with project roles of that environment only; who is not converted keeps it', () => {
  expect(rows.map(line).sort()).toEqual([['Manager', null, 2], ['Member', 'Builder', 1], ['Member', 'Reader', 1], ['Member', null, 1], [null, null, 1]].sort())
})

it('of several environment roles the one of most people counts, however many project roles go with it', () => {
  expect([...mostGot(rows)]).toEqual([['Operator', 'Member']])
  expect([...mostGot([{ legacy: 'Operator', kind: 'system', environmentRole: 'Manager', projectRole: null, people: 9 }, { legacy: 'Operator', kind: 'system', environmentRole: 'Member', projectRole: null, people: 1 }])]).toEqual([['Operator', 'Manager']])
  expect(mostGot(rows.filter(({ environmentRole }) => environmentRole === null)).size).toBe(0)
})

it('the same line of several customers is one, with all its people and the number of customers', () => {
  const summed = sumMappings([rows, rows, []])
  expect(summed.filter(({ environmentRole }) => environmentRole === 'Manager').map(({ people, customers }) => [people, customers])).toEqual([[4, 2]])
  expect(summed).toHaveLength(rows.length)
})
