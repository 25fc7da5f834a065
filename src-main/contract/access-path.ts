import { z } from 'zod'
import { environmentType, roleName } from './access'
import { customerId, customerManagerId, grantId, groupId, memberId, projectId, projectRoleId, roleId } from './ids'

/** One step on the way from a person to a right; each has what a link to it needs. */
export const pathElement = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('member'), customerId, memberId }),
  z.object({ kind: z.literal('manager'), managerId: customerManagerId.nullable(), roleName }),
  /** The person manages the customer too, but a membership by hand wins (contract 3.4). */
  z.object({ kind: z.literal('manager-overridden'), managerId: customerManagerId }),
  /** `roleId` null: not in the list of roles that was read. */
  z.object({ kind: z.literal('environment-role'), environment: environmentType, roleName, roleId: roleId.nullable() }),
  z.object({ kind: z.literal('legacy-role'), environment: environmentType, roleName }),
  z.object({ kind: z.literal('group'), groupId, name: z.string(), system: z.boolean() }),
  /** `groupId` null: given to the person. */
  z.object({ kind: z.literal('grant'), grantId, projectId, project: z.string(), projectRoleId, roleName, groupId: groupId.nullable() }),
])
export type PathElement = z.infer<typeof pathElement>

/** Which kind of access a person has in an environment; the sentence is made from it by the renderer. */
export const accessVerdict = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none'), why: z.enum(['no-environment', 'not-a-member', 'no-access']) }),
  z.object({ kind: z.literal('manager'), roleName }),
  z.object({ kind: z.literal('role'), roleName, legacy: z.boolean(), projects: z.number().int() }),
  /** Project grants, but no role in the environment itself. */
  z.object({ kind: z.literal('projects-only'), projects: z.number().int() }),
])
export type AccessVerdict = z.infer<typeof accessVerdict>

/** Why a person can do what they can in one environment of a customer. */
export const accessExplanation = z.object({
  environment: environmentType,
  verdict: accessVerdict,
  path: z.array(pathElement),
  /** What has not been read of this customer, so that the answer may lack something. Empty: the answer is whole. */
  missing: z.array(z.enum(['members', 'environmentRoles', 'groupMembers', 'grants', 'managers'])),
})
export type AccessExplanation = z.infer<typeof accessExplanation>
