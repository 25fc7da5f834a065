import type { Handlers, MethodsOf } from '../contract'
import { appError } from '../contract/errors'

type Methods = Extract<MethodsOf<'engine'>, `migration.${string}` | 'drift.list'>

/** The migration of customers from legacy roles (product 7, 8, 14, 59 to 61). */
export function migrationHandlers(): Handlers<Methods> {
  const coming = (): never => {
    throw appError('UNKNOWN_METHOD', 'This is not there yet.', 'It comes with the migration engine.')
  }
  return {
    'migration.account': coming, 'migration.board': coming, 'migration.customer': coming, 'migration.check': coming, 'migration.stop': coming, 'migration.confirmRoot': coming, 'migration.note': coming,
    'migration.setCustomRoles': coming, 'migration.proposeWaves': coming, 'migration.saveWave': coming, 'migration.removeWave': coming, 'migration.prove': coming, 'migration.dryRun': coming,
    'migration.mapping': coming, 'migration.review': coming, 'migration.person': coming, 'migration.acknowledge': coming, 'migration.migrate': coming, 'migration.verify': coming, 'migration.differences': coming,
    'migration.stageFixes': coming, 'migration.accept': coming, 'migration.rescue': coming, 'migration.stageRescue': coming, 'drift.list': coming,
  }
}
