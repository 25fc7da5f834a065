import { z } from 'zod'
import type { CustomerId } from '../../contract/ids'
import { plainText } from '../../contract/plain-text'
import type { ApiClient, CallOptions } from '../client'
import { endpoints } from '../endpoints'
import { unwrapList } from '../unwrap-list'

/** The filters take no longer name. */
const MAX_PROVIDER = 200
const provider = z.string().transform((value) => plainText(value, MAX_PROVIDER)).pipe(z.string().min(1))
const wireConnection = z.object({ provider, authorization_status: z.string().nullish().catch(null) })

/** Authenticated connections of a customer by app, most first (contract 2.7); 60 requests per minute. Throws AppError. */
export async function connectedApps(client: ApiClient, id: CustomerId, options: CallOptions): Promise<{ readonly provider: string; readonly connections: number }[]> {
  const { items } = unwrapList(await client.call(endpoints.listConnections(id), options))
  const counts = new Map<string, number>()
  for (const item of items) {
    const parsed = wireConnection.safeParse(item)
    if (!parsed.success || parsed.data.authorization_status !== 'success') continue
    counts.set(parsed.data.provider, (counts.get(parsed.data.provider) ?? 0) + 1)
  }
  return [...counts].map(([provider, connections]) => ({ provider, connections })).sort((a, b) => b.connections - a.connections || a.provider.localeCompare(b.provider))
}
