import { ArgumentError, parseArguments } from './arguments'
import { startEmulator } from './server'

/** Starts the emulator from the command line and prints its one line of JSON. */
async function main(): Promise<void> {
  const running = await startEmulator(parseArguments(process.argv.slice(2)))
  process.stdout.write(`${JSON.stringify({ url: running.url, control: running.control, accounts: running.accounts })}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void running.close().then(() => process.exit(0)))
}

main().catch((error: unknown) => {
  process.stderr.write(`emulator: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(error instanceof ArgumentError ? 2 : 1)
})
