import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from '../log/logger'

/** Writes records into a folder; a file that is there from an earlier start stays. A folder that cannot be written is logged and ends nothing. */
export function recordFiles(folder: string, log: Logger): (name: string, text: string) => void {
  return (name, text) => {
    try {
      mkdirSync(folder, { recursive: true })
      const path = join(folder, name)
      if (!existsSync(path)) writeFileSync(path, text, { mode: 0o600 })
    } catch (error) {
      log.warn('record.failed', { name, error })
    }
  }
}
