import { z } from 'zod'
import { customerId, type AccountId, type CustomerId } from '../../contract/ids'
import { waveId, type WaveId } from '../../contract/migration'
import type { WaveRecord } from '../../domain/migration/records'
import { grouped } from '../../contract/grouped'
import type { Db } from '../db'
import { parseJson } from '../parse-json'
import { OF_ACCOUNT, type MigrationSeals } from './migration-seals'

type Wave = Omit<WaveRecord, 'place'>
const kept = z.array(z.object({ id: waveId, name: z.string(), customers: z.array(customerId) }))

/** Waves of a migration, and the customers that what is at work has not come to yet. */
export function migrationWavesRepo(db: Db, seals: MigrationSeals) {
  /** In order. All that later ones wait for: what is not as it was sealed is taken from its line in the journal. */
  const waves = (id: AccountId): WaveRecord[] => {
    const members = db.all<{ wave_id: WaveId; customer_id: CustomerId }>('SELECT wave_id, customer_id FROM migration_wave_customers WHERE account_id = ? ORDER BY customer_id', [id])
    const of = grouped(members, (one) => one.wave_id)
    const own = db.all<{ id: WaveId; name: string }>('SELECT id, name FROM migration_waves WHERE account_id = ? ORDER BY place', [id]).map((wave): Wave => ({ ...wave, customers: (of.get(wave.id) ?? []).map(({ customer_id }) => customer_id) }))
    const check = seals.checker()
    const held = check.holds(id, OF_ACCOUNT, 'waves', textOf(own)) ? own : (kept.safeParse(parseJson(check.kept(id, OF_ACCOUNT, 'waves') ?? '')).data ?? [])
    return held.map((wave, place) => ({ ...wave, place }))
  }
  const replace = (account: AccountId, all: readonly Wave[], at: number): void =>
    db.transaction(() => {
      db.run('DELETE FROM migration_waves WHERE account_id = ?', [account])
      all.forEach(({ id, name, customers }, place) => {
        db.run('INSERT INTO migration_waves (account_id, id, place, name) VALUES (?, ?, ?, ?)', [account, id, place, name])
        for (const customer of customers) db.run('INSERT OR REPLACE INTO migration_wave_customers (account_id, customer_id, wave_id) VALUES (?, ?, ?)', [account, customer, id])
      })
      seals.put(account, OF_ACCOUNT, 'waves', textOf(all), at)
    })
  return {
    waves,
    /** A new one becomes the last. `at`: UTC ms. */
    save: (account: AccountId, { id, name, customers }: Wave, at: number): void => {
      const saved = { id, name, customers: [...customers].sort((a, b) => a - b) }
      const all = waves(account)
      replace(account, all.some((wave) => wave.id === id) ? all.map((wave) => (wave.id === id ? saved : wave)) : [...all, saved], at)
    },
    remove: (account: AccountId, id: WaveId, at: number): void => replace(account, waves(account).filter((wave) => wave.id !== id), at),

    /** To be called inside a transaction: these and no others. */
    fill: (account: AccountId, customers: readonly CustomerId[]): void => {
      db.run('DELETE FROM migration_queue WHERE account_id = ?', [account])
      customers.forEach((customer, place) => db.run('INSERT INTO migration_queue (account_id, customer_id, place) VALUES (?, ?, ?)', [account, customer, place]))
    },
    queued: (account: AccountId): CustomerId[] => db.all<{ customer_id: CustomerId }>('SELECT customer_id FROM migration_queue WHERE account_id = ? ORDER BY place', [account]).map(({ customer_id }) => customer_id),
    done: (account: AccountId, customer: CustomerId): void => void db.run('DELETE FROM migration_queue WHERE account_id = ? AND customer_id = ?', [account, customer]),
  }
}

function textOf(waves: readonly Wave[]): string | null {
  return waves.length === 0 ? null : JSON.stringify(waves.map(({ id, name, customers }) => ({ id, name, customers })))
}
