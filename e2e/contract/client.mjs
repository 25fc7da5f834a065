/** The service limits the slowest resources to 60 requests a minute (contract 13); this stays below, and leaves room for others. */
const PACE_MS = 1500
/** Requests are cut at 40 seconds (contract 1.7). */
const TIMEOUT_MS = 45_000

const parse = (text) => {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function search(query) {
  if (query === undefined) return ''
  if (typeof query === 'string') return `?${query}`
  const pairs = Object.entries(query).flatMap(([name, value]) => [value].flat().map((each) => [name, String(each)]))
  return `?${new URLSearchParams(pairs)}`
}

/** Sends a request to an account's API and gives `{status, headers, body}`. A redirect is an error: it would carry the token elsewhere. */
async function send(baseUrl, token, { method, path, query, headers, token: own, body, rawBody }) {
  const bearer = own === undefined ? token : own
  const payload = rawBody ?? (body === undefined ? undefined : JSON.stringify(body))
  const response = await fetch(`${baseUrl}${path}${search(query)}`, {
    method,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }), ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(payload === undefined ? {} : { body: payload }),
  })
  return { status: response.status, headers: Object.fromEntries(response.headers), body: parse(await response.text()) }
}

/** What went wrong on the way, without what was sent. */
const noAnswer = (error) => ({ status: 0, headers: {}, body: `no answer: ${error.cause?.code ?? error.name}` })

/** A client without pace, for an emulator on its own clock. */
export const emulatorClient = (baseUrl, token) => (request) => send(baseUrl, token, request).catch(noAnswer)

/** A client for a real account: one request after the other, evenly below the documented limits; a 429 is waited for once. */
export function politeClient(baseUrl, token, wait) {
  return async (request) => {
    await wait(PACE_MS)
    const answer = await send(baseUrl, token, request).catch(noAnswer)
    if (answer.status !== 429) return answer
    await wait(1000 * Math.min(Number(answer.headers['retry-after']) || 60, 120))
    return send(baseUrl, token, request).catch(noAnswer)
  }
}
