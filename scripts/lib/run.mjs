import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's root folder. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/**
 * Runs a command to its end and gives `{code, output}`. With `quiet` the output is collected and not shown.
 * The command ends with this process; a signal is passed on.
 */
export function run(command, args, { quiet = false, env = {}, cwd = ROOT, input, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: [input === undefined ? 'ignore' : 'pipe', quiet ? 'pipe' : 2, quiet ? 'pipe' : 2],
      timeout: timeoutMs,
    })
    let output = ''
    child.stdout?.on('data', (part) => (output += part))
    child.stderr?.on('data', (part) => (output += part))
    if (input !== undefined) child.stdin.end(input)
    const pass = (signal) => child.kill(signal)
    process.on('SIGINT', pass).on('SIGTERM', pass)
    const done = (code) => {
      process.off('SIGINT', pass).off('SIGTERM', pass)
      resolve({ code, output })
    }
    child.on('error', (error) => {
      output += error.message
      done(127)
    })
    child.on('close', (code) => done(code ?? 1))
  })
}
