import { useI18n } from 'vue-i18n'
import type { NewPersonLine } from '@contract/methods/workspace-edits'
import { visibleText } from '@contract/plain-text'
import { formatNumber, formatTime } from './format'

type Problem = NonNullable<NewPersonLine['problem']>
const OF_NAME: readonly Problem['kind'][] = ['no-name', 'long-name', 'odd-name']

/** Words for people who are to be invited or added. For use in a component's setup. */
export function usePeopleWords() {
  const { t } = useI18n()
  function problemWord(problem: Problem): string {
    const values = { name: 'name' in problem ? visibleText(problem.name) : '', line: 'line' in problem ? formatNumber(problem.line) : '' }
    return t(`edits.problem.${problem.kind}`, values)
  }
  /** The problem of one of the two fields. */
  function fieldProblem(problem: NewPersonLine['problem'] | undefined, field: 'name' | 'email'): string | null {
    return problem == null || OF_NAME.includes(problem.kind) !== (field === 'name') ? null : problemWord(problem)
  }
  const windowWord = (allowedAt: number | null | undefined): string | null => (allowedAt == null ? null : t('edits.allowedAt', { time: formatTime(allowedAt) }))
  return { problemWord, fieldProblem, windowWord }
}
