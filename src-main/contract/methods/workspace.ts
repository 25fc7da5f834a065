import { z } from 'zod'
import { collaboratorGroup, connection, customer, environmentRole, environmentType, groupMember, member, project, projectGrant, projectRole } from '../access'
import { accountId, customerId, groupId, projectRoleId, roleId } from '../ids'
import { defineMethod } from '../method'
import { accessModel, readState } from '../reading'
import { customerStatus } from './customers'

const target = { accountId, customerId }
const here = z.strictObject(target)
/** UTC ms that is a date. */
const moment = z.number().int().min(0).max(8.64e15)
const named = { name: z.string(), id: z.number() }

export const memberSort = z.enum(['name', 'email', 'dev', 'test', 'prod', 'groups', 'lastActivity'])
export type MemberSort = z.infer<typeof memberSort>

/** A role with those who hold it; for an environment role, in which environments. */
const holder = z.object({ ...named, email: z.string(), environments: z.array(environmentType) })

/** One customer workspace: all answers come from the local store; `reads` says how old and how whole each part is, with what is read once for the whole account. */
export const workspaceMethods = {
  /** The head of a customer's page. NOT_FOUND where the store does not hold the customer. */
  'workspace.get': defineMethod({
    kind: 'query', home: 'engine', input: here,
    output: z.object({
      ...target, customer, status: customerStatus, model: accessModel,
      /** Address of the workspace in the web console, for the browser. Null for the sandbox. */
      consoleUrl: z.string().nullable(),
      people: z.number().int().nullable(), reads: z.array(readState),
    }),
  }),
  /** Reads everything of this customer now, before everything else. */
  'workspace.refresh': defineMethod({ kind: 'command', home: 'engine', input: here, output: z.object({}) }),
  /** Says which customer's page is on screen (null: none), so that its parts are read first. */
  'workspace.onScreen': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ accountId, customerId: customerId.nullable() }), output: z.object({}) }),

  /** Jobs of recipes as lifetime counts, tasks of twelve months, connections with their state. */
  'workspace.dashboard': defineMethod({
    kind: 'query', home: 'engine', input: here,
    output: z.object({
      recipes: z.object({ active: z.number().int(), total: z.number().int(), succeededJobs: z.number(), failedJobs: z.number() }).nullable(),
      /** Recipes with the most failed jobs first, at most 20. */
      troubled: z.array(z.object({ ...named, id: z.string(), running: z.boolean(), succeededJobs: z.number().nullable(), failedJobs: z.number().nullable(), lastRunAt: z.number().nullable(), stopCause: z.string().nullable() })),
      /** Oldest month first, `2026-11`; null counts: the API gave none. */
      months: z.array(z.object({ month: z.string(), tasks: z.number().nullable() })).nullable(),
      connections: z.array(connection).nullable(),
    }),
  }),
  /** Jobs that succeeded and failed in a period, asked of the API now (contract 2.8): one request per call. */
  'workspace.jobs': defineMethod({
    kind: 'query', home: 'engine',
    input: z.strictObject({ ...target, from: moment, to: moment, interval: z.enum(['day', 'week', 'month']) }),
    output: z.object({ intervals: z.array(z.object({ from: z.number().nullable(), to: z.number().nullable(), tasks: z.number().nullable(), recipes: z.number().nullable(), succeededJobs: z.number().nullable(), failedJobs: z.number().nullable() })) }),
  }),

  'workspace.members': defineMethod({
    kind: 'query', home: 'engine',
    input: z.strictObject({
      ...target, search: z.string().max(200), roles: z.array(z.string().max(200)).max(200), environment: environmentType.nullable(), kinds: z.array(z.enum(['team', 'manager', 'unknown'])).max(3),
      sort: z.strictObject({ by: memberSort, direction: z.enum(['asc', 'desc']) }), offset: z.number().int().min(0), limit: z.number().int().min(1).max(200),
    }),
    output: z.object({ rows: z.array(member), matched: z.number().int(), total: z.number().int() }),
  }),
  'workspace.roles': defineMethod({ kind: 'query', home: 'engine', input: here, output: z.object({ environment: z.array(environmentRole), project: z.array(projectRole) }) }),
  /** One role with its config (asked of the API where the store lacks it) and its holders. */
  'workspace.role': defineMethod({
    kind: 'query', home: 'engine',
    input: z.strictObject({ ...target, role: z.discriminatedUnion('scope', [z.strictObject({ scope: z.literal('environment'), id: roleId }), z.strictObject({ scope: z.literal('project'), id: projectRoleId })]) }),
    output: z.object({ config: z.record(z.string(), z.unknown()).nullable(), holders: z.array(holder), grants: z.array(projectGrant) }),
  }),
  'workspace.groups': defineMethod({ kind: 'query', home: 'engine', input: here, output: z.object({ groups: z.array(collaboratorGroup) }) }),
  'workspace.group': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({ ...target, groupId }), output: z.object({ members: z.array(groupMember).nullable(), grants: z.array(projectGrant) }) }),
  /** Projects of all environments with their grants; null: not read. */
  'workspace.projects': defineMethod({
    kind: 'query', home: 'engine', input: here,
    output: z.object({ projects: z.array(z.object({ project, grants: z.array(projectGrant).nullable() })) }),
  }),
}
