/** Real time, or a time that only moves when told to. */
export class EmulatorClock {
  #offset = 0
  #frozen: number | null = null

  /** Takes the source of real time in UTC ms. */
  constructor(private readonly realNow: () => number) {}

  /** UTC ms. */
  now(): number {
    return (this.#frozen ?? this.realNow()) + this.#offset
  }

  /** Waiting does not move it. */
  get virtual(): boolean {
    return this.#frozen !== null
  }

  setMode(mode: 'real' | 'virtual'): void {
    const now = this.now()
    this.#frozen = mode === 'virtual' ? now : null
    this.#offset = mode === 'virtual' ? 0 : now - this.realNow()
  }

  advance(ms: number): void {
    this.#offset += ms
  }

  reset(): void {
    this.#offset = 0
    this.#frozen = null
  }
}
