/** A switch with the values it takes; the first is the default. */
interface Switch<V> {
  readonly values: readonly V[]
}
const on: Switch<boolean> = { values: [true, false] }
const off: Switch<boolean> = { values: [false, true] }
const choice = <const V extends string>(...values: readonly V[]): Switch<V> => ({ values })

/** Behaviours that no document of the API states, with what the emulator assumes. Each can be changed by the control plane. */
export const SWITCHES = {
  /** Members and customers draw on one bucket of 60 requests per minute. */
  members_and_customers_share_bucket: on,
  /** Invitations draw on the bucket of members; else on 60 per minute of their own. */
  invitations_share_members_bucket: on,
  /** Deleting a member draws on 1,000 per minute of its own; else on the bucket of members. */
  member_deletion_has_own_bucket: on,
  /** A 429 names the seconds to wait in `Retry-After`. */
  retry_after_header: on,
  /** A page larger than 100 is answered as one of 100 instead of an error. */
  clamp_page_size: on,
  /** Envelope of every list: as documented for each, or one for all (contract 1.6). */
  list_envelope: choice('documented', 'bare', 'result', 'data', 'items'),
  /** The customer list also has `count`, `page` and `per_page`. */
  list_has_count: on,
  /** Errors of the RBAC endpoints: `{errors:[{code,title}]}` or `{message}` as the classic ones. */
  rbac_error_body: choice('errors', 'message'),
  /** Status of a call that the token's role, environments or projects do not allow. */
  scope_refusal_status: choice('403', '401'),
  /** Status of a grant outside of the token's environments and projects. */
  grant_scope_status: choice('403', '404'),
  /** Status of a request that took over 40 seconds. */
  timeout_status: choice('504', '503'),
  /** Status of calls that make a customer, role or group. */
  creation_status: choice('200', '201'),

  /** `/api/managed_users/...` no longer has the RBAC resources. */
  rbac_v1_gone: off,
  /** `/api/v2/managed_users/...` does not have the RBAC resources. */
  rbac_v2_absent: off,
  /** Members, groups and roles answer under each environment's id; else under that of dev only. */
  rbac_through_environment_ids: on,
  /** Of a parameter that is repeated in the query only the last counts. */
  repeated_query_keeps_last: off,

  /** Which environment keeps the customer's id when environments are provisioned. */
  provisioning_keeps_id_on_dev: on,
  /** A second provisioning is refused with 400. */
  second_provisioning_refused: on,
  /** `POST /api/managed_users/{id}/` means provisioning; else 404. */
  trailing_slash_provisions: off,
  /** A customer without provisioned environments has `environments: []`; else no such field. */
  unprovisioned_has_environments: on,
  /** The customer list has test and prod as rows of their own. */
  environments_are_list_rows: off,
  /** Two customers may not have the same external id. */
  unique_external_ids: on,
  /** An update takes `plan_id`, `whitelisted_apps`, `time_zone` and `auth_settings`; else it leaves them as they are. */
  update_takes_undocumented_fields: on,
  /** A task limit that does not exceed the usage is refused with 400; else taken. */
  low_task_limit_refused: on,
  /** `trial` is always what `in_trial` is; else it stays. */
  trial_follows_in_trial: on,
  /** Deleting a customer answers `{"success":true}`; else 204. */
  customer_deletion_answers_success: on,

  /** Envelope of the members list: `{data,total}` or a bare array. */
  members_envelope: choice('data', 'array'),
  /** Members carry `roles`; else only `role_name`. */
  members_have_roles: on,
  /** Members carry the groups they are in. */
  members_have_groups: on,
  /** An environment without access is listed as role "No access"; else it is left out. */
  no_access_is_listed: on,
  /** Sending the role name "No access" takes access away, is refused as unknown, or does nothing. */
  no_access_by_name: choice('accepted', 'refused', 'ignored'),
  /** Environments that an update does not list stay as they are or lose their role. */
  env_roles_update: choice('merge', 'replace'),
  /** Wire values of `grant_type` for a collaborator and a customer manager. */
  grant_types: choice('team/moderator', 'team_member/customer_manager'),
  /** Status of an update or removal of a customer manager through a customer. */
  manager_locked_status: choice('400', '403'),
  /** Migrated customers refuse `role_name` and legacy roles in `env_roles`. */
  migrated_refuses_legacy_roles: on,
  /** Status of a role name that the customer does not have. */
  unknown_role_status: choice('400', '404', '422'),
  /** Invitations and updates take `user_group_ids`. */
  members_take_group_ids: on,
  /** An existing user can be added with `oauth_id` alone; else a role is needed too. */
  oauth_id_alone_adds: on,
  /** Removing a member answers 204 or `{"id":...}`. */
  member_deletion_answer: choice('204', 'id'),
  /** Status of a second invitation within twenty minutes. */
  repeated_invitation_status: choice('429', '400'),
  /** Inviting the address of an existing user is refused with 409; else an invitation like any other. */
  existing_user_invitation_refused: on,
  /** An invited person becomes a member only after accepting; else at once. */
  invited_join_after_acceptance: on,

  /** Status of all environment role endpoints for every token. */
  environment_roles_refused: choice('no', '401', '403'),
  /** What the environment role endpoints of a customer on the legacy model answer. */
  environment_roles_before_migration: choice('403', '401', 'works'),
  /** `members_count` of an environment role counts people or assignments. */
  members_count: choice('people', 'assignments'),
  /** A second role of the same name is refused with 400. */
  role_names_unique: on,
  /** System and inherited roles can be neither changed nor deleted (400). */
  system_roles_locked: on,
  /** `inheritable: true` is refused for a customer's role (400). */
  inheritable_refused: on,
  /** The system group can be neither changed nor deleted, and has no members set by hand (400). */
  system_group_locked: on,
  /** Changing the members of a group answers 204 or 200 with `{"success":true}`. */
  group_members_answer: choice('204', '200'),
  /** More than 100 grants in one request are refused with 400. */
  grants_over_100_refused: on,
  /** A project of one environment is reached through any id of the same customer. */
  grants_through_any_environment: on,

  /** What the legacy role endpoints of a migrated customer answer. */
  legacy_roles_after_migration: choice('404', '400', 'works'),
  /** Status of deleting a customer manager. */
  manager_deletion_status: choice('204', '200'),
  /** Status of migrating what is migrated already. */
  migrated_again_status: choice('400', '404'),
  /** Every customer's root folder has content, so that migrations are refused with 400. */
  root_folder_not_empty: off,
  /** `dry_run` is not seen in the query, in the body, or in both: a migration that is not seen to be dry is real. */
  dry_run_ignored_in: choice('none', 'query', 'body', 'both'),
  /** A `dry_run` that differs between query and body is refused with 400; else one that is true wins. */
  differing_dry_run_refused: on,
  /** What the legacy Analyst becomes. */
  analyst_becomes: choice('EnvironmentManager', 'Member'),
  /** Answers of migrations are wrapped in `data`. */
  migration_answer_wrapped: on,
  /** `project_role` in answers of migrations is a name or an object. */
  migration_project_role: choice('string', 'object'),
  /** The migration of a custom role answers one role of each kind, or lists as the migration of system roles. */
  custom_role_answer: choice('singular', 'plural'),

  /** `GET recipes/:id` answers `{"result":[recipe]}` or the recipe. */
  recipe_envelope: choice('result', 'bare'),
} as const satisfies Record<string, Switch<boolean | string>>

export type SwitchName = keyof typeof SWITCHES
export type Switches = { -readonly [N in SwitchName]: (typeof SWITCHES)[N]['values'][number] }

export function defaultSwitches(): Switches {
  return Object.fromEntries(Object.entries(SWITCHES).map(([name, { values }]) => [name, values[0]])) as Switches
}

/** Sets all given switches or none; gives what is wrong with them, or null. */
export function setSwitches(switches: Switches, given: Readonly<Record<string, unknown>>): string | null {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(SWITCHES, name)) return `No switch is called ${name}. GET /__control/switches lists them.`
    const { values } = SWITCHES[name as SwitchName] as Switch<unknown>
    if (!values.includes(value)) return `${name} takes ${values.map((one) => JSON.stringify(one)).join(' or ')}, not ${JSON.stringify(value)}.`
  }
  Object.assign(switches, given)
  return null
}

/** Each switch with its present value, its default and the values it takes. */
export function listSwitches(switches: Switches): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(SWITCHES).map(([name, { values }]) => [name, { value: switches[name as SwitchName], default: values[0], values }]))
}
