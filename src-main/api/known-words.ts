/*
 * The vocabulary of the API as the contract names it, with what is likely beside it. A word that is not here may be anybody's: a customer can name a
 * property, a role or a map's key with a plain lower-case word.
 */
const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Names of fields (contract 1.5 to 11). */
export const KNOWN_FIELDS = words(`
  data result items errors error code title message text count total page per_page number size success type status id name email user users group groups project projects
  customer customers member members manager managers role roles config privileges permissions description system
  environment environments environment_id environment_name environment_type environment_role environment_roles env_roles
  role_id role_name role_type grant_type user_id user_ids user_email user_group user_groups user_group_ids group_id group_ids member_id member_ids members_count
  external_id external_ids oauth_id managed_user_id managed_users created_at updated_at last_activity_log event_type time_zone
  project_id project_ids project_role project_role_id project_roles project_grant project_grants projects_privileges assignment_id assignment_type source
  folder_id folder_ids all_folders parent_id is_project root_folder_id inheritable inherited privilege_group privilege_groups moderated_workspaces permitted_workspace_ids moderators
  collaborators custom_role system_roles dry_run rbac_migrated
  plan_id trial in_trial team team_name notification_email admin_notification_emails error_notification_emails support_email origin_url frame_ancestors full_embedding whitelisted_apps
  auth_settings provider metadata_url sso_url saml_issuer x509_cert current_billing_period_start current_billing_period_end billing_period_start billing_period_end
  task_count task_limit custom_task_limit task_limit_adjustment active_connection_count active_connection_limit active_recipe_count active_recipes_count recipe_count recipes_count
  connection connections connection_count connection_id connection_lost_at connection_lost_reason connection_usage authorization_status authorized_at
  recipe recipes recipe_id running stop_cause stopped_at last_run_at version_no job_succeeded_count job_failed_count lifetime_task_count trigger_application action_applications
  jobs job_count succeeded_jobs failed_jobs interval intervals month from to started_at completed_at is_poll_error is_repeat is_test error_type
  member_invitation member_invitation_accepted invitations properties lookup_tables logs activity_audit recipe_lifecycle_management workspace_id workspace_ids`)

/** Values of the fields that are enumerations. */
export const KNOWN_WORDS = words(`
  dev test prod environment privilege_group team team_member moderator manager customer_manager collaborator member user group user_group User UserGroup
  system custom inheritable inherited workato_auth two_fa_auth saml_sso success succeeded failed exception pending running stopped active inactive enabled disabled trial expired
  trigger_errors_limit action_quota_limit txn_quota_limit trial_expired user_login user_logout
  hour day week month none all
  bad_request unauthorized forbidden not_found conflict gone unprocessable_entity too_many_requests rate_limited internal_server_error bad_gateway service_unavailable gateway_timeout`)

/** What privileges allow (contract 3.8, 5, 8). */
export const KNOWN_VERBS = words('all none read create update delete run read_run_history view edit write manage start stop test list invite remove export import deploy copy share publish')
