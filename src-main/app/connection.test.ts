import { expect, it } from 'vitest'
import type { AppEvent } from '../contract/events'
import { Connection } from './connection'

/** A connection whose engine answers when it is let. */
function setUp(chosen: boolean, reachable = true) {
  const told: unknown[] = []
  const events: AppEvent[] = []
  let workOffline = chosen
  let release = (): void => undefined
  const settings = new Promise<void>((go) => (release = go))
  /** What the engine does when it is told of the connection. */
  const onTold = { wait: (): Promise<void> => Promise.resolve() }
  const engine = async (method: string, input: { readonly online?: boolean; readonly workOffline?: boolean }): Promise<unknown> => {
    if (method === 'internal.settings.get') {
      await settings
      return { workOffline }
    }
    if (method === 'internal.settings.set') workOffline = input.workOffline === true
    else {
      told.push(input.online)
      await onTold.wait()
    }
    return {}
  }
  const connection = new Connection({ engine: engine as never, emit: (event) => void events.push(event), reachable: () => Promise.resolve(reachable) })
  return { connection, told, events, release, onTold }
}

it('nothing is sent and nobody is told anything before it is known that the person does not work offline', async () => {
  const { connection, told, events, release } = setUp(false)
  const restored = connection.restore()
  expect([await connection.check(), connection.workingOffline, told, events]).toEqual(['working-offline', true, [], []])
  release()
  await restored
  expect([await connection.check(), connection.workingOffline, told, events]).toEqual(['online', false, [true], [{ type: 'connection', state: 'online' }]])
})

it('who works offline still does after a start, whenever the page asks', async () => {
  const { connection, told, events, release } = setUp(true)
  const restored = connection.restore()
  const asked = connection.check()
  release()
  await restored
  expect([await asked, await connection.check(), connection.workingOffline]).toEqual(['working-offline', 'working-offline', true])
  expect([told, events]).toEqual([[false], [{ type: 'connection', state: 'working-offline' }]])
  expect(await connection.setWorkOffline(false)).toBe('online')
  expect(told).toEqual([false, true])
})

it('an engine that could not be told is told the next time, one that was started anew is told again, and the page only of changes', async () => {
  const { connection, told, events, release, onTold } = setUp(false)
  release()
  onTold.wait = () => Promise.reject(new Error('the engine has ended'))
  await connection.restore()
  onTold.wait = () => Promise.resolve()
  await connection.check()
  await connection.check()
  expect(told).toEqual([true, true])
  await connection.restore()
  expect([told, events.every((event) => event.type === 'connection' && event.state === 'online')]).toEqual([[true, true, true], true])
})

it('who chooses otherwise while the engine is being told is answered by the later choice', async () => {
  const { connection, told, release, onTold } = setUp(false)
  release()
  await connection.restore()
  let go = (): void => undefined
  onTold.wait = () => new Promise((done) => (go = done))
  const first = connection.setWorkOffline(true)
  await expect.poll(() => told).toEqual([true, false])
  onTold.wait = () => Promise.resolve()
  expect(await connection.setWorkOffline(false)).toBe('online')
  go()
  expect([await first, told]).toEqual(['online', [true, false, true]])
})

it('without a network it is offline, which nobody chose', async () => {
  const { connection, told, release } = setUp(false, false)
  release()
  await connection.restore()
  expect([await connection.check(), connection.workingOffline, told]).toEqual(['offline', false, [false]])
})
