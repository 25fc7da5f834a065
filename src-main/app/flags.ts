/** What the command line and the environment ask for. */
export interface Flags {
  /** Create the sandbox account at start. */
  readonly sandboxAccount: boolean
  readonly sandboxSize: { readonly customers: number; readonly people: number }
  /** Folder for redacted answers; undefined: nothing is recorded. */
  readonly recordTo: string | undefined
}

/** Factor on the scarce quotas, those of 60 requests per minute, for tests against an emulator whose limits are as much wider: from the environment, never in a packaged app. */
export function quotaSpeedOf(environment: NodeJS.ProcessEnv, packaged: boolean): number {
  const speed = Number(environment['ROLODESK_QUOTA_SPEED'] ?? '1')
  return !packaged && speed >= 1 && speed <= 10_000 ? speed : 1
}

const OURS = /^--(sandbox-|no-sandbox-|rolodesk-)/

/** Switches of Chromium that would open a packaged app to a debugger, write its secrets to a file or trust any server. `inspect-brk` stops before any code of ours: only the fuse helps. */
export const REFUSED_WHEN_PACKAGED = [
  'remote-debugging-port', 'remote-debugging-pipe', 'inspect', 'load-extension', 'disable-web-security',
  'ignore-certificate-errors', 'ignore-certificate-errors-spki-list', 'log-net-log', 'ssl-key-log-file',
] as const

/** Our own flags; those of Chromium pass by. The environment alone makes no packaged app record. Gives what is wrong as text. */
export function parseFlags(args: readonly string[], environment: NodeJS.ProcessEnv, packaged: boolean): Flags | { readonly problem: string } {
  let sandboxAccount = false
  let sandboxSize = { customers: 120, people: 20 }
  let record = false
  for (const arg of args.filter((one) => OURS.test(one))) {
    const size = /^--sandbox-size=(\d{1,5})x(\d{1,4})$/.exec(arg)
    if (arg === '--sandbox-account') sandboxAccount = true
    else if (arg === '--no-sandbox-account') sandboxAccount = false
    else if (arg === '--rolodesk-record') record = true
    else if (size !== null) sandboxSize = { customers: Number(size[1]), people: Number(size[2]) }
    else if (arg.startsWith('--sandbox-size')) return { problem: `${arg}: the size is written as <customers>x<people>, as in --sandbox-size=120x20` }
    else return { problem: `${arg}: no such flag; there are --sandbox-account, --no-sandbox-account, --sandbox-size=<customers>x<people> and --rolodesk-record` }
  }
  const folder = environment['ROLODESK_RECORD'] ?? ''
  if (folder !== '' && packaged && !record) return { problem: 'ROLODESK_RECORD is set; start with --rolodesk-record to record answers, or without the variable' }
  return { sandboxAccount, sandboxSize, recordTo: folder === '' ? undefined : folder }
}
