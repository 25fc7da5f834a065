import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ROOT } from './run.mjs'
import { fail } from './say.mjs'

/** Starts the built emulator as a process; gives its first account `{baseUrl, token}` and `stop`. */
export async function startEmulator(options) {
  const child = spawn(process.execPath, [join(ROOT, 'out', 'emulator', 'cli.js'), ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const [line] = await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => [''])])
  if (line === '') fail('the emulator ended before it listened; the lines above say why.')
  const stop = () => child.kill()
  process.once('exit', stop)
  return { account: JSON.parse(line).accounts[0], stop }
}
