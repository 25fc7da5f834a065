import { useI18n } from 'vue-i18n'
import type { EnvironmentType } from '@contract/access'
import { grouped } from '@contract/grouped'
import { visibleText } from '@contract/plain-text'
import { formatNumber } from './format'

/** One line of a comparison, as it is told. */
export interface ComparedRow { readonly part: string; readonly environment: EnvironmentType | null; readonly what: string; readonly a: string | null; readonly b: string | null }
/** Lines under one head. */
export interface ComparedGroup { readonly key: string; readonly rows: readonly ComparedRow[] }

const KINDS = ['team', 'manager', 'unknown']
const ROLE_KINDS = ['system', 'custom', 'inheritable', 'inherited', 'unknown']
/** Settings that are numbers of something. */
const LIMITS = ['taskLimit', 'connectionLimit']
/** Settings by the names of their fields on a customer's page. */
const FIELDS: Readonly<Record<string, string>> = {
  planId: 'plan', trial: 'trial', inTrial: 'trial', notificationEmail: 'notificationEmail', adminNotificationEmails: 'adminEmails', errorNotificationEmails: 'errorEmails', originUrl: 'originUrl', frameAncestors: 'frameAncestors',
  fullEmbedding: 'fullEmbedding', timeZone: 'timeZone', taskLimit: 'taskLimit', connectionLimit: 'connectionLimit',
}

/** Words for comparisons. For use in a component's setup. */
export function useCompareWords() {
  const { t } = useI18n()
  /** What a line is about. */
  function what({ part, what: about }: ComparedRow): string {
    if (part === 'member') return t('compare.what.member')
    if (part === 'access' && about === 'role') return t('compare.what.role')
    if (part !== 'setting') return visibleText(about)
    const [name = '', ...rest] = about.split('.')
    const field = FIELDS[name]
    return [field === undefined ? (name === 'environment' ? t('customer.member.environment') : name === 'whitelistedApps' ? t('customer.settings.section.apps') : name) : t(`customer.settings.field.${field}`), ...rest].join(': ')
  }
  /** What one side has. */
  function value({ part, what: about }: ComparedRow, of: string | null): string {
    if (of === null) return t('compare.absent')
    if ((part === 'member' || part === 'person') && KINDS.includes(of)) return t(`compare.kind.${of}`)
    if (part === 'groupMember' || (part === 'group' && of === 'member')) return t('compare.inside')
    if (part === 'project' || (part === 'group' && of === '') || of === 'provisioned') return t('change.there')
    if (part === 'role' && !about.endsWith(' allows') && ROLE_KINDS.includes(of)) return t(`customer.roles.kind.${of}`)
    if (part === 'setting' && LIMITS.includes(about) && /^\d+$/.test(of)) return formatNumber(Number(of))
    return visibleText(of)
  }
  return { what, value }
}

/** Lines that follow each other under one head, in their order. */
export function groupRows<Row extends ComparedRow>(rows: readonly Row[], keyOf: (row: Row) => string): readonly { readonly key: string; readonly rows: readonly Row[] }[] {
  return [...grouped(rows, keyOf)].map(([key, of]) => ({ key, rows: of }))
}
