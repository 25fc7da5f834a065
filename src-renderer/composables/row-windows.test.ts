import { expect, it } from 'vitest'
import { dayBound, presetStart } from './date-ranges'
import { highlight } from './highlight'
import { MOST_WINDOWS, RowWindows, WINDOW_SIZE, type WindowAnswer } from './row-windows'

it('an answer that arrives after the query has changed is dropped', async () => {
  const waiting: ((answer: WindowAnswer<string>) => void)[] = []
  const windows = new RowWindows<string>(() => new Promise((resolve) => waiting.push(resolve)))
  const late = windows.ensure(0, 10)
  windows.clear()
  const fresh = windows.ensure(0, 10)
  waiting[1]?.({ rows: ['new'], matched: 1, total: 1 })
  waiting[0]?.({ rows: ['old'], matched: 9, total: 9 })
  expect(await late).toBe(false)
  expect(await fresh).toBe(true)
  expect([windows.row(0), windows.matched]).toEqual(['new', 1])
})

it('what an answer tells besides its rows counts with them, and a failure of an older question is none', async () => {
  const waiting: { answer: (answer: WindowAnswer<string> & { readonly people: number }) => void; fail: (problem: Error) => void }[] = []
  const windows = new RowWindows<string, WindowAnswer<string> & { readonly people: number }>(() => new Promise((answer, fail) => waiting.push({ answer, fail })))
  const [first, second, third] = [windows.reload(0, 10), windows.reload(0, 10), windows.reload(0, 10)]
  waiting[2]?.answer({ rows: ['new'], matched: 1, total: 1, people: 1 })
  waiting[1]?.fail(new Error('no answer'))
  waiting[0]?.answer({ rows: ['old'], matched: 9, total: 9, people: 9 })
  expect(await Promise.all([first, second, third])).toEqual([false, false, true])
  expect([windows.row(0), windows.latest?.people]).toEqual(['new', 1])
})

it('a window is asked for once, and a reload keeps the rows until their successors are here', async () => {
  let asked = 0
  let text = 'first'
  const windows = new RowWindows<string>(async (offset) => {
    asked += 1
    return { rows: Array.from({ length: WINDOW_SIZE }, (_, i) => `${text} ${String(offset + i)}`), matched: 1000, total: 1000 }
  })
  await Promise.all([windows.ensure(0, 250), windows.ensure(100, 210)])
  expect(asked).toBe(2)
  text = 'second'
  const reload = windows.reload(0, 10)
  expect(windows.row(3)).toBe('first 3')
  await reload
  expect([windows.row(3), windows.row(250)]).toEqual(['second 3', undefined])
})

it('a window that could not be read is asked for again when its rows are drawn again', async () => {
  let fails = true
  const windows = new RowWindows<string>(() => (fails ? Promise.reject(new Error('no answer')) : Promise.resolve({ rows: ['a'], matched: 1, total: 1 })))
  await expect(windows.ensure(0, 10)).rejects.toThrow('no answer')
  fails = false
  expect(await windows.ensure(0, 10)).toBe(true)
  expect(windows.row(0)).toBe('a')
})

it('marks every hit of every word, whatever the case and the accents, and changes no character', () => {
  const parts = highlight('Ärbor Learning', 'AR lea')
  expect(parts.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(['Är', 'Lear'])
  expect(parts.map(({ text }) => text).join('')).toBe('Ärbor Learning')
  expect(highlight('<b>', '<')).toEqual([{ text: '<', hit: true }, { text: 'b>', hit: false }])
})

it('date ranges begin and end with whole local days', () => {
  const now = new Date(2026, 10, 23, 15).getTime()
  expect(presetStart('last7', now)).toBe(new Date(2026, 10, 17).getTime())
  expect(presetStart('thisYear', now)).toBe(new Date(2026, 0, 1).getTime())
  expect([dayBound('2026-11-05', 'start'), dayBound('2026-11-05', 'end'), dayBound('x', 'end')]).toEqual([new Date(2026, 10, 5).getTime(), new Date(2026, 10, 6).getTime() - 1, null])
})

it('holds a few windows however far somebody scrolls, the nearest ones', async () => {
  const windows = new RowWindows<number>((offset) => Promise.resolve({ rows: Array.from({ length: WINDOW_SIZE }, (_, i) => offset + i), matched: 100_000, total: 100_000 }))
  for (let number = 0; number < 3 * MOST_WINDOWS; number += 1) await windows.ensure(number * WINDOW_SIZE, number * WINDOW_SIZE + 20)
  const held = Array.from({ length: 500 }, (_, number) => windows.row(number * WINDOW_SIZE)).filter((row) => row !== undefined)
  expect(held).toEqual(Array.from({ length: MOST_WINDOWS }, (_, i) => (2 * MOST_WINDOWS + i) * WINDOW_SIZE))
  await windows.ensure(0, 10)
  expect([windows.row(0), windows.row((3 * MOST_WINDOWS - 1) * WINDOW_SIZE)]).toEqual([0, undefined])
})
