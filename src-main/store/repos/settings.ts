import { settings, type Settings } from '../../contract/methods/app'
import { DEFAULT_SETTINGS } from '../../contract/settings-defaults'
import type { Db } from '../db'
import { parseJson } from '../parse-json'

const SAVE = 'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value'

/** What the user has set; a value that this version does not understand counts as not set. */
export function settingsRepo(db: Db) {
  const get = (): Settings => {
    const stored = new Map(db.all<{ key: string; value: string }>('SELECT key, value FROM settings').map(({ key, value }) => [key, value]))
    const entries = Object.entries(settings.shape).map(([key, schema]) => {
      const text = stored.get(key)
      const parsed = text === undefined ? undefined : schema.safeParse(parseJson(text))
      return [key, parsed?.success === true ? parsed.data : DEFAULT_SETTINGS[key as keyof Settings]]
    })
    return settings.parse(Object.fromEntries(entries))
  }
  const set = (changes: Partial<Settings>): Settings => {
    db.transaction(() => {
      for (const [key, value] of Object.entries(changes)) if (value !== undefined) db.run(SAVE, [key, JSON.stringify(value)])
    })
    return get()
  }
  return { get, set }
}
