import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fileLogger } from './log-file'

const folder = (): string => join(mkdtempSync(join(tmpdir(), 'rolodesk-log-')), 'logs')
const lines = (logs: string): Record<string, unknown>[] => readFileSync(join(logs, 'rolodesk.log'), 'utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line) as Record<string, unknown>)

it('what is logged can neither begin a line of its own nor say another event, level or time', () => {
  const logs = folder()
  fileLogger(logs, '/home/dana').warn('sync.stopped', { event: 'engine.started', level: 'info', time: 'never', said: 'a\n{"event":"forged"}\r\n\u2028b' })
  const written = lines(logs)
  expect(written).toHaveLength(1)
  expect(written[0]).toMatchObject({ event: 'sync.stopped', level: 'warn' })
  expect(written[0]?.['time']).not.toBe('never')
})

it('a log is for its user only, and a value that has no JSON loses no line', () => {
  const logs = folder()
  fileLogger(logs, '/home/dana').info('a', { id: 7n })
  expect(lines(logs)[0]).toMatchObject({ event: 'a', id: '7' })
  if (process.platform !== 'win32') expect([statSync(logs).mode & 0o077, statSync(join(logs, 'rolodesk.log')).mode & 0o077]).toEqual([0, 0])
})

it('a log that has grown too large is put aside, and the three newest of them are kept', () => {
  const logs = folder()
  mkdirSync(logs)
  const { info } = fileLogger(logs, '/home/dana')
  for (const letter of ['a', 'b', 'c', 'd', 'e']) {
    writeFileSync(join(logs, 'rolodesk.log'), letter.repeat(5 * 1024 * 1024 + 1))
    info('next')
  }
  expect(lines(logs)).toHaveLength(1)
  expect(readdirSync(logs).sort()).toEqual(['rolodesk.log', 'rolodesk.log.1', 'rolodesk.log.2', 'rolodesk.log.3'])
  expect([1, 2, 3].map((number) => readFileSync(join(logs, `rolodesk.log.${String(number)}`), 'utf8').slice(0, 1))).toEqual(['e', 'd', 'c'])
})
