/** A request that the API refuses; how it is spelled depends on the family of the endpoint (contract 1.7). */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** The field that is wrong, where the API answers with a map of fields. */
    readonly field: string | null = null,
    /** Spelled as an RBAC endpoint does, whatever the family of the endpoint. */
    readonly asRbac = false,
  ) {
    super(message)
  }
}

const CODES: Readonly<Record<number, string>> = { 400: 'bad_request', 401: 'unauthorized', 403: 'forbidden', 404: 'not_found', 409: 'conflict', 422: 'unprocessable_entity', 429: 'too_many_requests' }

/** `{message}` of a classic endpoint, with a map of fields where one is named. */
export function classicError({ message, field }: Refusal): unknown {
  return field === null ? { message } : { message: 'Validation failed', errors: { [field]: [message] } }
}

/** `{errors:[{code,title}]}` of an RBAC endpoint. */
export function rbacError({ status, message, field }: Refusal): unknown {
  const title = field === null ? message : `${field.charAt(0).toUpperCase()}${field.slice(1)} ${message}`
  return { errors: [{ code: CODES[status] ?? 'error', title }] }
}

export const notFound = (): Refusal => new Refusal(404, 'Not found')
export const badRequest = (message: string, field: string | null = null): Refusal => new Refusal(400, message, field)
