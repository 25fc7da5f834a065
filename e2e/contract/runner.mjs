import { needsEmulator } from './format.mjs'
import { PreconditionFault } from './control.mjs'
import { judge } from './judge.mjs'
import { fill, MissingVariable } from './variables.mjs'

/** Between two cases the quotas of the emulator fill up again, unless a case uses them up itself. */
const NEXT_WINDOW_MS = 61_000

/** Sends one case and gives what was recorded for it. */
async function record(one, variables, client, control) {
  let known = variables
  if (control !== null) {
    const { advanceMs = 0, requests = [], other = [], find = [], ...given } = one.before ?? {}
    await control.advance(NEXT_WINDOW_MS + advanceMs)
    for (const wanted of find) known = { ...known, ...(await control.findCustomer(wanted, known)) }
    for (const step of other) known = { ...known, ...(await control.change(fill(step, known))) }
    await control.prepare(fill(given, known))
    for (const { times, ...request } of fill(requests, known)) for (let i = 0; i < times; i += 1) await client(request)
  }
  const answer = await client(fill(one.request, known))
  const afterAnswers = []
  for (const step of one.after ?? []) {
    // A later look may use what the answer gave.
    const { problems, variables: found } = judge(one, { answer, afterAnswers, variables: known })
    if (problems.length > 0) break
    afterAnswers.push(await control.look(fill(step.path, found)))
  }
  return { answer, afterAnswers, variables: known }
}

async function runCase(one, variables, { client, control }) {
  if (control === null && needsEmulator(one)) return { outcome: 'skipped', reason: `${one.kind}, needs an emulator`, variables }
  try {
    const recording = await record(one, variables, client, control)
    const { problems, variables: found } = judge(one, recording)
    if (problems.length === 0) return { outcome: 'passed', recording, variables: found }
    return { outcome: one.assumed === true && control === null ? 'differs' : 'failed', problems, variables: found }
  } catch (error) {
    const missing = error instanceof MissingVariable
    if (missing && control === null) return { outcome: 'skipped', reason: error.message, variables }
    if (!missing && !(error instanceof PreconditionFault)) throw error
    return { outcome: 'failed', problems: [{ at: missing ? 'variables' : 'precondition', expected: 'met', actual: error.message }], variables }
  } finally {
    await control?.restore(one.before ?? {})
  }
}

/**
 * Runs all areas and gives a result per case. `control` null: a real account; only cases that change nothing are sent.
 * With an emulator every area starts from its start state, and with the variables in `start`.
 */
export async function runSuite(areas, { client, control, start = {}, onResult = () => undefined }) {
  const results = []
  for (const { area, cases } of areas) {
    await control?.reset()
    let variables = start
    for (const one of cases) {
      const { variables: next, ...result } = await runCase(one, variables, { client, control })
      variables = next
      results.push({ area, case: one, ...result })
      onResult(results.at(-1))
    }
  }
  return results
}
