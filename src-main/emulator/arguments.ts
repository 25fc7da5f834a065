import { readFileSync } from 'node:fs'
import { readAccounts } from './data-file'
import type { AccountData } from './account-data'
import type { EmulatorOptions } from './server'

/** What is wrong with the command line, in one sentence. */
export class ArgumentError extends Error {}

const DEFAULTS: EmulatorOptions = { port: 0, seed: 7, accounts: 1, customers: [120], people: 20, legacy: 0, quotaFactor: 1, latencyMs: 0, control: true }

function whole(name: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new ArgumentError(`${name} takes a whole number, not "${value}"`)
  return Number(value)
}

function quota(value: string): number | null {
  if (value === 'documented') return 1
  if (value === 'off') return null
  const factor = /^x(\d+(?:\.\d+)?)$/.exec(value)?.[1]
  if (factor === undefined) throw new ArgumentError(`--quota takes documented, off or xN, not "${value}"`)
  return Number(factor)
}

function share(value: string): number {
  if (!(value !== '' && Number(value) >= 0 && Number(value) <= 1)) throw new ArgumentError(`--legacy takes a share from 0 to 1, not "${value}"`)
  return Number(value)
}

function readData(file: string): readonly AccountData[] {
  try {
    return readAccounts(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new ArgumentError(`--data cannot be read: ${(error as Error).message}`)
  }
}

/** The emulator's options from its command line; throws {@link ArgumentError}. */
export function parseArguments(args: readonly string[]): EmulatorOptions {
  let options = DEFAULTS
  for (let i = 0; i < args.length; i += 2) {
    const name = args[i] ?? ''
    const value = args[i + 1]
    if (value === undefined) throw new ArgumentError(`${name} needs a value`)
    switch (name) {
      case '--port': options = { ...options, port: whole(name, value) }; break
      case '--seed': options = { ...options, seed: whole(name, value) }; break
      case '--accounts': options = { ...options, accounts: whole(name, value) }; break
      case '--customers': options = { ...options, customers: value.split(',').map((part) => whole(name, part)) }; break
      case '--people': options = { ...options, people: whole(name, value) }; break
      case '--quota': options = { ...options, quotaFactor: quota(value) }; break
      case '--latency': options = { ...options, latencyMs: whole(name, value) }; break
      case '--data': options = { ...options, data: readData(value) }; break
      case '--legacy': options = { ...options, legacy: share(value) }; break
      default: throw new ArgumentError(`unknown option ${name}`)
    }
  }
  return options
}
