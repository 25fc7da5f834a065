import { useI18n } from 'vue-i18n'
import type { FindingKind, MigrationEvidence, MigrationLane, MigrationRow, MigrationStep, Privilege, ReviewRow, WaveGate } from '@contract/migration'
import type { MigrationLock } from '@contract/migration-lanes'
import { grouped } from '@contract/grouped'
import { visibleText } from '@contract/plain-text'
import type { IconName } from '../components/ui/icons'
import { formatNumber } from './format'
import { shortRole } from './role-words'

/** Steps on screen: those of a wave, with whom it is for before them, and the proof, which the account needs once. */
export const WIZARD_STEPS = ['customers', 'preflight', 'proof', 'dry-run', 'review', 'migrate', 'verify', 'report'] as const
export type WizardStep = (typeof WIZARD_STEPS)[number]

/** The step that a wave is at. */
export function stepAt(step: MigrationStep, lock: MigrationLock | null): WizardStep {
  return lock !== null && step !== 'preflight' && step !== 'verify' && step !== 'report' ? 'proof' : step
}

export const LANE_ICONS: Readonly<Record<MigrationLane, IconName>> = {
  'unknown': 'ban', 'not-checked': 'question', 'preparation': 'warn', 'ready': 'check', 'dry-run': 'eye', 'reviewed': 'check', 'migrating': 'play', 'failed': 'failed', 'migrated': 'check', 'differs': 'conflict', 'verified': 'roles',
}

/** What is to be done with a customer next. */
export type NextAct = 'check' | 'prepare' | 'wave' | 'newWave' | 'job' | 'verify' | 'differences'
export function nextAct({ lane, wave }: Pick<MigrationRow, 'lane' | 'wave'>): NextAct | null {
  switch (lane) {
    case 'unknown': case 'not-checked': return 'check'
    case 'preparation': return 'prepare'
    case 'ready': case 'dry-run': case 'reviewed': return wave === null ? 'newWave' : 'wave'
    case 'migrating': case 'failed': return 'job'
    case 'migrated': return 'verify'
    case 'differs': return 'differences'
    case 'verified': return null
  }
}

/** An area as the answers spell it, old and new ones alike: `lookup_tables` is "Lookup tables". */
function sentence(area: string): string {
  const words = visibleText(area).replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const VERBS = ['read', 'create', 'update', 'delete']
/** The usual verbs first and always alike, so that lines can be compared. */
const placeOf = (verb: string): number => (VERBS.includes(verb) ? VERBS.indexOf(verb) : VERBS.length)

/** The words of the migration. For use in a component's setup. */
export function useMigrationWords() {
  const { t } = useI18n()
  const customers = (n: number): string => t('migration.customers', { n: formatNumber(n) }, n)
  const people = (n: number): string => t('migration.people', { n: formatNumber(n) }, n)

  /** A customer that was migrated elsewhere says so. */
  const laneWord = ({ lane, jobId }: Pick<MigrationRow, 'lane' | 'jobId'>): string => t(lane === 'migrated' && jobId === null ? 'migration.already' : `migration.lane.${lane}`)
  const evidenceWord = ({ kind, count, error }: MigrationEvidence): string => [t(`migration.evidence.${kind}`, { n: formatNumber(count ?? 0) }, count ?? 0), error?.title].filter((one) => one != null).join(': ')
  const findingWord = (kind: FindingKind, count: number, level: 'blocks' | 'look' | 'ok'): string => t(`migration.finding.${kind}.${level === 'ok' ? 'ok' : 'title'}`, { n: formatNumber(count) }, count)
  /** Each area once, with all that comes or goes in it. */
  function privilegeWords(privileges: readonly Privilege[]): readonly string[] {
    return [...grouped(privileges, ({ area }) => area)].map(([area, of]) => [area, of.map(({ verb }) => verb)] as const).map(([area, verbs]) => t(verbs.includes('all') ? 'migration.review.all' : 'migration.review.privilege', { area: sentence(area), verb: [...verbs].sort((a, b) => placeOf(a) - placeOf(b)).map((verb) => visibleText(verb).replaceAll('_', ' ')).join(', ') }))
  }
  /** What comes or goes, each once with all the environments that it does so in, and what does so alike in one area together, in the order of the first. */
  function gainWords(summary: ReviewRow['summary']): readonly { readonly direction: 'gain' | 'loss'; readonly text: string }[] {
    type Change = Omit<ReviewRow['summary'][number], 'environment'> & { readonly environments: readonly string[] }
    const changes = new Map<string, Change>()
    for (const { environment, projects, ...one } of summary) {
      const key = JSON.stringify([one, projects === null])
      const held = changes.get(key)
      changes.set(key, { ...one, environments: [...(held?.environments ?? []), environment.toUpperCase()], projects: projects === null ? null : projects + (held?.projects ?? 0) })
    }
    const alike = new Map<string, { readonly first: Change; readonly privileges: Privilege[] }>()
    for (const one of changes.values()) {
      const key = JSON.stringify([one.direction, one.privilege?.area ?? null, one.role, one.environments, one.projects])
      const privileges = alike.get(key)?.privileges ?? []
      if (one.privilege !== null) privileges.push(one.privilege)
      if (!alike.has(key)) alike.set(key, { first: one, privileges })
    }
    return [...alike.values()].map(({ first: { direction, role, environments, projects }, privileges }) => ({
      direction, text: t(projects === null ? 'migration.review.in' : 'migration.review.inProjects', { what: privilegeWords(privileges)[0] ?? visibleText(role ?? t('customer.member.noAccess')), environments: environments.join(', '), n: formatNumber(projects ?? 0) }, projects ?? 1),
    }))
  }
  /** A role in a cell of a grid. */
  const roleWord = (name: string | null): string => (name === null ? t('customer.member.noAccess') : shortRole(name))
  function gateWord(gate: WaveGate): string {
    if (gate.kind === 'lock') return t(`migration.lock.${gate.lock}`)
    if (gate.kind === 'earlier') return t('migration.gate.earlier', { n: formatNumber(gate.count), names: gate.customers.slice(0, 3).map(({ customer, lane }) => `${visibleText(customer)} (${t(`migration.lane.${lane}`)})`).join(', ') }, gate.count)
    return t(`migration.gate.${gate.kind}`, { n: formatNumber(gate.count) }, gate.count)
  }
  return { customers, people, laneWord, evidenceWord, findingWord, privilegeWords, gainWords, gateWord, roleWord }
}
