import type { Session, WebContents } from 'electron'
import { isOwnPage, UI_SCHEME } from '../ipc/own-page'

const ALLOWED_PERMISSIONS = new Set(['clipboard-sanitized-write'])
const ALLOWED_SCHEMES = new Set([`${UI_SCHEME}:`, 'data:', 'blob:', 'devtools:'])

/** A proxy that nobody can be: the page has no connection to make, and its peer connections over TCP are seen by neither filter nor content security policy. */
const NOWHERE = { proxyRules: 'http://127.0.0.1:0', proxyBypassRules: '<-loopback>' }

/** Denies every permission, and every request of the page that leaves the app. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(ALLOWED_PERMISSIONS.has(permission)))
  session.setPermissionCheckHandler((_contents, permission) => ALLOWED_PERMISSIONS.has(permission))
  session.setDevicePermissionHandler(() => false)
  void session.setProxy(NOWHERE)
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !ALLOWED_SCHEMES.has(new URL(details.url).protocol) }))
}

/** Keeps the window on our own page: no navigation elsewhere, no further window, no webview, no packet past the filter of requests. */
export function hardenContents(contents: WebContents): void {
  // Peer connections are no requests: neither the filter of the session nor the content security policy sees them.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event, url) => {
    if (!isOwnPage(url)) event.preventDefault()
  })
  contents.on('will-redirect', (event, url) => {
    if (!isOwnPage(url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOwnPage(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
}
