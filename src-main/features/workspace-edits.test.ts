import { expect, it } from 'vitest'
import { registry } from '../contract'
import { targetKey } from '../domain/intents/kinds'
import { brand, intent } from '../domain/testing/build'
import { createEngine } from '../engine/engine'
import { collaboratorGroup, environmentRole, groupMember, project, projectGrant, projectRole } from '../contract/access'
import { projectId } from '../contract/ids'
import type { JobId } from '../contract/jobs'
import { openStore } from '../store'
import { customer, details, newFolder, ONE, person } from '../store/store.fixture'
import { VirtualClock } from '../testing/virtual-clock'

const HERE = { accountId: ONE, customerId: customer(1) }
const NOW = Date.UTC(2026, 10, 25, 12)
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const environment = { id: 1, type: 'dev' }
const times = { createdAt: null, updatedAt: null }
const group = collaboratorGroup.parse({ id: 'pf-1', name: 'Finance', description: null, membersCount: null, system: false, ...times })
const shop = project.parse({ id: 'p1', name: 'Shop', folderId: null, description: null, environment })
const bare = project.parse({ ...shop, id: 'p2', name: 'Bare' })
const builders = projectRole.parse({ id: 'pr-1', name: 'Builders', kind: 'custom', membersCount: null, ...times })
const granted = projectGrant.parse({ id: 'pg-1', project: { id: 'p1', name: 'Shop', environment }, projectRole: { id: 'pr-1', name: 'Builders' }, assignee: { kind: 'group', id: 'pf-1', name: 'Finance' } })

/** An engine whose store knows one customer with Ann, the only administrator, and Bo, who is in no group. */
function setUp() {
  const folder = newFolder()
  const store = openStore(folder, 1)
  store.accounts.save({ id: ONE, kind: 'partner', name: 'One', dataCenter: 'custom', baseUrl: 'http://127.0.0.1', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
  store.inCache(() => {
    store.customers.upsert(ONE, [{ id: customer(1), name: 'Acme', externalId: null, planId: null, status: 'active', joinedAt: null, taskCount: null, taskLimit: null, connectionCount: null, connectionLimit: null, environments: ['dev', 'prod'] }], 1, 1)
    store.customerDetails.saveListed(ONE, details(1), 1, 5)
  })
  store.members.replaceMembers(ONE, HERE.customerId, [person(1, 'Ann', 'ann@x.example', { dev: 'EnvironmentAdmin', prod: 'EnvironmentAdmin' }), person(2, 'Bo', 'bo@x.example', { dev: 'Member', prod: 'Member' })], 10)
  store.roles.replaceEnvironmentRoles(ONE, HERE.customerId, ['EnvironmentAdmin', 'Member'].map((name) => environmentRole.parse({ id: `er-${name}`, name, kind: 'system', membersCount: null, ...times })), 10)
  store.roles.replaceProjectRoles(ONE, HERE.customerId, [builders], 10)
  store.groups.replaceGroups(ONE, HERE.customerId, [group], 10)
  store.groups.replaceGroupMembers(ONE, HERE.customerId, group.id, [groupMember.parse({ id: 1, name: 'Ann', email: 'ann@x.example' })], 10)
  store.projects.replaceProjects(ONE, HERE.customerId, [shop, bare], 10)
  store.projects.replaceGrants(ONE, HERE.customerId, projectId.parse('p1'), [granted], 10)
  for (const resource of ['members', 'environmentRoles', 'projectRoles', 'groupMembers', 'projects', 'grants'] as const) store.readStates.succeeded(ONE, resource, HERE.customerId, 1, 10)
  store.invitations.note(ONE, HERE.customerId, 'late@x.example', NOW - 60_000)
  const jobId = brand<JobId>('j1')
  const queued = intent('member.invite', { ...HERE, target: { email: 'Queued@x.example' }, base: null, wish: { name: 'Q', roles: { dev: 'Member' }, groupIds: [] } })
  store.inLedger(() => {
    store.jobs.add(jobId, 'Paused', 2, NOW)
    const elsewhere = intent('member.invite', { ...HERE, customerId: customer(2), target: { email: 'else@x.example' }, base: null, wish: { name: 'E', roles: { dev: 'Member' }, groupIds: [] } })
    store.steps.add([{ jobId, place: 1, ...HERE, customerId: customer(2), key: targetKey(elsewhere), intent: elsewhere, covers: [elsewhere.id], planned: 'send', callKey: null, limitClass: null, state: 'queued', outcome: {}, updatedAt: NOW }, { jobId, place: 0, ...HERE, key: targetKey(queued), intent: queued, covers: [queued.id], planned: 'send', callKey: null, limitClass: null, state: 'queued', outcome: {}, updatedAt: NOW }])
    store.jobs.move(jobId, 'paused', 0, NOW)
  })
  store.close()
  const engine = createEngine({ dataDir: folder, transport: { send: () => Promise.reject(new Error('nothing is to be sent')) }, clock: new VirtualClock(NOW), random: Math.random, log: silent, emit: () => undefined, author: 'tester', quotaSpeed: 1 })
  const ask = async <T>(method: keyof typeof registry, input: unknown): Promise<T> => {
    const reply = await engine.invoke(method, registry[method].input.parse(input))
    return (reply.ok ? reply.value : reply.error.code) as T
  }
  return { ask, stop: () => engine.stop() }
}
const remove = (memberId: number) => ({ kind: 'member.remove', ...HERE, target: { memberId }, base: true, wish: false })
const join = (memberId: number, wish = true) => ({ kind: 'group.member', ...HERE, target: { groupId: group.id, memberId }, base: !wish, wish })
const grant = (project: string, assignee: unknown, base: unknown, wish: unknown) => ({ kind: 'project.grant', ...HERE, target: { projectId: project, environment: 'dev', assignee }, base, wish })

it('a removal tells before it is staged what goes with the person, and that the last administrator stays', async () => {
  const { ask, stop } = setUp()
  const shown = await ask<{ items: unknown[] }>('workspace.preview', { ...HERE, edits: [remove(1), remove(2)] })
  expect(shown.items).toMatchObject([
    { verdict: 'blocked', reason: { kind: 'last-admin', environments: ['dev'] }, changes: [] },
    { verdict: 'send', reason: null, changes: [{ where: { kind: 'environment' }, environment: 'dev', before: 'Member', after: null }, { environment: 'prod', before: 'Member', after: null }] },
  ])
  expect(await ask('workspace.preview', { ...HERE, edits: [{ ...remove(1), customerId: customer(2) }] })).toBe('BAD_INPUT')
  expect(await ask('intents.counts', {})).toMatchObject({ staged: 0 })
  await stop()
})

it('a group that is joined shows its project roles before anything is applied, and a removal takes them away', async () => {
  const { ask, stop } = setUp()
  const of = (memberId: number) => ask<unknown>('workspace.effective', { ...HERE, memberId })
  expect(await of(2)).toMatchObject({ groups: [{ name: 'Finance', now: false, after: false }], projects: [] })
  await ask('intents.stage', { name: 'Join', edits: [join(2)] })
  expect(await of(2)).toEqual({
    groups: [{ id: 'pf-1', name: 'Finance', system: false, now: false, after: true }],
    projects: [{ project: { id: 'p1', name: 'Shop', environment }, roles: [{ name: 'Builders', group: 'Finance', now: false, after: true }] }],
  })
  await ask('intents.stage', { name: 'Other role', edits: [grant('p1', { kind: 'group', id: group.id }, { id: 'pr-1', name: 'Builders' }, { id: 'pr-2', name: 'Admins' }), grant('p2', { kind: 'user', id: 1 }, null, { id: 'pr-1', name: 'Builders' })] })
  expect(await of(2)).toMatchObject({ projects: [{ roles: [{ name: 'Admins', now: false, after: true }] }] })
  expect(await of(1)).toMatchObject({ projects: [
    { project: { name: 'Bare' }, roles: [{ name: 'Builders', group: null, now: false, after: true }] },
    { project: { name: 'Shop' }, roles: [{ name: 'Builders', group: 'Finance', now: true, after: false }, { name: 'Admins', group: 'Finance', now: false, after: true }] },
  ] })
  await ask('intents.stage', { name: 'Delete', edits: [{ kind: 'group.delete', ...HERE, target: { groupId: group.id }, base: { name: 'Finance', description: null }, wish: null }] })
  expect(await of(1)).toMatchObject({ groups: [{ now: true, after: false }], projects: [{ project: { name: 'Bare' } }, { roles: [{ name: 'Builders', now: true, after: false }] }] })
  await ask('intents.undo', {})
  await ask('intents.stage', { name: 'Remove', edits: [remove(1)] })
  expect(await of(1)).toMatchObject({ groups: [{ now: true, after: false }], projects: [{ roles: [{ name: 'Builders', now: true, after: false }] }] })
  await stop()
})

it('people of a list are told line by line what is wrong with them', async () => {
  const { ask, stop } = setUp()
  await ask('intents.stage', { name: 'Waits', edits: [{ kind: 'member.invite', ...HERE, target: { email: 'waits@x.example' }, base: null, wish: { name: 'W', roles: { dev: 'Member' }, groupIds: [] } }] })
  const text = ['e-mail;name', 'new@x.example;Nina', 'NEW@x.example;Nina again', 'BO@x.example;Bo', ';Nameless', 'no address;Nat', 'a@x.example;', '', 'late@x.example;Lia', 'waits@x.example;Wim', `b@x.example;${'x'.repeat(201)}`, 'c@x.example;\u202eodd', 'queued@x.example;Quin', 'else@x.example;Els'].join('\n')
  const { people } = await ask<{ people: { line: number; problem: unknown }[] }>('workspace.checkPeople', { ...HERE, people: { text } })
  expect(people.map(({ line, problem }) => [line, problem])).toEqual([
    [2, null], [3, { kind: 'repeated', line: 2 }], [4, { kind: 'member', name: 'Bo' }], [5, { kind: 'no-email' }], [6, { kind: 'email' }], [7, { kind: 'no-name' }],
    [9, null], [10, { kind: 'waiting' }], [11, { kind: 'long-name' }], [12, { kind: 'odd-name' }], [13, { kind: 'waiting' }], [14, null],
  ])
  expect(people.find(({ line }) => line === 9)).toMatchObject({ allowedAt: NOW + 19 * 60_000 })
  await stop()
})

it.each([
  ['Ines Roy <ines@x.example>\nTom Fox <tom@x.example>', [[1, 'Ines Roy', 'ines@x.example'], [2, 'Tom Fox', 'tom@x.example']]],
  ['Ines Roy, ines@x.example\n\n"Fox, Tom", tom@x.example', [[1, 'Ines Roy', 'ines@x.example'], [3, 'Fox, Tom', 'tom@x.example']]],
  ['\nines@x.example\tInes Roy', [[2, 'Ines Roy', 'ines@x.example']]],
  ['Name,E-mail', []],
])('a pasted list is read as it is written: %j', async (text, expected) => {
  const { ask, stop } = setUp()
  const { people } = await ask<{ people: { line: number; name: string; email: string }[] }>('workspace.checkPeople', { ...HERE, people: { text } })
  expect(people.map(({ line, name, email }) => [line, name, email])).toEqual(expected)
  await stop()
})
