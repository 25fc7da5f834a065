import { ipcMain, type WebFrameMain } from 'electron'
import { INVOKE_CHANNEL } from '../contract/channels'
import { appError, failureReply, type Reply } from '../contract/errors'
import { isOwnPage } from './own-page'

/** Connects the router to the one channel; only the top frame of our own page may use it. */
export function registerIpc(router: (method: unknown, input: unknown) => Promise<Reply<unknown>>): void {
  ipcMain.handle(INVOKE_CHANNEL, (event, method: unknown, input: unknown) => {
    if (!trusted(event.senderFrame)) return failureReply(appError('UNTRUSTED_SENDER', 'A page that is not Rolodesk asked for something.', 'It was refused.'))
    return router(method, input)
  })
}

function trusted(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && isOwnPage(frame.url)
}
