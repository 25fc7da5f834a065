import type { Random } from './clock'

/** A new local id of 32 hexadecimal digits, in the groups of a UUID. */
export function newId(random: Random): string {
  const eight = (): string => Math.floor(random() * 2 ** 32).toString(16).padStart(8, '0')
  const [a, b, c, d] = [eight(), eight(), eight(), eight()]
  return `${a}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${d}`
}
