import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import type { CustomerId } from '@contract/ids'
import type { MigrationRow } from '@contract/migration'
import { visibleText } from '@contract/plain-text'
import type { NextAct } from '../../composables/migration-words'
import { useMigrationStore } from '../../stores/migration'

/** Does what is next with one customer; `show` brings its details on screen, where what came of it is told, wherever its row goes. For use in a component's setup. */
export function useNextAct(show: (customer: CustomerId) => void): (row: MigrationRow, act: NextAct) => void {
  const { t } = useI18n()
  const router = useRouter()
  const store = useMigrationStore()

  async function ownWave({ customerId, customer }: MigrationRow): Promise<void> {
    const name = t(store.waves.length === 0 ? 'migration.pilotOf' : 'migration.waveOf', { customer: visibleText(customer) })
    const made = await store.command('migration.saveWave', { id: null, name, customers: [customerId] })
    if (made !== null) await router.push(`/migration/waves/${made.id}`)
  }
  return (row, act) => {
    const of = { customers: [row.customerId] }
    switch (act) {
      case 'check': show(row.customerId); return void store.command('migration.check', { of })
      case 'verify': show(row.customerId); return void store.command('migration.verify', { of })
      case 'prepare': return show(row.customerId)
      case 'newWave': return void ownWave(row)
      case 'wave': return void router.push(`/migration/waves/${row.wave?.id ?? ''}`)
      case 'job': return void router.push(row.jobId === null ? `/migration?customer=${String(row.customerId)}` : `/changes/jobs/${row.jobId}`)
      case 'differences': return void router.push(`/migration/customers/${String(row.customerId)}/verify`)
    }
  }
}
