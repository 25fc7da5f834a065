/** Scheme and host of the renderer's page. */
export const UI_SCHEME = 'app'
export const UI_HOST = 'ui'

/** Whether an address is a page of ours. Scheme and host are compared: the origin of a custom scheme is "null" in Node. */
export function isOwnPage(address: string): boolean {
  try {
    const url = new URL(address)
    return url.protocol === `${UI_SCHEME}:` && url.host === UI_HOST
  } catch {
    return false
  }
}
