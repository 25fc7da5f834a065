import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { LogFields, Logger } from '../log/logger'
import { redact, redactText } from '../log/redact'

const MAX_BYTES = 5 * 1024 * 1024
const KEEP = 3

/** Writes redacted JSON lines to `logs/rolodesk.log`; three older files are kept. A log that cannot be written stops nothing. */
export function fileLogger(folder: string, home: string): Logger {
  const file = join(folder, 'rolodesk.log')
  const write = (level: string) => (event: string, fields: LogFields = {}): void => {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      if (existsSync(file) && statSync(file).size > MAX_BYTES) rotate(file)
      appendFileSync(file, `${JSON.stringify({ ...(redact(fields, home) as LogFields), time: new Date().toISOString(), level, event: redactText(event) })}\n`, { mode: 0o600 })
    } catch {
      return
    }
  }
  return { info: write('info'), warn: write('warn'), error: write('error') }
}

function rotate(file: string): void {
  for (let number = KEEP - 1; number >= 1; number -= 1) {
    if (existsSync(`${file}.${String(number)}`)) renameSync(`${file}.${String(number)}`, `${file}.${String(number + 1)}`)
  }
  renameSync(file, `${file}.1`)
}
