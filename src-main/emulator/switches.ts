/** Behaviours that no document of the API states, with what the emulator assumes. Each can be changed by the control plane. */
export const DEFAULT_SWITCHES = {
  /** Members and customers draw on one bucket of 60 requests per minute. */
  members_and_customers_share_bucket: true,
  /** A 429 names the seconds to wait in `Retry-After`. */
  retry_after_header: true,
  /** A page larger than 100 is answered as one of 100 instead of an error. */
  clamp_page_size: true,
  /** Which environment keeps the customer's id when environments are provisioned. */
  provisioning_keeps_id_on_dev: true,
  /** A second provisioning is refused with 400. */
  second_provisioning_refused: true,
  /** Two customers may not have the same external id. */
  unique_external_ids: true,
  /** `POST /api/managed_users/{id}/` means provisioning; else 404. */
  trailing_slash_provisions: false,
  /** The customer list also has `count`, `page` and `per_page`. */
  list_has_count: true,
} as const satisfies Record<string, boolean>

export type SwitchName = keyof typeof DEFAULT_SWITCHES
export type Switches = { -readonly [N in SwitchName]: boolean }
