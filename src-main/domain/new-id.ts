import type { Random } from './clock'

/** A new local id of 32 hexadecimal digits, in the groups of a UUID. */
export function newId(random: Random): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
