/** A seed that found a defect of the engine, and what it was. */
export interface Regression { readonly seed: number; readonly guards: string }

/** Each found one of these: a lost timer, a cancelled job that went on, a last word on a job that was lost with the app. */
const EARLY = 'timers, cancelled jobs, last words'

/** Run with every test of the simulation, whatever its number; the planted defects of `mutants.ts` have seeds of their own. */
export const REGRESSIONS: readonly Regression[] = [
  { seed: 28, guards: 'a disk that is full when the app starts must not keep it from starting' },
  ...[326, 445, 450, 600, 646, 929, 966].map((seed) => ({ seed, guards: EARLY })),
]
