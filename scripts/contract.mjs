import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { emulatorClient, politeClient } from '../e2e/contract/client.mjs'
import { controlPlane } from '../e2e/contract/control.mjs'
import { resultLine, table, tally } from '../e2e/contract/report.mjs'
import { ensureDependencies } from './lib/dependencies.mjs'
import { fail, say } from './lib/say.mjs'

const USAGE = 'usage: npm run test:contract -- --base-url <url> --token <token> [--allow-writes]'

function options() {
  try {
    const { values } = parseArgs({ options: { 'base-url': { type: 'string' }, token: { type: 'string' }, 'allow-writes': { type: 'boolean', default: false }, report: { type: 'string' } } })
    const { ROLODESK_CONTRACT_BASE_URL, ROLODESK_CONTRACT_TOKEN } = process.env
    return { baseUrl: values['base-url'] ?? ROLODESK_CONTRACT_BASE_URL, token: values.token ?? ROLODESK_CONTRACT_TOKEN, allowWrites: values['allow-writes'], report: values.report }
  } catch (error) {
    return fail(`${error.message}. ${USAGE}`)
  }
}

const isLocal = ({ hostname }) => ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)

/** The base URL without a slash or `/api` at its end; a token goes over https, or over http to this machine. */
function checkedUrl(text) {
  const url = URL.canParse(text ?? '') ? new URL(text) : fail(`--base-url (or ROLODESK_CONTRACT_BASE_URL) must be the address of an account, such as https://www.workato.com. ${USAGE}`)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal(url))) fail(`${url.origin} would carry the token unencrypted; use https, or http on a loopback address.`)
  return `${url.origin}${url.pathname.replace(/\/$/, '').replace(/\/api$/, '')}`
}

const { baseUrl: given, token, allowWrites, report } = options()
const baseUrl = checkedUrl(given)
if (allowWrites && !isLocal(new URL(baseUrl))) fail('--allow-writes is for an emulator on this machine; nothing was sent. Leave it out to run what changes nothing.')
if (!token) fail(`a token is needed: set ROLODESK_CONTRACT_TOKEN, which other processes cannot read, or pass --token. ${USAGE}`)

const control = allowWrites ? controlPlane(baseUrl) : null
if (control !== null && !(await control.present())) fail(`--allow-writes needs an emulator, and none with a control plane answers at ${baseUrl}; nothing was sent. Start one with "npm run emulator".`)

await ensureDependencies()
const { readAreas } = await import('../e2e/contract/format.mjs')
const { runSuite } = await import('../e2e/contract/runner.mjs')

const client = control === null ? politeClient(baseUrl, token, (ms) => new Promise((resolve) => setTimeout(resolve, ms))) : emulatorClient(baseUrl, token)
const onResult = (result) => {
  const line = resultLine(result)
  if (line !== null) say(line)
}
const results = await runSuite(readAreas(), { client, control, start: control === null ? {} : { ownToken: token }, onResult })
const counts = tally(results)
say(table(results))
if (report !== undefined) {
  if (!existsSync(dirname(report))) mkdirSync(dirname(report), { recursive: true })
  writeFileSync(report, JSON.stringify(counts))
}
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`)
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1)
