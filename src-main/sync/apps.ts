import type { Connection } from '../contract/access'

/** Authenticated connections by app, most first. */
export function appsOf(connections: readonly Connection[]): { readonly provider: string; readonly connections: number }[] {
  const counts = new Map<string, number>()
  for (const { provider, authorizationStatus } of connections) if (authorizationStatus === 'success') counts.set(provider, (counts.get(provider) ?? 0) + 1)
  return [...counts].map(([provider, count]) => ({ provider, connections: count })).sort((a, b) => b.connections - a.connections || a.provider.localeCompare(b.provider))
}
