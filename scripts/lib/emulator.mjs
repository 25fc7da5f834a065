import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ROOT } from './run.mjs'
import { fail } from './say.mjs'

/** Starts the built emulator as a process; gives its first account `{name, baseUrl, token}`, `control(path, body?)`, a POST where there is a body, and `stop`. */
export async function startEmulator(options) {
  const child = spawn(process.execPath, [join(ROOT, 'out', 'emulator', 'cli.js'), ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const [line] = await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => [''])])
  if (line === '') fail('the emulator ended before it listened; the lines above say why.')
  const stop = () => child.kill()
  process.once('exit', stop)
  const { accounts, control } = JSON.parse(line)
  const ask = async (path, body) => (await fetch(`${control}${path}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) })).json()
  return { account: accounts[0], control: ask, stop }
}
