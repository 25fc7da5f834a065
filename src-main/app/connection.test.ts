import { expect, it } from 'vitest'
import type { AppEvent } from '../contract/events'
import { Connection } from './connection'

/** A connection whose engine answers when it is let. */
function setUp(chosen: boolean) {
  const told: unknown[] = []
  const events: AppEvent[] = []
  let workOffline = chosen
  let release = (): void => undefined
  const settings = new Promise<void>((go) => (release = go))
  const engine = async (method: string, input: { readonly online?: boolean; readonly workOffline?: boolean }): Promise<unknown> => {
    if (method === 'internal.settings.get') {
      await settings
      return { workOffline }
    }
    if (method === 'internal.settings.set') workOffline = input.workOffline === true
    else told.push(input.online)
    return {}
  }
  const connection = new Connection({ engine: engine as never, emit: (event) => void events.push(event), reachable: () => Promise.resolve(true) })
  return { connection, told, events, release }
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
