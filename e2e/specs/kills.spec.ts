import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/app'
import { invoke } from '../fixtures/bridge'
import type { Emulator, LoggedRequest } from '../fixtures/emulator'
import { addEmulatorAccount } from '../pages/accounts'
import { remoteState, roleEdits, stage, waitUntilPeopleRead, type RemoteState, type RoleEdit } from '../pages/changes'

const TOTAL = 6
const REMOTE = 'a2'
const EDITS = 9
/** More of them by hand: each takes a few seconds. */
const KILLS = Number(process.env['ROLODESK_KILLS'] ?? 5)
test.use({ emulatorOptions: ['--seed', '7', '--accounts', '2', '--customers', '3,6', '--people', '8', '--quota', 'off', '--latency', '12'] })

interface Job { readonly id: string; readonly state: string; readonly total: number; readonly counts: Readonly<Record<string, number>> }
async function ask<T>(page: Page, method: string, input: unknown): Promise<T> {
  const reply = await invoke(page, method, input)
  if (!reply.ok) throw new Error(`${method}: ${JSON.stringify(reply.error)}`)
  return reply.value as T
}
/** Requests about people so far: those of the job, and few else. */
const requests = async (emulator: Emulator): Promise<number> => (await emulator.control<LoggedRequest[]>('GET', '/log')).filter(({ path }) => path.includes('/members')).length

/** What the account must hold when all of it was applied once and nothing else was. */
function withEdits(state: RemoteState, edits: readonly RoleEdit[]): Record<string, Record<string, string | null>> {
  const held = Object.fromEntries(Object.entries(state.workspaces).map(([id, { members }]) => [id, Object.fromEntries(members.flatMap((member) => member.roles.map(({ environment_type, role_name }) => [`${String(member.id)} ${environment_type}`, role_name])))]))
  for (const { customerId, memberId, environment, wish } of edits) held[String(customerId)]![`${String(memberId)} ${environment}`] = wish
  return held
}

test(`killed at ${String(KILLS)} points of a job, the app drains it to what an undisturbed run leaves @row-63`, async ({ launch, emulator }) => {
  test.setTimeout(60_000 + KILLS * 20_000)
  let { page, electron } = await launch()
  const accountId = await addEmulatorAccount(page, emulator, 1)
  await waitUntilPeopleRead(page, accountId, TOTAL)
  // Requests of an undisturbed run, from the start of the job to its end: the points at which it is killed.
  let points = 0
  const hits = new Set<number>()
  for (let round = 0; round <= KILLS; round += 1) {
    const state = await remoteState(emulator, REMOTE)
    const edits = roleEdits(state, 'dev', EDITS, 3)
    expect(edits).toHaveLength(EDITS)
    await stage(page, state, accountId, `round ${String(round)}`, edits)
    const { planId } = await ask<{ planId: string }>(page, 'plan.compute', { refresh: false })
    await emulator.control('DELETE', '/log')
    const { id: jobId } = await ask<Job>(page, 'jobs.start', { planId, typedCount: null, name: `Round ${String(round)}` })
    const undisturbed = round === 0
    if (!undisturbed) {
      const point = (round * 7) % (points + 1)
      // The job may need fewer than the undisturbed one, where other reading fell into its time.
      const deadline = Date.now() + 3000
      while ((await requests(emulator)) < point && Date.now() < deadline) continue
      hits.add(await requests(emulator))
      const ended = new Promise<void>((resolve) => electron.once('close', () => { resolve() }))
      electron.process().kill('SIGKILL')
      await ended
      ;({ page, electron } = await launch())
    }
    const job = (): Promise<Job> => ask<Job>(page, 'jobs.state', { jobId })
    await expect.poll(async () => (await job()).state, { timeout: 40_000, intervals: [50] }).toBe('done')
    const { counts, total } = await job()
    expect(total, `round ${String(round)}`).toBe(EDITS)
    expect((counts['applied'] ?? 0) + (counts['already'] ?? 0), `round ${String(round)}: ${JSON.stringify(counts)}`).toBe(EDITS)
    expect(Object.values(counts).reduce((sum, one) => sum + one, 0)).toBe(EDITS)
    if (undisturbed) points = await requests(emulator)
    expect(withEdits(await remoteState(emulator, REMOTE), []), `round ${String(round)}`).toEqual(withEdits(state, edits))
  }
  expect(points).toBeGreaterThan(EDITS)
  expect(hits.size).toBeGreaterThan(Math.min(KILLS, points) / 2)
  if (KILLS > 100) process.stdout.write(`${String(KILLS)} kills at ${String(hits.size)} of ${String(points)} points of a job\n`)
})
