import type { Db } from './db'
import { parseJson } from './parse-json'

/** The value kept under a key of `settings`; undefined: there is none, or it is no JSON. */
export function readSetting(db: Db, key: string): unknown {
  const stored = db.get<{ value: string }>('SELECT value FROM settings WHERE key = ?', [key])
  return stored === undefined ? undefined : parseJson(stored.value)
}

/** Keeps a value under a key of `settings`, in the place of what was there. */
export function saveSetting(db: Db, key: string, value: unknown): void {
  db.run('INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', [key, JSON.stringify(value)])
}
