import { connectedApps } from '../api/resources/connections'
import { AppError } from '../contract/errors'
import type { CustomerId } from '../contract/ids'
import type { SyncDeps } from './deps'

/** Connected apps are read again after this time. */
const APPS_STALE_MS = 24 * 3600_000
const LANES = 4

/**
 * Reads the connected apps of all customers, one request each from the scarce bucket: those on screen first, then those never read or
 * oldest. A customer that is gone or closed to this token counts as one without apps.
 */
export async function readApps(deps: SyncDeps, signal: AbortSignal, onScreen: () => readonly CustomerId[], onRead: () => void): Promise<void> {
  const { store, client, clock } = deps
  const accountId = client.accountId
  const before = clock.now() - APPS_STALE_MS
  const taken = new Set<CustomerId>()
  let due = new Set(store.customers.appsDue(accountId, before, 1_000_000))

  const next = (): { id: CustomerId; visible: boolean } | null => {
    const visible = onScreen().find((id) => due.has(id) && !taken.has(id))
    if (visible !== undefined) return { id: visible, visible: true }
    for (const id of due) if (!taken.has(id)) return { id, visible: false }
    return null
  }
  const lane = async (): Promise<void> => {
    for (let one = next(); one !== null; one = next()) {
      taken.add(one.id)
      const apps = await appsOf(deps, one.id, one.visible, signal)
      signal.throwIfAborted()
      store.customers.saveApps(accountId, one.id, apps, clock.now())
      onRead()
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  due = new Set()
}

async function appsOf({ client }: SyncDeps, id: CustomerId, visible: boolean, signal: AbortSignal): Promise<{ provider: string; connections: number }[]> {
  try {
    return await connectedApps(client, id, { priority: visible ? 'screen' : 'background', signal })
  } catch (error) {
    if (error instanceof AppError && error.json.code === 'NOT_FOUND') return []
    throw error
  }
}
