/** Facts of one log line; values are redacted before they are written. */
export type LogFields = Readonly<Record<string, unknown>>

/** Writes events with fields, never sentences: `log.info('sync.page.read', { accountId, page, ms })`. */
export interface Logger {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}
