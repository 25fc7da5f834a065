import { settings, type Settings } from '../../contract/methods/app'
import { DEFAULT_SETTINGS } from '../../contract/settings-defaults'
import type { Db } from '../db'
import { readSetting, saveSetting } from '../setting'

/** What the user has set; a value that this version does not understand counts as not set. */
export function settingsRepo(db: Db) {
  const get = (): Settings => {
    const entries = Object.entries(settings.shape).map(([key, schema]) => {
      const parsed = schema.safeParse(readSetting(db, key))
      return [key, parsed.success ? parsed.data : DEFAULT_SETTINGS[key as keyof Settings]]
    })
    return settings.parse(Object.fromEntries(entries))
  }
  const set = (changes: Partial<Settings>): Settings => {
    db.transaction(() => {
      for (const [key, value] of Object.entries(changes)) if (value !== undefined) saveSetting(db, key, value)
    })
    return get()
  }
  return { get, set }
}
