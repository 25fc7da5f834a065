import { expect, test } from 'vitest'
import { appError } from '@contract/errors'
import { makeAnswer } from './answer'

/** A question whose answer comes when it is told to. */
function slow() {
  const waiting = new Map<string, { resolve: (value: string) => void; reject: (problem: Error) => void }>()
  const answer = makeAnswer((question: string) => new Promise<string>((resolve, reject) => waiting.set(question, { resolve, reject })))
  return { answer, give: (question: string) => waiting.get(question)!.resolve(`about ${question}`), fail: (question: string, problem: Error) => waiting.get(question)!.reject(problem) }
}

test('an answer for what was asked before is dropped, in whichever order they come', async () => {
  const { answer, give } = slow()
  const [first, second] = [answer.ask('one'), answer.ask('two')]
  give('two')
  give('one')
  await Promise.all([first, second])
  expect(answer.value).toBe('about two')
  expect(answer.pending).toBe(false)
})

test('nothing comes back after it was cleared', async () => {
  const { answer, give } = slow()
  const asked = answer.ask('one')
  answer.clear()
  give('one')
  await asked
  expect(answer).toMatchObject({ value: null, failure: null, pending: false })
})

test('a failure keeps what was there, and the next answer takes the failure away', async () => {
  const { answer, give, fail } = slow()
  const good = answer.ask('one')
  give('one')
  await good
  const bad = answer.ask('two')
  fail('two', appError('TIMEOUT', 'No answer in 40 s.', 'Try again.'))
  await bad
  expect(answer).toMatchObject({ value: 'about one', failure: { code: 'TIMEOUT' }, pending: false })
  const again = answer.ask('three')
  give('three')
  await again
  expect(answer).toMatchObject({ value: 'about three', failure: null })
})

test('a failure of what was asked before is dropped, while the newer answer is under way and after it', async () => {
  const { answer, give, fail } = slow()
  const [first, second] = [answer.ask('one'), answer.ask('two')]
  fail('one', appError('TIMEOUT', 'No answer in 40 s.', 'Try again.'))
  await first
  expect(answer).toMatchObject({ failure: null, pending: true })
  give('two')
  await second
  expect(answer).toMatchObject({ value: 'about two', failure: null, pending: false })
})

test('what is not an expected failure is thrown', async () => {
  const { answer, fail } = slow()
  const asked = answer.ask('one')
  fail('one', new TypeError('a bug'))
  await expect(asked).rejects.toThrow('a bug')
})
