import type { z } from 'zod'
import type { ApiClient, CallOptions, Payload } from './client'
import type { Endpoint } from './endpoint'
import { unrepeatable } from './unknown-outcome'
import { parseOne } from './wire'

/** Calls for one object. Throws AppError; after a request that must not be sent twice, an answer that cannot be understood leaves the outcome unknown. */
export async function callOne<Schema extends z.ZodType>(client: ApiClient, endpoint: Endpoint, schema: Schema, options: CallOptions, payload: Payload = {}): Promise<z.infer<Schema>> {
  const body = await client.call(endpoint, options, payload)
  try {
    return parseOne(body, schema)
  } catch (error) {
    throw endpoint.repeat === 'never' ? unrepeatable(error) : error
  }
}
