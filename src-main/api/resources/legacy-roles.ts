import { z } from 'zod'
import type { LegacyRole } from '../../contract/access'
import { folderId, legacyRoleId, type CustomerId, type FolderId, type LegacyRoleId } from '../../contract/ids'
import { callOne } from '../call-one'
import type { ApiClient, CallOptions } from '../client'
import { endpoints } from '../endpoints'
import { readList, type List } from '../pages'
import { exactRole, flag, opaque, privileges, time } from '../wire'

const wireLegacyRole = z.object({
  id: opaque(legacyRoleId), name: exactRole, inheritable: flag, folder_ids: z.array(opaque(folderId)).nullish().catch(null), privileges, created_at: time, updated_at: time,
}).transform((wire): LegacyRole => ({
  id: wire.id, name: wire.name, inheritable: wire.inheritable === true, folderIds: wire.folder_ids ?? [], privileges: wire.privileges, createdAt: wire.created_at, updatedAt: wire.updated_at,
}))

/** Custom legacy roles of a customer; the built-in and the inherited ones are not among them; class `legacyRoles`, 60/min; bare array [contract 8]. Throws AppError. */
export function listLegacyRoles(client: ApiClient, customer: CustomerId, options: CallOptions): Promise<List<LegacyRole>> {
  return readList(client, endpoints.listLegacyRoles(customer), wireLegacyRole, 'flat', options)
}

/** Copies a legacy role; without folders the copy keeps those of its source; class `legacyRoles`, 60/min [contract 8]. Never sent twice. Throws AppError. */
export async function copyLegacyRole(client: ApiClient, customer: CustomerId, id: LegacyRoleId, copy: { readonly name: string; readonly folderIds: readonly FolderId[] }, options: CallOptions): Promise<LegacyRole> {
  const body = { name: copy.name, ...(copy.folderIds.length === 0 ? {} : { folder_ids: copy.folderIds }) }
  return callOne(client, endpoints.copyLegacyRole(customer, id), wireLegacyRole, options, { body })
}
