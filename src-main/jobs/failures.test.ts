import { expect, it } from 'vitest'
import { jobRig } from '../testing/job-rig'

it('of what failed it is told why, those alike as one and most first, but not what a person has decided on', async () => {
  const { stage, apply, done, ask, deafen, plant, email, id, member, end } = await jobRig()
  await stage([{ customer: 0, person: 0 }, { customer: 0, person: 1 }, { customer: 1, person: 0 }, { customer: 2, person: 0 }])
  for (const [customer, person] of [[0, 0], [0, 1], [1, 0]] as const) deafen(customer, person)
  plant('PUT', `/api/managed_users/${String(id(2))}/members/${String(member(2, 0))}`, 400)
  const mine = [0, 1, 2, 3, 4, 5].map((person) => email(3, person))
  const known = [0, 1, 2, 3, 4, 5].map((person) => email(4, person)).find((one) => !mine.includes(one)) ?? ''
  await ask('intents.stage', { name: 'One', edits: [{ kind: 'member.invite', accountId: 'a1', customerId: id(3), target: { email: known }, base: null, wish: { name: 'Somebody', roles: { dev: 'Member' }, groupIds: [] } }] })
  const { id: jobId } = await apply()
  expect((await done(jobId)).counts).toMatchObject({ applied: 0, failed: 5 })
  const said = { error: { title: 'Workato said yes, but the change is not there.' }, reason: null, steps: 3, customers: 2 }
  const one = { steps: 1, customers: 1 }
  expect(await ask('jobs.failures', { jobId })).toMatchObject({ failures: [said, { error: { code: 'REJECTED', details: { status: 400 } }, ...one }, { error: { details: { status: 409 } }, ...one }], causes: 3 })
  await ask('jobs.addInstead', { jobId })
  expect(await ask('jobs.failures', { jobId })).toMatchObject({ failures: [said, { error: { details: { status: 400 } } }], causes: 2 })
  await end()
})
