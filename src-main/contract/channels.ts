/** The two IPC channels between the renderer and main; the preload script needs nothing else of the contract. */
export const INVOKE_CHANNEL = 'rolodesk:invoke'
/** Main to renderer: {@link file://./events.ts | AppEvent} objects. */
export const EVENT_CHANNEL = 'rolodesk:event'
