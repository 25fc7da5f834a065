import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeFollower } from './follow'

describe('following what changes', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('runs soon after the first change, then at most once per interval, and always after the last', () => {
    const runs: number[] = []
    const start = performance.now()
    const changed = makeFollower(() => runs.push(performance.now() - start), 500)
    for (let at = 0; at < 1200; at += 100) {
      changed()
      vi.advanceTimersByTime(100)
    }
    vi.advanceTimersByTime(5000)
    expect(runs).toEqual([50, 550, 1050, 1550])
  })

  it('runs not at all without a change', () => {
    const runs: number[] = []
    makeFollower(() => runs.push(1), 500)
    vi.advanceTimersByTime(5000)
    expect(runs).toEqual([])
  })
})
