import { describe, expect, it } from 'vitest'
import { EXTERNAL_PEOPLE } from './generate-people'
import { held } from './held'
import { defaultSwitches, listSwitches, setSwitches, SWITCHES, type SwitchName } from './switches'
import { testWorld, type TestWorld } from './test-world'

type Options = Parameters<typeof testWorld>[0]
/** What to look at, in what kind of world, and what it is for each value of the switch. */
interface Proof {
  readonly see: (test: TestWorld) => unknown
  readonly is: readonly (readonly [boolean | string, unknown])[]
  readonly in?: Options
}
const QUOTA: Options = { quotaFactor: 1 / 60, people: 2 }
const config = { a: 1 }
const role = (environment_type: string, name: string) => ({ environment_type, name, role_type: 'environment' })
const NEW = { name: 'N', notification_email: 'n@b.example' }
const memberPath = ({ workspace }: TestWorld): string => `MU/members/${String(workspace.members[0]?.id)}`
const body = (test: TestWorld, method: string, path: string, given: unknown = {}): Record<string, unknown> => test.call(method, path, given).body as Record<string, unknown>
const status = (test: TestWorld, method: string, path: string, given: unknown = {}): number => test.call(method, path, given).status
const env = ({ customer }: TestWorld, type: string): string => `/api/managed_users/${String(customer.environments.find(({ environment_type }) => environment_type === type)?.id)}`
const invite = (email: unknown, more = {}) => ({ name: 'I', email, env_roles: [role('dev', 'Member')], ...more })
const outside = ({ workspace }: TestWorld) => EXTERNAL_PEOPLE.filter(({ id }) => !workspace.members.some((one) => one.id === id))
const group = ({ workspace }: TestWorld) => workspace.groups[1]
const projectGrants = ({ workspace }: TestWorld, environment = 'dev'): string => `projects/${String(workspace.projects.find((one) => one.environment === environment)?.id)}/project_grants`
const rolesOf = (test: TestWorld): unknown => (body(test, 'GET', memberPath(test))['roles'] as { role_name: string }[] | undefined)?.map(({ role_name }) => role_name)
const setAll = (test: TestWorld, name: string) => test.read('PUT', memberPath(test), { env_roles: ['dev', 'test', 'prod'].map((one) => role(one, name)) })
const manager = (test: TestWorld) => (test.read<{ data: { id: number; grant_type: string }[] }>('GET', 'MU/members').data).find(({ id }) => !test.workspace.members.some((one) => one.id === id))
const changedBy = (test: TestWorld, path: string, given: object): boolean => {
  test.call('POST', path, given)
  return test.workspace.system_roles_migrated
}
const SYSTEM = 'MU/roles_migration/system_roles'
const customMigration = (test: TestWorld) => Object.keys((body(test, 'POST', 'MU/roles_migration/custom_role', { id: test.workspace.legacyRoles[0]?.id, dry_run: true })['data']) as object).slice(0, 2)

const PROOFS: Readonly<Record<SwitchName, Proof>> = {
  members_and_customers_share_bucket: { in: QUOTA, see: (t) => [status(t, 'GET', 'MU/members'), status(t, 'GET', 'MU')], is: [[true, [200, 429]], [false, [200, 200]]] },
  invitations_share_members_bucket: { in: QUOTA, see: (t) => [status(t, 'GET', 'MU/members'), status(t, 'POST', 'MU/member_invitations', invite('a@b.example'))], is: [[true, [200, 429]], [false, [200, 200]]] },
  member_deletion_has_own_bucket: { in: QUOTA, see: (t) => [status(t, 'GET', 'MU/members'), status(t, 'DELETE', memberPath(t))], is: [[true, [200, 204]], [false, [200, 429]]] },
  retry_after_header: { in: QUOTA, see: (t) => [t.call('GET', 'MU'), t.call('GET', 'MU')][1]?.headers, is: [[true, { 'retry-after': '60' }], [false, undefined]] },
  clamp_page_size: { see: (t) => [status(t, 'GET', '/api/managed_users?per_page=101'), status(t, 'GET', 'MU/environment_roles?page[size]=101')], is: [[true, [200, 200]], [false, [400, 400]]] },
  list_envelope: {
    see: (t) => ['/api/managed_users', 'MU/environment_roles', 'MU/members', 'MU/folders', '/api/customer_managers'].map((path) => (Array.isArray(body(t, 'GET', path)) ? 'bare' : Object.keys(body(t, 'GET', path))[0])),
    is: [['documented', ['result', 'data', 'data', 'result', 'result']], ['bare', Array(5).fill('bare')], ['result', Array(5).fill('result')], ['data', Array(5).fill('data')], ['items', Array(5).fill('items')]],
  },
  list_has_count: { see: (t) => Object.keys(body(t, 'GET', '/api/managed_users')), is: [[true, ['result', 'count', 'page', 'per_page']], [false, ['result']]] },
  rbac_error_body: { see: (t) => body(t, 'GET', 'MU/environment_roles/0'), is: [['errors', { errors: [{ code: 'not_found', title: 'Not found' }] }], ['message', { message: 'Not found' }]] },
  scope_refusal_status: { see: (t) => t.call('GET', 'MU/members', {}, t.addToken({ groups: [] })).status, is: [['403', 403], ['401', 401]] },
  grant_scope_status: { see: (t) => t.call('GET', `MU/${projectGrants(t)}`, {}, t.addToken({ groups: null, projects: [] })).status, is: [['403', 403], ['404', 404]] },
  timeout_status: { see: (t) => [39_999, 41_000].map((ms) => { const { waitMs, answer } = held(ms, { status: 200 }, t.world.switches); return [waitMs, answer.status] }), is: [['504', [[39_999, 200], [40_000, 504]]], ['503', [[39_999, 200], [40_000, 503]]]] },
  creation_status: { see: (t) => [status(t, 'POST', '/api/managed_users', NEW), status(t, 'POST', 'MU/environment_roles', { environment_role: { name: 'N', config } }), status(t, 'POST', 'MU/user_groups', { user_group: { name: 'N' } })], is: [['200', [200, 200, 200]], ['201', [201, 201, 201]]] },

  rbac_v1_gone: { see: (t) => [status(t, 'GET', 'MU/environment_roles'), status(t, 'GET', `/api/v2/managed_users/${String(t.customer.id)}/environment_roles`), status(t, 'GET', 'MU/members')], is: [[false, [200, 200, 200]], [true, [404, 200, 200]]] },
  rbac_v2_absent: { see: (t) => ['user_groups', projectGrants(t), 'developer_api_clients'].map((path) => status(t, 'GET', `/api/v2/managed_users/${String(t.customer.id)}/${path}`)), is: [[false, [200, 200, 200]], [true, [404, 404, 200]]] },
  rbac_through_environment_ids: { see: (t) => ['members', 'user_groups', 'project_roles', 'recipes'].map((path) => status(t, 'GET', `${env(t, 'test')}/${path}`)), is: [[true, [200, 200, 200, 200]], [false, [404, 404, 404, 200]]] },
  repeated_query_keeps_last: {
    see: (t) => {
      const ids = t.workspace.members.slice(0, 2).map(({ id }) => id)
      const { id } = t.read<{ data: { id: string } }>('POST', 'MU/user_groups', { user_group: { name: 'Q' } }).data
      t.read('POST', `MU/user_groups/${id}/members?user_ids=${String(ids[0])}&user_ids=${String(ids[1])}`)
      return t.workspace.groups.find((one) => one.id === id)?.member_ids.map((one) => ids.indexOf(one))
    },
    is: [[false, [0, 1]], [true, [1]]],
  },

  provisioning_keeps_id_on_dev: { see: (t) => (body(t, 'POST', `/api/managed_users/${String(t.single.id)}/environments`)['environments'] as { id: number; environment_type: string }[]).find(({ id }) => id === t.single.id)?.environment_type, is: [[true, 'dev'], [false, 'prod']] },
  second_provisioning_refused: { see: (t) => status(t, 'POST', 'MU/environments'), is: [[true, 400], [false, 200]] },
  trailing_slash_provisions: { see: (t) => status(t, 'POST', `/api/managed_users/${String(t.single.id)}/`), is: [[false, 404], [true, 200]] },
  unprovisioned_has_environments: { see: (t) => body(t, 'GET', `/api/managed_users/${String(t.single.id)}`)['environments'], is: [[true, []], [false, undefined]] },
  environments_are_list_rows: { see: (t) => Number(body(t, 'GET', '/api/managed_users')['count']) - t.account.customers.length - 2 * t.account.customers.filter(({ environments }) => environments.length > 0).length, is: [[true, 0], [false, expect.toSatisfy((one: number) => one < 0)]] },
  unique_external_ids: { see: (t) => status(t, 'PUT', 'MU', { external_id: t.account.customers.find((one) => one !== t.customer && one.external_id !== null)?.external_id }), is: [[true, 400], [false, 200]] },
  update_takes_undocumented_fields: { see: (t) => { const one = body(t, 'PUT', 'MU', { plan_id: 'x', whitelisted_apps: ['a'], time_zone: 'Kolkata', name: 'New' }); return [one['plan_id'] === 'x', (one['whitelisted_apps'] as string[]).length, one['time_zone'] === 'Kolkata', one['name']] }, is: [[true, [true, 1, true, 'New']], [false, [false, 0, false, 'New']]] },
  low_task_limit_refused: { see: (t) => { t.customer.task_count = 10; return status(t, 'PUT', 'MU', { custom_task_limit: 10 }) }, is: [[true, 400], [false, 200]] },
  trial_follows_in_trial: { see: (t) => { const before = t.customer.trial; const { trial, in_trial } = body(t, 'PUT', 'MU', { in_trial: !before }); return [trial === in_trial, in_trial !== before] }, is: [[true, [true, true]], [false, [false, true]]] },
  customer_deletion_answers_success: { see: (t) => [status(t, 'DELETE', 'MU'), status(t, 'GET', 'MU')], is: [[true, [200, 404]], [false, [204, 404]]] },

  members_envelope: { see: (t) => Array.isArray(body(t, 'GET', 'MU/members')), is: [['data', false], ['array', true]] },
  members_have_roles: { see: (t) => ['roles', 'role_name'].map((key) => key in body(t, 'GET', memberPath(t))), is: [[true, [true, true]], [false, [false, true]]] },
  members_have_groups: { see: (t) => 'user_groups' in body(t, 'GET', memberPath(t)), is: [[true, true], [false, false]] },
  no_access_is_listed: { see: (t) => { delete (t.workspace.members[0] as { roles: { prod?: unknown } }).roles.prod; return (rolesOf(t) as string[])[2] }, is: [[true, 'No access'], [false, undefined]] },
  no_access_by_name: { see: (t) => { setAll(t, 'Member'); return [status(t, 'PUT', memberPath(t), { env_roles: [role('prod', 'No access')] }), (rolesOf(t) as string[])[2]] }, is: [['accepted', [200, 'No access']], ['refused', [400, 'Member']], ['ignored', [200, 'Member']]] },
  env_roles_update: { see: (t) => { setAll(t, 'Member'); t.read('PUT', memberPath(t), { env_roles: [role('dev', 'EnvironmentAdmin')] }); return rolesOf(t) }, is: [['merge', ['EnvironmentAdmin', 'Member', 'Member']], ['replace', ['EnvironmentAdmin', 'No access', 'No access']]] },
  grant_types: { see: (t) => [body(t, 'GET', memberPath(t))['grant_type'], manager(t)?.grant_type], is: [['team/moderator', ['team', 'moderator']], ['team_member/customer_manager', ['team_member', 'customer_manager']]] },
  manager_locked_status: { see: (t) => status(t, 'DELETE', `MU/members/${String(manager(t)?.id)}`), is: [['400', 400], ['403', 403]] },
  migrated_refuses_legacy_roles: { see: (t) => status(t, 'PUT', memberPath(t), { role_name: 'Admin' }), is: [[true, 400], [false, 200]] },
  unknown_role_status: { see: (t) => status(t, 'PUT', memberPath(t), { env_roles: [role('dev', 'None')] }), is: [['400', 400], ['404', 404], ['422', 422]] },
  members_take_group_ids: { see: (t) => { const held = group(t) as { member_ids: number[] }; held.member_ids = []; t.read('PUT', memberPath(t), { env_roles: [role('dev', 'Member')], user_group_ids: [group(t)?.id] }); return held.member_ids.length }, is: [[true, 1], [false, 0]] },
  oauth_id_alone_adds: { see: (t) => status(t, 'POST', 'MU/members', { oauth_id: `A:UU${String(outside(t)[0]?.id)}` }), is: [[true, 200], [false, 400]] },
  member_deletion_answer: { see: (t) => [t.call('DELETE', memberPath(t))].map((answer) => [answer.status, answer.body === undefined ? null : Object.keys(answer.body as object)])[0], is: [['204', [204, null]], ['id', [200, ['id']]]] },
  repeated_invitation_status: { see: (t) => [1, 2].map(() => status(t, 'POST', 'MU/member_invitations', invite('a@b.example'))), is: [['429', [200, 429]], ['400', [200, 400]]] },
  existing_user_invitation_refused: { see: (t) => status(t, 'POST', 'MU/member_invitations', invite(outside(t)[0]?.email)), is: [[true, 409], [false, 200]] },
  invited_join_after_acceptance: { see: (t) => { t.read('POST', 'MU/member_invitations', invite('a@b.example')); return body(t, 'GET', 'MU/members?email=a@b.example')['total'] }, is: [[true, 0], [false, 1]] },

  environment_roles_refused: { see: (t) => ['environment_roles', 'project_roles', 'members'].map((path) => status(t, 'GET', `MU/${path}`)), is: [['no', [200, 200, 200]], ['401', [401, 200, 200]], ['403', [403, 200, 200]]] },
  environment_roles_before_migration: { in: { legacy: 1 }, see: (t) => ['environment_roles', 'project_roles'].map((path) => status(t, 'GET', `MU/${path}`)), is: [['403', [403, 200]], ['401', [401, 200]], ['works', [200, 200]]] },
  members_count: { see: (t) => { t.workspace.members.forEach((one) => (one.roles = {})); setAll(t, 'Member'); return (body(t, 'GET', 'MU/environment_roles?name=Member')['data'] as { members_count: number }[])[0]?.members_count }, is: [['people', 1], ['assignments', 3]] },
  role_names_unique: { see: (t) => status(t, 'POST', 'MU/environment_roles', { environment_role: { name: 'Member', config } }), is: [[true, 400], [false, 200]] },
  system_roles_locked: { see: (t) => status(t, 'PUT', `MU/project_roles/${String(t.workspace.projectRoles[0]?.id)}`, { project_role: { name: 'N', config } }), is: [[true, 400], [false, 200]] },
  inheritable_refused: { see: (t) => { const answer = t.call('POST', 'MU/environment_roles', { environment_role: { name: 'N', config, inheritable: true } }); return [answer.status, (answer.body as { data?: { type: string } }).data?.type] }, is: [[true, [400, undefined]], [false, [200, 'inheritable']]] },
  system_group_locked: { see: (t) => status(t, 'PUT', `MU/user_groups/${String(t.workspace.groups[0]?.id)}`, { user_group: { name: 'N' } }), is: [[true, 400], [false, 200]] },
  group_members_answer: { see: (t) => status(t, 'POST', `MU/user_groups/${String(group(t)?.id)}/members`, { user_ids: [t.workspace.members[0]?.id] }), is: [['204', 204], ['200', 200]] },
  grants_over_100_refused: { see: (t) => status(t, 'PUT', `MU/${projectGrants(t)}`, { project_grants: Array.from({ length: 101 }, () => ({ assignment_type: 'User', assignment_id: t.workspace.members[0]?.id, project_role_id: t.workspace.projectRoles[0]?.id })) }), is: [[true, 400], [false, 200]] },
  grants_through_any_environment: { see: (t) => [status(t, 'GET', `MU/${projectGrants(t, 'prod')}`), status(t, 'GET', `${env(t, 'prod')}/${projectGrants(t, 'prod')}`)], is: [[true, [200, 200]], [false, [404, 200]]] },

  legacy_roles_after_migration: { see: (t) => status(t, 'GET', 'MU/roles'), is: [['404', 404], ['400', 400], ['works', 200]] },
  manager_deletion_status: { see: (t) => status(t, 'DELETE', '/api/customer_managers/1200'), is: [['204', 204], ['200', 200]] },
  migrated_again_status: { see: (t) => status(t, 'POST', SYSTEM), is: [['400', 400], ['404', 404]] },
  root_folder_not_empty: { in: { legacy: 1 }, see: (t) => [status(t, 'POST', SYSTEM, { dry_run: true }), changedBy(t, SYSTEM, {})], is: [[false, [200, true]], [true, [400, false]]] },
  dry_run_ignored_in: {
    in: { legacy: 1 },
    see: (t) => [[`${SYSTEM}?dry_run=true`, {}], [SYSTEM, { dry_run: true }], [`${SYSTEM}?dry_run=true`, { dry_run: true }]].map(([path, given]) => { t.workspace.system_roles_migrated = false; return changedBy(t, path as string, given as object) }),
    is: [['none', [false, false, false]], ['query', [true, false, false]], ['body', [false, true, false]], ['both', [true, true, true]]],
  },
  differing_dry_run_refused: { in: { legacy: 1 }, see: (t) => [status(t, 'POST', `${SYSTEM}?dry_run=false`, { dry_run: true }), t.workspace.system_roles_migrated], is: [[true, [400, false]], [false, [200, false]]] },
  analyst_becomes: { in: { legacy: 1 }, see: (t) => (body(t, 'POST', SYSTEM, { dry_run: true })['data'] as { environment_roles: { name: string }[] }).environment_roles.map(({ name }) => name), is: [['EnvironmentManager', ['EnvironmentAdmin', 'EnvironmentManager', 'Member']], ['Member', ['EnvironmentAdmin', 'Member']]] },
  migration_answer_wrapped: { in: { legacy: 1 }, see: (t) => Object.keys(body(t, 'POST', SYSTEM, { dry_run: true })), is: [[true, ['data']], [false, ['environment_roles', 'project_roles', 'collaborators', 'projects', 'moderators']]] },
  migration_project_role: { in: { legacy: 1 }, see: (t) => typeof (body(t, 'POST', SYSTEM, { dry_run: true })['data'] as { projects: { collaborators: { project_role: unknown }[] }[] }).projects[0]?.collaborators[0]?.project_role, is: [['string', 'string'], ['object', 'object']] },
  custom_role_answer: { in: { legacy: 1, customers: [20] }, see: customMigration, is: [['singular', ['environment_role', 'project_role']], ['plural', ['environment_roles', 'project_roles']]] },

  recipe_envelope: { see: (t) => Object.keys(body(t, 'GET', `MU/recipes/${String(t.workspace.recipes[0]?.id)}`))[0], is: [['result', 'result'], ['bare', 'id']] },
}

describe('switches', () => {
  it.each(Object.keys(PROOFS) as SwitchName[])('%s', (name) => {
    const { see, is, in: options } = PROOFS[name]
    expect(is.map(([value]) => value).sort()).toEqual([...SWITCHES[name].values].sort())
    const byDefault = is.find(([value]) => value === SWITCHES[name].values[0])
    expect(see(testWorld(options))).toEqual(byDefault?.[1])
    for (const [value, expected] of is) {
      const test = testWorld(options)
      test.set({ [name]: value })
      expect(see(test), String(value)).toEqual(expected)
    }
  })

  it('are set all or none, and a wrong name or value is told with what is possible', () => {
    const switches = defaultSwitches()
    expect(setSwitches(switches, { env_roles_update: 'replace', clamp_page_size: 'yes' })).toBe('clamp_page_size takes true or false, not "yes".')
    expect(setSwitches(switches, { env_roles_update: 'overwrite' })).toBe('env_roles_update takes "merge" or "replace", not "overwrite".')
    expect(setSwitches(switches, { toString: true })).toBe('No switch is called toString. GET /__control/switches lists them.')
    expect(switches).toEqual(defaultSwitches())
    expect(setSwitches(switches, { env_roles_update: 'replace' })).toBeNull()
    expect(listSwitches(switches)['env_roles_update']).toEqual({ value: 'replace', default: 'merge', values: ['merge', 'replace'] })
  })
})
