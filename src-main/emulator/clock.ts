/** Real time, or a time that only moves when told to. */
export class EmulatorClock {
  #offset = 0
  #frozen: number | null = null

  /** UTC ms. */
  now(): number {
    return (this.#frozen ?? Date.now()) + this.#offset
  }

  setMode(mode: 'real' | 'virtual'): void {
    const now = this.now()
    this.#frozen = mode === 'virtual' ? now : null
    this.#offset = mode === 'virtual' ? 0 : now - Date.now()
  }

  advance(ms: number): void {
    this.#offset += ms
  }

  reset(): void {
    this.#offset = 0
    this.#frozen = null
  }
}
