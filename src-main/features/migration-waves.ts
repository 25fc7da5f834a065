import type { Handlers } from '../contract'
import { appError } from '../contract/errors'
import type { AccountId, CustomerId } from '../contract/ids'
import type { WaveId } from '../contract/migration'
import { mostInWave } from '../domain/migration/gates'
import { isMigrated } from '../domain/migration/lane'
import { legacyOf } from '../domain/migration/records'
import { newId } from '../domain/new-id'
import { earlierStandings, standingsOf } from '../jobs/migration/standing'
import type { FeatureDeps } from './deps'
import { waveBook, wavesOf } from './migration-view'

type Methods = 'migration.proposeWaves' | 'migration.saveWave' | 'migration.removeWave'
const NAMES = ['Pilot', 'Wave 2', 'Wave 3'] as const

/** Waves: one customer, then ten, then the rest (product 59). */
export function migrationWavesHandlers({ store, jobs, emit }: FeatureDeps): Handlers<Methods> {
  const refuse = (title: string, hint: string): never => {
    throw appError('BAD_INPUT', title, `Nothing was kept. ${hint}`)
  }
  /** Customers of a wave in which a migration has begun stay in it: it is what later waves wait for. */
  const begun = (accountId: AccountId, customers: readonly CustomerId[]): readonly string[] =>
    earlierStandings(store, accountId, customers).filter(({ customerId }) => store.roleMigration.customer(accountId, customerId).job !== null).map(({ customer }) => customer)
  return {
    'migration.proposeWaves': ({ accountId }) => {
      const waves = store.migrationWaves.waves(accountId)
      const taken = waveBook(waves)
      const left = standingsOf(store, accountId, null).filter(({ customerId, lane, listed, kept }) => !taken.has(customerId) && lane !== 'unknown' && lane !== 'migrating' && !isMigrated({ model: listed.model, legacy: legacyOf(kept) }))
        .map(({ customerId, customer, listed }) => ({ customerId, customer, people: listed.people })).sort((a, b) => (a.people ?? 0) - (b.people ?? 0))
      const proposed = []
      for (let place = waves.length; left.length > 0; place += 1) {
        const customers = left.splice(0, mostInWave(place) ?? left.length)
        proposed.push({ name: NAMES[place] ?? `Wave ${String(place + 1)}`, customers })
      }
      return { waves: proposed }
    },
    'migration.saveWave': ({ accountId, id, name, customers: given }) => {
      const waves = store.migrationWaves.waves(accountId)
      const known = waves.find((wave) => wave.id === id)
      if (id !== null && known === undefined) refuse('This wave is no longer there.', 'It was removed. Look at the board.')
      const customers = [...new Set(given)]
      const place = known?.place ?? waves.length
      const most = mostInWave(place)
      if (most !== null && customers.length > most) refuse(place === 0 ? 'The first wave is one customer.' : `This wave has ${String(most)} customers at most.`, 'What goes wrong in it goes wrong for few. Take the others into a later wave.')
      if (waves.some((wave) => wave.id !== id && wave.name === name)) refuse(`Another wave is named ${name}.`, 'Choose another name.')
      const there = new Set(standingsOf(store, accountId, customers).map(({ customerId }) => customerId))
      if (there.size !== customers.length) refuse('Not all of these customers are there any more.', 'Read the account again.')
      const others = waveBook(waves.filter((wave) => wave.id !== id))
      const other = customers.map((one) => others.get(one)).find((wave) => wave !== undefined)
      if (other !== undefined) refuse(`A customer is in ${other.name} already.`, 'A customer is in one wave.')
      const [gone] = begun(accountId, (known?.customers ?? []).filter((one) => !customers.includes(one)))
      if (gone !== undefined) refuse(`The migration of ${gone} has begun in this wave.`, 'It stays in it.')
      const saved = { id: id ?? (newId(jobs.deps.random) as WaveId), name, customers }
      store.migrationWaves.save(accountId, saved, jobs.deps.clock.now())
      emit({ type: 'migration', accountId })
      const wave = wavesOf(jobs.deps, accountId).find((one) => one.id === saved.id)
      if (wave === undefined) throw new Error('a wave that was saved is not there')
      return wave
    },
    'migration.removeWave': ({ accountId, id }) => {
      const waves = store.migrationWaves.waves(accountId)
      const wave = waves.find((one) => one.id === id)
      // The next one would become the pilot, whatever its size.
      if (wave !== undefined && wave.place < waves.length - 1) refuse('Later waves follow this one.', 'Remove the last wave first.')
      const [gone] = begun(accountId, wave?.customers ?? [])
      if (gone !== undefined) refuse(`The migration of ${gone} has begun in this wave.`, 'It stays.')
      store.migrationWaves.remove(accountId, id, jobs.deps.clock.now())
      emit({ type: 'migration', accountId })
      return {}
    },
  }
}
