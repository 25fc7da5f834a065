import { expect, it } from 'vitest'
import type { JobState } from '@contract/jobs'
import { shownPhase, standsStill } from './jobs'

const job = (state: JobState['state'], ...accounts: readonly [open: number, phase: JobState['accounts'][number]['phase']][]): JobState => ({
  id: 'j' as JobState['id'], name: 'j', state, createdAt: 0, endedAt: null, total: 9, counts: { applied: 0, already: 0, conflict: 0, failed: 0, cancelled: 0, queued: 9, unknown: 0 }, conflictsOpen: 0, unreadable: 0, addable: 0, held: null, etaMs: 1000, nextAt: null,
  accounts: accounts.map(([open, phase], i) => ({ accountId: `a${String(i)}` as JobState['accounts'][number]['accountId'], open, phase, error: null, opensAt: null })),
})

it.each([
  ['paused by a person', job('paused', [3, 'running']), true],
  ['its only account paused', job('running', [3, 'paused'], [0, 'running']), true],
  ['one of two paused', job('running', [3, 'paused'], [2, 'running']), false],
  ['waiting by itself', job('running', [3, 'waiting']), false],
  ['done', job('done', [0, 'running']), false],
])('%s', (_, given, still) => {
  expect(standsStill(given)).toBe(still)
  expect(shownPhase(given)).toBe(still ? 'paused' : given.state)
})
