/** Thrown where the simulated machine stops; nothing after it happens. */
export class SimulatedCrash extends Error {}

/** Where something leaves the process or reaches the disk: places at which a machine can stop. */
export type BoundaryKind = 'before-write' | 'after-write' | 'request' | 'effect' | 'answer'

/** Numbers every boundary of a run and stops the machine at the chosen ones. */
export class Boundaries {
  #count = 0
  #dead = false
  #onCrash: () => void = () => undefined

  /** Takes the numbers at which the machine stops. */
  constructor(private readonly crashes: ReadonlySet<number>) {}

  /** Boundaries passed so far. */
  get count(): number {
    return this.#count
  }

  /** Whether the machine has stopped and was not started again. */
  get dead(): boolean {
    return this.#dead
  }

  /** Throws when the machine has stopped, or stops here. */
  pass(kind: BoundaryKind): void {
    if (this.#dead) throw new SimulatedCrash('the machine has stopped')
    this.#count += 1
    if (!this.crashes.has(this.#count)) return
    this.#dead = true
    this.#onCrash()
    throw new SimulatedCrash(`stopped at boundary ${String(this.#count)}, ${kind}`)
  }

  /** Called when the machine stops. */
  onCrash(listener: () => void): void {
    this.#onCrash = listener
  }

  restart(): void {
    this.#dead = false
  }
}
