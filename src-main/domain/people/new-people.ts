import { intentSchemas, newPerson } from '../../contract/intents'
import type { NewPersonLine } from '../../contract/methods/workspace-edits'
import { emailKey, type Customer } from '../facts'
import { inviteAllowedAt } from '../guards/invite-window'
import { parseCsv } from '../sheet/csv'

/** One person as typed or pasted; name null: none is asked for. */
export interface Entry { readonly line: number; readonly name: string | null; readonly email: string }

const HEADS = { name: ['name', 'full name', 'person'], email: ['email', 'e-mail', 'mail', 'email address', 'e-mail address'] } as const
const ADDRESS = /^\s*(.*?)\s*<([^<>]*)>\s*$/

/** People of a pasted list: a table with comma, semicolon or tab, with or without a head, or lines such as `Ines Roy <ines@acme.example>`. */
export function parsePeople(text: string): readonly Entry[] {
  // Separators are found in the first line, so that an empty one must not be it.
  const skipped = /^(?:[ \t]*(?:\r\n|\r|\n))*/.exec(text)?.[0] ?? ''
  const before = skipped.split(/\r\n|\r|\n/).length - 1
  const table = parseCsv(text.slice(skipped.length))
  const { header } = table
  const rows = table.rows.map(({ line, cells }) => ({ line: line + before, cells }))
  const lines = [{ line: before + 1, cells: header }, ...rows]
  const head = header.map((cell) => cell.trim().toLowerCase())
  const at = { name: head.findIndex((cell) => HEADS.name.includes(cell as never)), email: head.findIndex((cell) => HEADS.email.includes(cell as never)) }
  if (at.email >= 0) return rows.map(({ line, cells }) => ({ line, name: cells[at.name]?.trim() ?? '', email: cells[at.email]?.trim() ?? '' }))
  return lines.flatMap(({ line, cells }) => (cells.every((cell) => cell.trim() === '') ? [] : [{ line, ...personOf(cells.map((cell) => cell.trim())) }]))
}

/** The cell with the @ is the address, whatever the order of the columns. */
function personOf(cells: readonly string[]): { readonly name: string; readonly email: string } {
  const written = cells.length === 1 ? ADDRESS.exec(cells[0] ?? '') : null
  if (written !== null) return { name: written[1] ?? '', email: written[2] ?? '' }
  const place = cells.findIndex((cell) => cell.includes('@'))
  if (place < 0) return { name: cells[0] ?? '', email: cells[1] ?? '' }
  return { name: cells.find((cell, i) => i !== place && cell !== '') ?? '', email: cells[place] ?? '' }
}

/** What is wrong with each entry, in the order of its fields; only entries without a problem are to be staged. `waiting`: addresses that are staged or queued in a job already. */
export function judgePeople(entries: readonly Entry[], customer: Customer, waiting: ReadonlySet<string>, now: number): readonly NewPersonLine[] {
  const first = new Map<string, number>()
  return entries.map(({ line, name, email }) => {
    const key = emailKey(email)
    const before = first.get(key)
    if (before === undefined) first.set(key, line)
    return { line, name: name ?? '', email, problem: problemOf(name, email, before, customer, waiting), allowedAt: inviteAllowedAt(customer.facts, email, now) }
  })
}

function problemOf(name: string | null, email: string, before: number | undefined, { byEmail }: Customer, waiting: ReadonlySet<string>): NewPersonLine['problem'] {
  if (name === '') return { kind: 'no-name' }
  if (name !== null && name.length > 200) return { kind: 'long-name' }
  if (name !== null && !newPerson.shape.name.safeParse(name).success) return { kind: 'odd-name' }
  if (email === '') return { kind: 'no-email' }
  if (!intentSchemas['member.invite'].shape.target.shape.email.safeParse(email).success) return { kind: 'email' }
  if (before !== undefined) return { kind: 'repeated', line: before }
  const member = byEmail.get(emailKey(email))
  if (member !== undefined) return { kind: member.kind === 'manager' ? 'manager' : 'member', name: member.name }
  return waiting.has(emailKey(email)) ? { kind: 'waiting' } : null
}
