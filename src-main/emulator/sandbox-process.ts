import { loadData, saveData } from './data-file'
import { generateAccounts } from './generate'
import { startEmulator } from './server'

/** What main sends once; the token is made anew for each start and lives in memory only. */
export interface SandboxStart {
  readonly type: 'start'
  readonly dataFile: string
  readonly customers: number
  readonly people: number
  readonly token: string
}

/** What main hears. */
export type SandboxMessage =
  | { readonly type: 'listening'; readonly baseUrl: string }
  | { readonly type: 'notice'; readonly message: string }
  | { readonly type: 'failed'; readonly message: string }

interface ParentPort {
  once(event: 'message', listener: (event: { readonly data: SandboxStart }) => void): void
  postMessage(message: SandboxMessage): void
}
const port = (process as unknown as { readonly parentPort: ParentPort }).parentPort

/** Ten times the documented limits: exploring should not wait for a quota, and yet show one. */
const QUOTA_FACTOR = 10

/** Some customers still have legacy roles, so that a migration can be tried. */
const LEGACY_SHARE = 0.1

async function start({ dataFile, customers, people, token }: SandboxStart): Promise<void> {
  const { data, notice } = loadData(dataFile)
  if (notice !== null) port.postMessage({ type: 'notice', message: notice })
  const options = { seed: 7, accounts: 1, customers: [customers], people, legacy: LEGACY_SHARE }
  const accounts = (data ?? generateAccounts(options)).map((account) => ({ ...account, tokens: [{ value: token, groups: null }] }))
  const running = await startEmulator({
    ...options, port: 0, latencyMs: 0, quotaFactor: QUOTA_FACTOR, control: false, data: accounts, onChange: (changed) => saveData(dataFile, changed.map((account) => account.toData())),
  })
  saveData(dataFile, accounts)
  port.postMessage({ type: 'listening', baseUrl: running.accounts[0]?.baseUrl ?? running.url })
}

port.once('message', ({ data }) => {
  start(data).catch((error: unknown) => port.postMessage({ type: 'failed', message: error instanceof Error ? error.message : String(error) }))
})
