import { z } from 'zod'
import { APP_ERROR_CODES, type AppErrorJson } from './errors'

/** Schema of {@link AppErrorJson}. */
export const appErrorJson = z.object({
  code: z.enum(APP_ERROR_CODES),
  title: z.string(),
  hint: z.string(),
  retryable: z.boolean(),
  retryAfterMs: z.number().optional(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
}) satisfies z.ZodType<AppErrorJson>
