import { z } from 'zod'
import type { Connection } from '../../contract/access'
import type { CustomerId } from '../../contract/ids'
import type { ApiClient, CallOptions } from '../client'
import { endpoints } from '../endpoints'
import { readList, type List } from '../pages'
import { key, opaque, text, time } from '../wire'

const wireConnection = z.object({
  id: opaque(z.string().min(1)), name: text, provider: key, authorization_status: text, authorized_at: time, created_at: time, updated_at: time,
  connection_lost_at: time, connection_lost_reason: text,
}).transform((wire): Connection => ({
  id: wire.id, name: wire.name, provider: wire.provider, authorizationStatus: wire.authorization_status, authorizedAt: wire.authorized_at,
  createdAt: wire.created_at, updatedAt: wire.updated_at, lostAt: wire.connection_lost_at, lostReason: wire.connection_lost_reason,
}))

/** Connections of a customer; class `customers`, 60/min; envelope `{result:[...]}` [docs 2020, contract 2.7]. Throws AppError. */
export function listConnections(client: ApiClient, id: CustomerId, options: CallOptions): Promise<List<Connection>> {
  return readList(client, endpoints.listConnections(id), wireConnection, 'flat', options)
}
