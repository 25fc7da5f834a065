import type { AccountId, CustomerId } from '../../contract/ids'
import type { WaveId } from '../../contract/migration'
import type { WaveRecord } from '../../domain/migration/records'
import type { Db } from '../db'

/** Waves of a migration, and the customers that what is at work has not come to yet. */
export function migrationWavesRepo(db: Db) {
  return {
    /** In order. */
    waves: (id: AccountId): WaveRecord[] => {
      const members = db.all<{ wave_id: WaveId; customer_id: CustomerId }>('SELECT wave_id, customer_id FROM migration_wave_customers WHERE account_id = ? ORDER BY customer_id', [id])
      return db.all<{ id: WaveId; name: string }>('SELECT id, name FROM migration_waves WHERE account_id = ? ORDER BY place', [id])
        .map((wave, place) => ({ ...wave, place, customers: members.filter(({ wave_id }) => wave_id === wave.id).map(({ customer_id }) => customer_id) }))
    },
    save: (account: AccountId, { id, name, customers }: Pick<WaveRecord, 'id' | 'name' | 'customers'>): void =>
      db.transaction(() => {
        db.run(`INSERT INTO migration_waves (account_id, id, place, name) VALUES (?, ?, (SELECT coalesce(max(place), -1) + 1 FROM migration_waves WHERE account_id = ?), ?)
          ON CONFLICT (account_id, id) DO UPDATE SET name = excluded.name`, [account, id, account, name])
        db.run('DELETE FROM migration_wave_customers WHERE account_id = ? AND wave_id = ?', [account, id])
        for (const customer of customers) db.run('INSERT OR REPLACE INTO migration_wave_customers (account_id, customer_id, wave_id) VALUES (?, ?, ?)', [account, customer, id])
      }),
    remove: (account: AccountId, id: WaveId): void => void db.run('DELETE FROM migration_waves WHERE account_id = ? AND id = ?', [account, id]),

    /** To be called inside a transaction: these and no others. */
    fill: (account: AccountId, customers: readonly CustomerId[]): void => {
      db.run('DELETE FROM migration_queue WHERE account_id = ?', [account])
      customers.forEach((customer, place) => db.run('INSERT INTO migration_queue (account_id, customer_id, place) VALUES (?, ?, ?)', [account, customer, place]))
    },
    queued: (account: AccountId): CustomerId[] => db.all<{ customer_id: CustomerId }>('SELECT customer_id FROM migration_queue WHERE account_id = ? ORDER BY place', [account]).map(({ customer_id }) => customer_id),
    done: (account: AccountId, customer: CustomerId): void => void db.run('DELETE FROM migration_queue WHERE account_id = ? AND customer_id = ?', [account, customer]),
  }
}
