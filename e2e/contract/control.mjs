import { match } from './pattern.mjs'
import { fill } from './variables.mjs'

/** A precondition that could not be set up; says which. */
export class PreconditionFault extends Error {}

async function call(url, method, body) {
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) })
  const text = await response.text()
  if (!response.ok) throw new PreconditionFault(`${method} ${new URL(url).pathname}: ${response.status} ${text.slice(0, 200)}`)
  return JSON.parse(text)
}

/** The control plane of the emulator that serves `baseUrl`, for that account. */
export function controlPlane(baseUrl) {
  const { origin, pathname } = new URL(baseUrl)
  const account = pathname.split('/')[1]
  const at = (path) => `${origin}/__control${path}`
  const post = (path, body) => call(at(path), 'POST', body)
  const other = ({ method = 'GET', path, body }) => post('/other', { account, method, path, body })
  /** Asks without quota and token: the state behind the API, as the API tells it. */
  const look = async (path) => {
    const { status, body } = await other({ path })
    return { status, headers: {}, body: body ?? undefined }
  }
  /** What the answers captured, or null when one of them is not as wanted. */
  const answers = async (where, variables) => {
    let captures = {}
    for (const wanted of where) {
      const known = { ...variables, ...captures }
      const answer = await look(fill(wanted.path, known))
      const found = match(fill(wanted.body, known), answer.body)
      if (answer.status !== wanted.status || found.problems.length > 0) return null
      captures = { ...captures, ...found.captures }
    }
    return captures
  }
  let defaults = {}
  return {
    /** Whether an emulator with this account answers there. */
    present: () => call(at(`/state?account=${account}`), 'GET').then(() => true, () => false),
    /** Back to the start, on a clock that moves only when told to. */
    async reset() {
      await post('/reset', {})
      await post('/clock', { mode: 'virtual' })
      const listed = await call(at('/switches'), 'GET')
      defaults = Object.fromEntries(Object.entries(listed).map(([name, value]) => [name, typeof value === 'object' ? value.default : value]))
    },
    advance: (advanceMs) => post('/clock', { advanceMs }),
    look,
    /** The first customer that answers to every path as wanted, under the name `as`, with what the answers captured. */
    async findCustomer({ as, where }, variables) {
      const { body: list } = await look('/api/managed_users?per_page=100')
      for (const { id } of list.result) {
        const captures = await answers(where, { ...variables, [as]: id })
        if (captures !== null) return { [as]: id, ...captures }
      }
      throw new PreconditionFault(`no customer is such that ${where.map(({ path }) => path).join(' and ')} answer as wanted`)
    },
    /** A change by another administrator; gives what its answer captured. */
    async change({ expect = '$object|array|null', ...change }) {
      const answer = await other(change)
      const { problems, captures } = match(expect, answer.body)
      if (answer.status >= 300 || problems.length > 0) throw new PreconditionFault(`another administrator's ${change.method} ${change.path}: ${answer.status} ${JSON.stringify(answer.body)}`)
      return captures
    },
    /** Switches, faults, tokens and accepted invitations that a case needs. */
    async prepare({ switches, faults, tokens = [], accept = [] }) {
      if (switches !== undefined) await post('/switches', switches)
      if (faults !== undefined) await post('/faults', faults)
      for (const token of tokens) await post('/tokens', { account, ...token })
      for (const invitation of accept) await post('/accept', { account, ...invitation })
    },
    /** Takes back what must not outlive a case. */
    async restore({ switches, faults }) {
      if (switches !== undefined) await post('/switches', Object.fromEntries(Object.keys(switches).map((name) => [name, defaults[name]])))
      if (faults !== undefined) await call(at('/faults'), 'DELETE')
    },
  }
}
