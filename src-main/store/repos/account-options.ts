import { DEFAULT_ACCOUNT_OPTIONS } from '../../contract/account-options-defaults'
import type { AccountId } from '../../contract/ids'
import { LIMIT_CLASSES, type LimitClass } from '../../contract/limits'
import { accountOptions, type AccountOptions } from '../../contract/methods/account-options'
import type { Db } from '../db'
import { readSetting, saveSetting } from '../setting'

/** An earlier version knew no hours. */
const REST = accountOptions.pick({ rbacPathPrefix: true, shareMembersAndCustomers: true }).extend({ jobHours: accountOptions.shape.jobHours.refine((hours) => hours === null || hours.from !== hours.to).default(null) })
const keyOf = (id: AccountId): string => `api:${id}`

/** How the API of each account is spoken to: a row for each limit class, all with the account's reserved share, and a setting for the rest. */
export function accountOptionsRepo(db: Db) {
  return {
    /** The defaults where nothing was saved; what this version does not understand counts as not saved. */
    get: (id: AccountId): AccountOptions => {
      const rows = db.all<{ limit_class: string; per_minute: number; reserved: number }>('SELECT limit_class, per_minute, reserved FROM account_limits WHERE account_id = ?', [id])
      const known = rows.filter(({ limit_class }) => Object.hasOwn(LIMIT_CLASSES, limit_class)).map(({ limit_class, per_minute }) => [limit_class as LimitClass, per_minute] as const)
      return {
        ...DEFAULT_ACCOUNT_OPTIONS, ...REST.safeParse(readSetting(db, keyOf(id))).data, reserved: rows[0]?.reserved ?? DEFAULT_ACCOUNT_OPTIONS.reserved,
        perMinute: Object.fromEntries(known.filter(([name, perMinute]) => perMinute > 0 && perMinute !== LIMIT_CLASSES[name].perMinute)),
      }
    },
    save: (id: AccountId, { reserved, perMinute, ...rest }: AccountOptions): void =>
      db.transaction(() => {
        db.run('DELETE FROM account_limits WHERE account_id = ?', [id])
        for (const [name, { perMinute: documented }] of Object.entries(LIMIT_CLASSES)) {
          db.run('INSERT INTO account_limits (account_id, limit_class, per_minute, reserved) VALUES (?, ?, ?, ?)', [id, name, perMinute[name as LimitClass] ?? documented, reserved])
        }
        saveSetting(db, keyOf(id), rest)
      }),
    /** The limits go with the account itself. */
    remove: (id: AccountId): void => void db.run('DELETE FROM settings WHERE key = ?', [keyOf(id)]),
  }
}
