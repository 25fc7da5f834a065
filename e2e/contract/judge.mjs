import { match } from './pattern.mjs'
import { fill } from './variables.mjs'

function judgeAnswer(expected, answer) {
  const statuses = [expected.status].flat()
  const problems = statuses.includes(answer.status) ? [] : [{ at: 'status', expected: statuses.join(' or '), actual: String(answer.status) }]
  const headers = Object.entries(expected.headers ?? {}).flatMap(([name, pattern]) => match(pattern, answer.headers?.[name], `header ${name}`).problems)
  const body = match(expected.body, answer.body)
  return { problems: [...problems, ...headers, ...body.problems], captures: body.captures }
}

/** The first of the expected answers that fits; else what was wrong with the one that was nearest. */
function judgeAlternatives(expectations, answer) {
  const results = expectations.map((expected, chosen) => ({ ...judgeAnswer(expected, answer), chosen }))
  return results.find(({ problems }) => problems.length === 0) ?? results.toSorted((a, b) => a.problems.length - b.problems.length)[0]
}

/**
 * Compares what was recorded (`answer`, the `after` answers, and the variables that were known when the request was sent) with what a case expects.
 * Pure: the runner and the proof that every expectation can fail use the same function.
 */
export function judge({ expect, after = [] }, { answer, afterAnswers, variables }) {
  const first = judgeAlternatives([fill(expect, variables)].flat(), answer)
  let known = { ...variables, ...first.captures }
  const problems = [...first.problems]
  // Without the right answer there is nothing to look after; what it should have given may be missing.
  for (const [index, step] of first.problems.length > 0 ? [] : after.entries()) {
    const found = afterAnswers[index]
    if (found === undefined) break
    const result = judgeAnswer(fill({ status: step.status ?? 200, body: step.body }, known), found)
    known = { ...known, ...result.captures }
    problems.push(...result.problems.map((problem) => ({ ...problem, at: `afterwards ${step.path} ${problem.at}` })))
  }
  return { problems, variables: known, chosen: first.chosen }
}
