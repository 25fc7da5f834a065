const detail = (problems) => problems.map(({ at, expected, actual }) => `${at}: expected ${expected}, was ${actual}`).join('; ')

/** The line about a case that did not simply pass, or null. */
export function resultLine({ area, case: { name, source }, outcome, problems, reason }) {
  if (outcome === 'failed') return `FAILED  ${area}: ${name} (${source}) - ${detail(problems)}`
  if (outcome === 'differs') return `differs ${area}: ${name} (${source}, assumed) - ${detail(problems)}`
  if (outcome === 'skipped' && !reason.includes('emulator')) return `skipped ${area}: ${name} (${source}) - ${reason}`
  return null
}

/** What was assumed and turned out different is not judged: it counts as skipped. */
export function tally(results) {
  const count = (...outcomes) => results.filter(({ outcome }) => outcomes.includes(outcome)).length
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped', 'differs') }
}

/** A table with a row per area and one for their sum. */
export function table(results) {
  const areas = [...new Set(results.map(({ area }) => area))]
  const row = (name, of) => {
    const { passed, failed, skipped } = tally(of)
    return [name, String(passed), String(failed), String(skipped), String(of.filter(({ outcome }) => outcome === 'differs').length)]
  }
  const rows = [['area', 'passed', 'failed', 'skipped', 'of these assumed otherwise'], ...areas.map((area) => row(area, results.filter((one) => one.area === area))), row('all', results)]
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)))
  return rows.map((cells) => cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  ')).join('\n')
}
