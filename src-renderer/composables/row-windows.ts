/** Rows of one window, as they were asked for. */
export interface WindowAnswer<Row> {
  readonly rows: readonly Row[]
  readonly matched: number
  readonly total: number
}

/** Size of a window; lists never cross the bridge whole. */
export const WINDOW_SIZE = 200
/** So many windows are held; those farthest from where somebody looks are forgotten. */
export const MOST_WINDOWS = 10

/**
 * Rows by position, read in windows. Every answer belongs to the generation that asked for it: one that arrives after
 * the query has changed is dropped, so that a row never stands under the wrong account or filter.
 */
export class RowWindows<Row, Answer extends WindowAnswer<Row> = WindowAnswer<Row>> {
  #generation = 0
  #windows = new Map<number, readonly Row[]>()
  #asked = new Set<number>()
  /** The answer that was taken last, with whatever else it tells; null: none yet. */
  latest: Answer | null = null
  matched = 0
  total = 0

  constructor(private readonly fetch: (offset: number, limit: number) => Promise<Answer>) {}

  /** The row at a position, or undefined while it is not read. */
  row(index: number): Row | undefined {
    return this.#windows.get(Math.floor(index / WINDOW_SIZE))?.[index % WINDOW_SIZE]
  }

  /** Forgets every row: another account or another query. */
  clear(): void {
    this.#generation += 1
    this.#windows = new Map()
    this.#asked = new Set()
    this.latest = null
    this.matched = 0
    this.total = 0
  }

  /** Reads the windows of a range that are not there yet; true when something new came in. */
  async ensure(first: number, last: number): Promise<boolean> {
    const missing = windowsOf(first, last).filter((number) => !this.#windows.has(number) && !this.#asked.has(number))
    return this.#read(missing, this.#generation)
  }

  /** Reads the windows of a range again and forgets the others; what is on screen stays until its successor is here. */
  async reload(first: number, last: number): Promise<boolean> {
    this.#generation += 1
    this.#asked = new Set()
    const generation = this.#generation
    const wanted = windowsOf(first, last)
    const done = await this.#read(wanted, generation)
    if (done) for (const number of [...this.#windows.keys()]) if (!wanted.includes(number)) this.#windows.delete(number)
    return done
  }

  async #read(numbers: readonly number[], generation: number): Promise<boolean> {
    if (numbers.length === 0) return false
    for (const number of numbers) this.#asked.add(number)
    let answers: Answer[]
    try {
      answers = await Promise.all(numbers.map((number) => this.fetch(number * WINDOW_SIZE, WINDOW_SIZE)))
    } catch (problem) {
      // Nobody waits any more for what could not be answered.
      if (generation !== this.#generation) return false
      throw problem
    } finally {
      // Also what failed may be asked for again.
      if (generation === this.#generation) for (const number of numbers) this.#asked.delete(number)
    }
    if (generation !== this.#generation) return false
    answers.forEach((answer, index) => {
      this.#windows.set(numbers[index] ?? 0, answer.rows)
      this.latest = answer
      this.matched = answer.matched
      this.total = answer.total
    })
    this.#forget(numbers)
    return true
  }

  #forget(near: readonly number[]): void {
    const [from, to] = [Math.min(...near), Math.max(...near)]
    const distance = (number: number): number => Math.max(from - number, number - to, 0)
    const byDistance = [...this.#windows.keys()].sort((a, b) => distance(a) - distance(b))
    for (const number of byDistance.slice(Math.max(MOST_WINDOWS, near.length))) this.#windows.delete(number)
  }
}

function windowsOf(first: number, last: number): number[] {
  const from = Math.floor(Math.max(0, first) / WINDOW_SIZE)
  const to = Math.floor(Math.max(0, last) / WINDOW_SIZE)
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
