import { afterEach, describe, expect, it } from 'vitest'
import type { Output } from '../contract'
import type { JobState } from '../contract/jobs'
import type { Account } from '../emulator/account'
import type { Customer } from '../emulator/model'
import { jobRig, type JobRig } from '../testing/job-rig'

const open: JobRig[] = []
afterEach(async () => {
  for (const rig of open.splice(0)) await rig.end()
})
interface World extends JobRig { readonly here: Account; readonly acme: Customer; readonly at: { readonly accountId: string; readonly customerId: number } }
async function world(): Promise<World> {
  const rig = await jobRig({ customers: 3, people: 4 })
  open.push(rig)
  const here = rig.account()
  const acme = here.customers.find(({ environments }) => environments.length > 0)
  if (acme === undefined) throw new Error('there is no customer with environments')
  return { ...rig, here, acme, at: { accountId: here.id, customerId: acme.id } }
}

/** Stages, plans, applies, and gives the end of the job with its steps. */
async function apply({ ask, apply: start, done }: JobRig, edits: readonly object[]): Promise<{ readonly job: JobState; readonly steps: Output<'jobs.steps'>['steps'] }> {
  expect(await ask('intents.stage', { name: 'Edits', edits })).not.toHaveProperty('code')
  const job = await done((await start()).id)
  return { job, steps: ((await ask('jobs.steps', { jobId: job.id, states: [], offset: 0, limit: 50 })) as Output<'jobs.steps'>).steps }
}
/** Another role in DEV for somebody who has one there. */
function given({ here, acme, at }: World, wish: string): object {
  const { members, environmentRoles } = here.workspace(acme)
  const member = members.find(({ roles }) => roles.dev !== undefined)
  const assignment = member?.roles.dev
  const held = assignment?.role_type === 'environment' ? environmentRoles.find(({ id }) => id === assignment.role_id) : undefined
  return { kind: 'member.role', ...at, target: { memberId: member?.id, environment: 'dev' }, base: held?.name, wish, seen: {} }
}
const sent = ({ log }: JobRig): readonly string[] => log().filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path.replace(/\d+/g, 'n').replace(/p[rf]-[\w-]+/, 'id')}`)

describe('roles', () => {
  it('that are assigned are not deleted, and whoever holds them is named (row 5, seed 001)', async () => {
    const rig = await world()
    const { environmentRoles, members } = rig.here.workspace(rig.acme)
    const role = { id: 900, name: 'Night shift', config: { team: { privileges: 'all' } }, type: 'custom' as const, created_at: '2026-01-01T00:00:00.000Z', updated_at: '2026-01-01T00:00:00.000Z' }
    environmentRoles.push(role)
    const [holder] = members
    if (holder === undefined) throw new Error('there is nobody')
    holder.roles.dev = { role_type: 'environment', role_id: 900 }
    const remove = { kind: 'role.delete', ...rig.at, target: { scope: 'environment', id: '900' }, base: { name: role.name, config: role.config }, wish: null }
    const { steps } = await apply(rig, [remove])
    expect(steps).toMatchObject([{ state: 'failed', reason: { kind: 'role-assigned', count: 1, holders: [{ who: { name: holder.name }, environment: 'dev', project: null }] } }])
    expect(sent(rig)).toEqual([])
    // With another role for the holder in the same plan it goes, after that.
    const change = { kind: 'member.role', ...rig.at, target: { memberId: holder.id, environment: 'dev' }, base: role.name, wish: 'Member', seen: {} }
    expect((await apply(rig, [remove, change])).job.counts).toMatchObject({ applied: 2 })
    expect(sent(rig)).toEqual(['PUT /api/managed_users/n/members/n', 'DELETE /api/managed_users/n/environment_roles/n'])
    expect(rig.here.workspace(rig.acme).environmentRoles.some(({ name }) => name === role.name)).toBe(false)
  })

  it('are made once and given in the same plan, changed without loss, and made again by undo', async () => {
    const rig = await world()
    const config = { team: { privileges: ['read'] }, not_known_here: { deep: [1, null] } }
    const create = { kind: 'role.create', ...rig.at, target: { scope: 'environment', name: 'Reader' }, base: null, wish: { config } }
    const give = given(rig, 'Reader')
    expect((await apply(rig, [give, create])).job.counts).toMatchObject({ applied: 2 })
    expect(sent(rig)).toEqual(['POST /api/managed_users/n/environment_roles', 'PUT /api/managed_users/n/members/n'])
    const made = rig.here.workspace(rig.acme).environmentRoles.find(({ name }) => name === 'Reader')
    expect(made?.config).toEqual(config)
    const update = { kind: 'role.update', ...rig.at, target: { scope: 'environment', id: String(made?.id) }, base: { name: 'Reader', config }, wish: { name: 'Reader', config: { ...config, logs: { privileges: 'all' } } } }
    const { job } = await apply(rig, [update])
    expect(made?.config).toEqual({ ...config, logs: { privileges: 'all' } })
    expect(await rig.ask('jobs.undo', { jobId: job.id })).toMatchObject({ staged: 1, irreversible: [] })
    await rig.done((await rig.apply()).id)
    expect(made?.config).toEqual(config)
  })

  it('that are to go do not wait for each other when their holders keep them', async () => {
    const rig = await world()
    const { environmentRoles, members } = rig.here.workspace(rig.acme)
    const config = { team: { privileges: 'all' } }
    const edits = ['Night shift', 'Day shift'].flatMap((name, i) => {
      const id = 900 + i
      environmentRoles.push({ id, name, config, type: 'custom', created_at: '2026-01-01T00:00:00.000Z', updated_at: '2026-01-01T00:00:00.000Z' })
      const holder = members[i]
      if (holder === undefined) throw new Error('there is nobody')
      holder.roles.dev = { role_type: 'environment', role_id: id }
      rig.plant('PUT', `/api/managed_users/${String(rig.acme.id)}/members/${String(holder.id)}`, 500)
      return [
        { kind: 'role.delete', ...rig.at, target: { scope: 'environment', id: String(id) }, base: { name, config }, wish: null },
        { kind: 'member.role', ...rig.at, target: { memberId: holder.id, environment: 'dev' }, base: name, wish: 'Member', seen: {} },
      ]
    })
    expect(await rig.ask('intents.stage', { name: 'Edits', edits })).not.toHaveProperty('code')
    const { id } = await rig.apply()
    await rig.wait(3600_000)
    expect(await rig.ask('jobs.state', { jobId: id })).toMatchObject({ state: 'done', counts: { failed: 4 } })
    expect(sent(rig)).toEqual([])
  })

  it('that are made late are given late, not given up', async () => {
    const rig = await world()
    const heal = rig.plant('POST', `/api/managed_users/${String(rig.acme.id)}/environment_roles`, 500)
    const create = { kind: 'role.create', ...rig.at, target: { scope: 'environment', name: 'Reader' }, base: null, wish: { config: { team: {} } } }
    expect(await rig.ask('intents.stage', { name: 'Edits', edits: [given(rig, 'Reader'), create] })).not.toHaveProperty('code')
    const { id } = await rig.apply()
    await rig.wait(60_000)
    expect(await rig.ask('jobs.state', { jobId: id })).toMatchObject({ state: 'running', counts: { unknown: 1, queued: 1 } })
    heal()
    expect((await rig.done(id)).counts).toMatchObject({ applied: 2 })
    // Why it waited is no longer so.
    expect(await rig.ask('jobs.steps', { jobId: id, states: [], offset: 0, limit: 9 })).toMatchObject({ steps: [{ reason: null }, { reason: null }] })
  })

  it('of the system are locked, and a name is had by one role only', async () => {
    const rig = await world()
    const [system] = rig.here.workspace(rig.acme).environmentRoles
    const base = { name: system?.name ?? '', config: system?.config ?? {} }
    const { steps } = await apply(rig, [{ kind: 'role.update', ...rig.at, target: { scope: 'environment', id: String(system?.id) }, base, wish: { name: 'Mine', config: base.config } }])
    expect(steps).toMatchObject([{ state: 'failed', reason: { kind: 'role-locked', roleKind: 'system' } }])
    const twice = { kind: 'role.create', ...rig.at, target: { scope: 'environment', name: base.name }, base: null, wish: { config: base.config } }
    expect(await rig.ask('intents.stage', { name: 'x', edits: [twice] })).toMatchObject({ code: 'BAD_INPUT', details: { '0.name': `Another role here is named ${base.name}.` } })
    expect(await rig.ask('intents.stage', { name: 'x', edits: [{ ...twice, target: { scope: 'environment', name: 'n'.repeat(201) } }] })).toMatchObject({ code: 'BAD_INPUT', details: { '0.name': 'A name has at most 200 characters, this one has 201.' } })
    expect(sent(rig)).toEqual([])
  })
})

it('groups are made, described and deleted; what was in one that is gone has no way back (seed 002)', async () => {
  const rig = await world()
  const find = () => rig.here.workspace(rig.acme).groups.find(({ name }) => name === 'Finance')
  const { job } = await apply(rig, [{ kind: 'group.create', ...rig.at, target: { name: 'Finance' }, base: null, wish: { description: 'Month-end' } }])
  const groupId = find()?.id
  await apply(rig, [{ kind: 'group.update', ...rig.at, target: { groupId }, base: { name: 'Finance', description: 'Month-end' }, wish: { name: 'Finance', description: null } }])
  expect(find()).toMatchObject({ id: groupId, description: null })
  // Somebody has changed what would be deleted.
  expect(await rig.ask('jobs.undo', { jobId: job.id })).toMatchObject({ staged: 1 })
  expect(await rig.plan()).toMatchObject({ totals: { conflict: 1, send: 0 } })
  await rig.ask('intents.discard', { name: 'x', removes: null })
  const { job: last } = await apply(rig, [{ kind: 'group.delete', ...rig.at, target: { groupId }, base: { name: 'Finance', description: null }, wish: null }])
  expect(find()).toBeUndefined()
  expect(await rig.ask('jobs.undo', { jobId: last.id })).toMatchObject({ staged: 0, irreversible: [{ why: 'members-lost' }] })
})

describe('customers', () => {
  it('change all their settings in one request that names nothing else (contract 2.3, seed 003)', async () => {
    const rig = await world()
    const setting = (field: string, base: unknown, wish: unknown, environment: string | null = null) => ({ kind: 'customer.setting', ...rig.at, target: { field, environment }, base, wish })
    const { acme } = rig
    const before = structuredClone(acme)
    const { job, steps } = await apply(rig, [
      setting('name', acme.name, 'Acme anew'), setting('planId', acme.plan_id, 'oem_plan'), setting('inTrial', acme.in_trial, !acme.in_trial), setting('whitelistedApps', acme.whitelisted_apps, ['salesforce', 'jira']),
      setting('externalId', acme.external_id, 'ACME-NEW'), setting('externalId', acme.environments.find((one) => one.environment_type === 'test')?.external_id ?? null, 'ACME-T', 'test'),
      setting('originUrl', acme.origin_url, 'https://na1.company.com,https://eu1.company.com'), setting('frameAncestors', acme.frame_ancestors, 'https://*.company.com'), setting('fullEmbedding', acme.full_embedding, true),
      setting('notificationEmail', acme.notification_email, 'ops@acme.example'), setting('adminNotificationEmails', acme.admin_notification_emails, 'admin@acme.example'), setting('errorNotificationEmails', acme.error_notification_emails, null),
      setting('timeZone', acme.time_zone, 'Kolkata'),
    ])
    expect(steps.filter(({ state }) => state !== 'applied')).toEqual([])
    expect(sent(rig)).toEqual(['PUT /api/managed_users/n'])
    expect(acme).toMatchObject({
      name: 'Acme anew', plan_id: 'oem_plan', in_trial: !before.in_trial, whitelisted_apps: ['salesforce', 'jira'], external_id: 'ACME-NEW', origin_url: 'https://na1.company.com,https://eu1.company.com',
      frame_ancestors: 'https://*.company.com', full_embedding: true, notification_email: 'ops@acme.example', admin_notification_emails: 'admin@acme.example', error_notification_emails: null, time_zone: 'Kolkata',
    })
    expect(acme.environments.find((one) => one.environment_type === 'test')?.external_id).toBe('ACME-T')
    await rig.ask('jobs.undo', { jobId: job.id })
    await rig.done((await rig.apply()).id)
    expect(acme).toMatchObject({ ...before, updated_at: acme.updated_at })
  })

  it('merge: what somebody else changed of another setting stays, of the same one is a conflict', async () => {
    const rig = await world()
    const setting = (field: string, base: unknown, wish: unknown) => ({ kind: 'customer.setting', ...rig.at, target: { field, environment: null }, base, wish })
    const edits = [setting('timeZone', rig.acme.time_zone, 'Kolkata'), setting('planId', rig.acme.plan_id, 'oem_plan')]
    rig.acme.plan_id = 'theirs'
    rig.acme.origin_url = 'https://theirs.example'
    const { job } = await apply(rig, edits)
    expect(job.counts).toMatchObject({ applied: 1, conflict: 1 })
    expect(rig.acme).toMatchObject({ time_zone: 'Kolkata', plan_id: 'theirs', origin_url: 'https://theirs.example' })
  })

  it('get a limit of tasks that cannot be read back, once', async () => {
    const rig = await world()
    const limit = rig.acme.task_limit ?? 0
    const { steps, job } = await apply(rig, [{ kind: 'customer.unread', ...rig.at, target: { field: 'taskLimitAdjustment', environment: null }, base: null, wish: -50 }])
    expect(steps).toMatchObject([{ state: 'applied' }])
    expect(rig.acme.task_limit).toBe(limit - 50)
    expect(await rig.ask('jobs.undo', { jobId: job.id })).toMatchObject({ staged: 0, irreversible: [{ why: 'value-unknown' }] })
  })

  it('say at the item what Workato refused, and what to do (contract 2.3)', async () => {
    const rig = await world()
    rig.acme.task_count = 500
    const { steps } = await apply(rig, [{ kind: 'customer.unread', ...rig.at, target: { field: 'customTaskLimit', environment: null }, base: null, wish: 100 }])
    expect(steps).toMatchObject([{ state: 'failed', error: { code: 'REJECTED', hint: 'Nothing was changed. The limit has to be more than what was used in this period.', details: { field: 'customTaskLimit' } } }])
  })

  it('are added once, with environments, and found again by what they are called (contract 2.2, seed 000)', async () => {
    const rig = await world()
    const create = (name: string, externalId: string | null) => ({
      kind: 'customer.create', accountId: rig.here.id, customerId: 0, target: { name, externalId }, base: null, wish: { notificationEmail: 'ops@new.example', planId: 'oem_plan', timeZone: null, provisionEnvironments: true },
    })
    expect(await rig.ask('intents.stage', { name: 'x', edits: [create('New Ltd', 'NEW-1'), create('Other Ltd', 'NEW-1')] })).toMatchObject({ code: 'BAD_INPUT', details: { '1.externalId': 'Another customer here gets this ID.' } })
    const { job } = await apply(rig, [create('New Ltd', 'NEW-1')])
    expect(job.counts).toMatchObject({ applied: 1 })
    const made = rig.here.customers.filter(({ name }) => name === 'New Ltd')
    expect(made).toMatchObject([{ external_id: 'NEW-1', notification_email: 'ops@new.example', plan_id: 'oem_plan', environments: [{}, {}, {}] }])
    expect(await rig.ask('jobs.undo', { jobId: job.id })).toMatchObject({ staged: 0, irreversible: [{ why: 'permanent' }] })
    expect(await rig.ask('intents.stage', { name: 'x', edits: [create('Another', 'NEW-1')] })).toMatchObject({ code: 'BAD_INPUT', details: { '0.externalId': 'New Ltd has this ID.' } })
  })

  it('that may still be in the making are looked for twice after each time that they were asked for', async () => {
    const rig = await world()
    const heal = rig.plant('POST', '/api/managed_users', 500)
    const wish = { notificationEmail: 'ops@new.example', planId: null, timeZone: null, provisionEnvironments: false }
    expect(await rig.ask('intents.stage', { name: 'Edits', edits: [{ kind: 'customer.create', accountId: rig.here.id, customerId: 0, target: { name: 'New Ltd', externalId: null }, base: null, wish }] })).not.toHaveProperty('code')
    const { id, name } = await rig.apply()
    await rig.wait(300_000)
    heal()
    expect((await rig.done(id)).counts).toMatchObject({ applied: 1 })
    const { rows } = (await rig.ask('journal.page', { jobId: id, accountId: null, customerId: null, offset: 0, limit: 50 })) as Output<'journal.page'>
    expect(new Set(rows.map(({ job }) => job))).toEqual(new Set([name]))
    const times = rows.filter(({ event }) => event === 'sending').map(({ at }) => at).reverse()
    expect(times.length).toBeGreaterThan(2)
    expect(Math.min(...times.slice(1).map((at, i) => at - (times[i] ?? 0)))).toBeGreaterThanOrEqual(120_000)
  })

  it('are provisioned and deleted only under the name that they have (row 9, seed 000, seed 003)', async () => {
    const rig = await world()
    const plain = rig.here.customers.find(({ environments }) => environments.length === 0) ?? rig.here.customers[0]
    if (plain === undefined) throw new Error('there is no customer')
    plain.environments = []
    const at = { accountId: rig.here.id, customerId: plain.id }
    const provision = (name: string) => ({ kind: 'customer.provision', ...at, target: { name }, base: false, wish: true })
    expect(await rig.ask('intents.stage', { name: 'x', edits: [provision(plain.name.toUpperCase())] })).toMatchObject({ code: 'BAD_INPUT', details: { '0.name': `Type ${plain.name}, with capital and small letters as they are.` } })
    const recipes = JSON.stringify(rig.here.workspace(plain).recipes)
    expect((await apply(rig, [provision(plain.name)])).job.counts).toMatchObject({ applied: 1 })
    expect(plain.environments.map((one) => one.environment_type).sort()).toEqual(['dev', 'prod', 'test'])
    expect(plain.environments.find((one) => one.environment_type === 'dev')?.id).toBe(plain.id)
    expect(JSON.stringify(rig.here.workspace(plain).recipes)).toBe(recipes)
    // A second time there is nothing to do, and nothing is sent.
    expect((await apply(rig, [provision(plain.name)])).job.counts).toMatchObject({ already: 1 })
    const remove = { kind: 'customer.delete', ...at, target: { name: plain.name }, base: true, wish: false }
    const zone = { kind: 'customer.setting', ...at, target: { field: 'timeZone', environment: null }, base: plain.time_zone, wish: 'Kolkata' }
    await rig.ask('intents.stage', { name: 'x', edits: [remove] })
    const was = plain.name
    plain.name = 'Renamed meanwhile'
    await rig.plan()
    const renamed = await rig.done((await rig.apply()).id)
    expect(renamed.counts).toMatchObject({ failed: 1 })
    plain.name = was
    await rig.ask('plan.compute', { refresh: true })
    const { job, steps } = await apply(rig, [{ ...zone }, { ...remove, target: { name: 'Renamed meanwhile' } }])
    expect(job.counts).toMatchObject({ failed: 1, applied: 1 })
    expect(steps).toMatchObject([{ state: 'applied' }, { reason: { kind: 'other-name', name: was } }])
    const { job: last, steps: ends } = await apply(rig, [{ ...zone, base: 'Kolkata', wish: 'Tokyo' }, remove])
    expect(ends).toMatchObject([{ state: 'failed', reason: { kind: 'deleted-here' } }, { state: 'applied' }])
    expect(rig.here.customers.includes(plain)).toBe(false)
    expect(await rig.ask('jobs.undo', { jobId: last.id })).toMatchObject({ staged: 0, irreversible: [{ why: 'permanent' }] })
    expect(sent(rig).filter((one) => one.startsWith('DELETE'))).toEqual(['DELETE /api/managed_users/n'])
  })
})

it('customer managers are made, changed and ended; all customers are said as such, never as an empty list by mistake (contract 9)', async () => {
  const rig = await world()
  const user = rig.here.partnerUsers.find(({ id }) => !rig.here.managers.some((one) => one.user.id === id))
  const edit = (base: object | null, wish: object | null) => ({ kind: 'manager.set', accountId: rig.here.id, customerId: 0, target: { userId: user?.id, name: user?.name }, base, wish })
  const some = { roleId: '1', roleName: 'Admin', workspaces: [rig.acme.id] }
  const all = { ...some, roleId: '2', roleName: 'Analyst', workspaces: 'all' }
  const there = () => rig.here.managers.find((one) => one.user.id === user?.id)
  await apply(rig, [edit(null, some)])
  expect(there()).toMatchObject({ role_id: 1, permitted_workspace_ids: [rig.acme.id] })
  const { job } = await apply(rig, [edit(some, all)])
  expect(there()).toMatchObject({ role_id: 2, permitted_workspace_ids: [] })
  await rig.ask('jobs.undo', { jobId: job.id })
  await rig.done((await rig.apply()).id)
  expect(there()).toMatchObject({ role_id: 1, permitted_workspace_ids: [rig.acme.id] })
  expect(await rig.ask('intents.stage', { name: 'x', edits: [edit(some, { ...some, workspaces: [] })] })).toMatchObject({ code: 'BAD_INPUT' })
  await apply(rig, [edit(some, null)])
  expect(there()).toBeUndefined()
})

it('a second invitation within twenty minutes waits until it is allowed, and then leaves by itself (row 4)', async () => {
  const rig = await world()
  const invite = { kind: 'member.invite', ...rig.at, target: { email: 'ines@new.example' }, base: null, wish: { name: 'Ines', roles: { dev: 'Member' }, groupIds: [] } }
  const posts = () => rig.log().filter(({ method }) => method === 'POST')
  await apply(rig, [invite])
  await rig.wait(60_000)
  await rig.ask('intents.stage', { name: 'Again', edits: [invite] })
  const plan = await rig.plan()
  expect(await rig.ask('plan.get', { planId: plan.planId, verdict: 'blocked', accountId: null, customerId: null, offset: 0, limit: 10 })).toMatchObject({ items: [{ reason: { kind: 'invite-window' } }] })
  const job = await rig.apply()
  await rig.wait(18 * 60_000)
  expect(posts()).toHaveLength(1)
  expect(await rig.ask('jobs.state', { jobId: job.id })).toMatchObject({ state: 'running', nextAt: expect.any(Number) as number })
  expect((await rig.done(job.id)).counts).toMatchObject({ applied: 1 })
  expect(posts()).toHaveLength(2)
  const { rows } = (await rig.ask('journal.page', { jobId: null, accountId: null, customerId: null, offset: 0, limit: 50 })) as Output<'journal.page'>
  const [second = 0, first = 0] = rows.filter(({ event }) => event === 'sending').map(({ at }) => at)
  expect(second - first).toBeGreaterThanOrEqual(20 * 60_000)
  expect(second - first).toBeLessThan(21 * 60_000)
})
