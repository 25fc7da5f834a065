import { session, type Session } from 'electron'

const free: Session[] = []
let made = 0

/**
 * Gives a session without any open connection. On a kept connection that breaks before the answer Chromium sends a request again by itself, once for each
 * connection that it has kept, whatever the method: what may have an effect goes over a connection of its own.
 */
export function takeSession(): Session {
  return free.pop() ?? session.fromPartition(`rolodesk-own-${String((made += 1))}`, { cache: false })
}

/** Gives a session back once its connections are closed. */
export function returnSession(used: Session): void {
  void used.closeAllConnections().then(() => free.push(used))
}
