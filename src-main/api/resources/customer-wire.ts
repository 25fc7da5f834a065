import { z } from 'zod'
import { environmentType, type Customer } from '../../contract/access'
import { customerId, environmentId } from '../../contract/ids'
import { count, flag, name, numeric, text, time } from '../wire'

const wireEnvironment = z.object({ id: numeric(environmentId), environment_type: environmentType, external_id: text })
const wireAuth = z.object({ type: z.string(), provider: text, metadata_url: text, sso_url: text, saml_issuer: text, x509_cert: text })

/** A customer in any answer; all but id and name may be missing (contract 2.2, 2.4). */
export const wireCustomer = z.object({
  id: numeric(customerId), name, external_id: text, team_name: text,
  // An environment of a kind that is new must not hide the customer.
  environments: z.array(wireEnvironment.nullable().catch(null)).nullish().catch(null),
  plan_id: text, trial: flag, in_trial: flag,
  notification_email: text, admin_notification_emails: text, error_notification_emails: text,
  origin_url: text, frame_ancestors: text, full_embedding: flag,
  whitelisted_apps: z.array(z.string()).nullish().catch(null), time_zone: text, auth_settings: wireAuth.nullish().catch(null),
  current_billing_period_start: time, current_billing_period_end: time,
  task_count: count, task_limit: count, task_limit_adjustment: count,
  active_connection_count: count, active_connection_limit: count, active_recipe_count: count,
  created_at: time, updated_at: time,
}).transform((wire): Customer => ({
  id: wire.id, name: wire.name, externalId: wire.external_id, teamName: wire.team_name,
  environments: (wire.environments ?? []).flatMap((one) => (one === null ? [] : [{ id: one.id, type: one.environment_type, externalId: one.external_id }])),
  planId: wire.plan_id, trial: wire.trial, inTrial: wire.in_trial,
  notificationEmail: wire.notification_email, adminNotificationEmails: wire.admin_notification_emails, errorNotificationEmails: wire.error_notification_emails,
  originUrl: wire.origin_url, frameAncestors: wire.frame_ancestors, fullEmbedding: wire.full_embedding,
  whitelistedApps: wire.whitelisted_apps ?? null, timeZone: wire.time_zone,
  authSettings: wire.auth_settings == null ? null : {
    type: wire.auth_settings.type, provider: wire.auth_settings.provider, metadataUrl: wire.auth_settings.metadata_url, ssoUrl: wire.auth_settings.sso_url,
    samlIssuer: wire.auth_settings.saml_issuer, x509Cert: wire.auth_settings.x509_cert,
  },
  billingPeriodStart: wire.current_billing_period_start, billingPeriodEnd: wire.current_billing_period_end,
  taskCount: wire.task_count, taskLimit: wire.task_limit, taskLimitAdjustment: wire.task_limit_adjustment,
  connectionCount: wire.active_connection_count, connectionLimit: wire.active_connection_limit, recipeCount: wire.active_recipe_count,
  createdAt: wire.created_at, updatedAt: wire.updated_at,
}))
