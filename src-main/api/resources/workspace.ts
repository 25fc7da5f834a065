import { z } from 'zod'
import type { Workspace } from '../../contract/methods/accounts'
import { callOne } from '../call-one'
import type { ApiClient, CallOptions } from '../client'
import { endpoints } from '../endpoints'
import { opaque, text } from '../wire'

const wireWorkspace = z.object({ id: opaque(z.string().min(1)), name: text, team_name: text, environment_name: text })
  .transform((wire): Workspace => ({ id: wire.id, name: wire.name ?? `Workspace ${wire.id}`, teamName: wire.team_name, environment: wire.environment_name }))

/** The workspace that the account's token belongs to; class `workspace` [contract 1.2, 1.11]. Throws AppError. */
export function getWorkspace(client: ApiClient, options: CallOptions): Promise<Workspace> {
  return callOne(client, endpoints.workspace(), wireWorkspace, options)
}
