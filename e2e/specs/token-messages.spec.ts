import type { ElectronApplication } from '@playwright/test'
import { expect, test } from '../fixtures/app'
import { addEmulatorAccount } from '../pages/accounts'
import { waitUntilRead } from '../pages/customers'

interface Heard { way: string; text: string }

/** Records every message between main and the engine, and between main and the page, from outside of the app's own code. */
async function recordMessages(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(({ ipcMain, BrowserWindow }) => {
    const heard: { way: string; text: string }[] = []
    Object.assign(globalThis, { heardMessages: heard })
    const note = (way: string, value: unknown): void => void heard.push({ way, text: JSON.stringify(value) ?? '' })

    let emitter = Object.getPrototypeOf(ipcMain) as { emit?: (...args: unknown[]) => boolean } & object
    while (!Object.hasOwn(emitter, 'emit')) emitter = Object.getPrototypeOf(emitter) as typeof emitter
    const emit = emitter.emit!
    const wrapped = new WeakSet<object>()
    emitter.emit = function (this: { postMessage?: (message: unknown) => void; pid?: number }, ...args: unknown[]): boolean {
      if (args[0] === 'message' && typeof this.postMessage === 'function') {
        note('engine to main', args[1])
        if (!wrapped.has(this)) {
          wrapped.add(this)
          const post = this.postMessage.bind(this)
          this.postMessage = (message) => {
            note('main to engine', message)
            post(message)
          }
        }
      }
      return emit.apply(this, args)
    }
    const contents = BrowserWindow.getAllWindows()[0]!.webContents
    const send = contents.send.bind(contents)
    contents.send = (channel: string, ...args: unknown[]) => {
      note('main to page', args)
      send(channel, ...args)
    }
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...args: unknown[]) => unknown> })._invokeHandlers
    for (const [channel, handler] of handlers) {
      handlers.set(channel, async (event: unknown, ...args: unknown[]) => {
        note('page to main', args)
        const answer: unknown = await handler(event, ...args)
        note('main to page', answer)
        return answer
      })
    }
  })
}

test('a token is in no message between processes but the one that adds it @row-28', async ({ launch, emulator }) => {
  const { electron, page } = await launch()
  await recordMessages(electron)
  await addEmulatorAccount(page, emulator, 0)
  await addEmulatorAccount(page, emulator, 1)
  await waitUntilRead(page, 12)
  await page.getByRole('button', { name: 'Read again' }).click()
  await waitUntilRead(page, 12)

  const heard = await electron.evaluate(() => (globalThis as unknown as { heardMessages: Heard[] }).heardMessages)
  const ways = new Set(heard.map(({ way }) => way))
  expect(ways).toEqual(new Set(['engine to main', 'main to engine', 'main to page', 'page to main']))
  // The record holds what was really said: names of customers crossed every border.
  expect(heard.filter(({ way, text }) => way === 'engine to main' && text.includes('"type":"send"')).length).toBeGreaterThan(1)
  for (const { token } of emulator.accounts) {
    const carrying = heard.filter(({ text }) => text.includes(token))
    expect(carrying.map(({ way }) => way)).toEqual(['page to main'])
    expect(carrying[0]!.text).toContain('accounts.add')
  }
})
