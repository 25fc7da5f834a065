import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import { EVENT_CHANNEL, INVOKE_CHANNEL } from '../contract/channels'

// Two functions and nothing else; the event object of Electron never reaches the page.
contextBridge.exposeInMainWorld('rolodesk', {
  invoke: (method: string, input: unknown): Promise<unknown> => ipcRenderer.invoke(INVOKE_CHANNEL, method, input),
  onEvent: (listener: (event: unknown) => void): (() => void) => {
    const hear = (_: IpcRendererEvent, event: unknown): void => listener(event)
    ipcRenderer.on(EVENT_CHANNEL, hear)
    return () => ipcRenderer.off(EVENT_CHANNEL, hear)
  },
})
