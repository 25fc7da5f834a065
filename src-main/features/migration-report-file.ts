import { visibleText } from '../contract/plain-text'
import type { Report, ReportCustomer } from './migration-report'
import { DANGERS, LANES, minute, PARTS } from './migration-report-words'
import type { Table } from './table-file'

const HEADER = ['account', 'customer id', 'customer', 'state', 'person', 'e-mail', 'legacy roles', 'DEV', 'TEST', 'PROD', 'projects', 'danger', 'gains', 'losses', 'acknowledged', 'after', 'dry run', 'proof of dry run', 'sha256', 'journal'] as const

/** A line for each person of every dry run, and one for each customer without. */
export function reportTable({ account, customers, proof }: Report): Table {
  const rows = customers.flatMap((one): string[][] => {
    const { standing: { customerId, customer, lane, kept: { dryRun } }, people, hash, journal } = one
    const head = [account, String(customerId), customer, lane]
    const tail = [dryRun === null ? '' : iso(dryRun.at), proof === null ? 'none' : proof.verdict, hash ?? '', journal]
    if (people.length === 0) return [[...head, '', '', '', '', '', '', '', '', '', '', '', '', ...tail]]
    return people.map((each) => [...head, each.name, each.email, each.legacy, each.roles.dev, each.roles.test, each.roles.prod, each.projects, each.danger, each.gains, each.losses, each.acknowledged, each.after, ...tail])
  })
  return { header: HEADER, page: (offset, limit) => rows.slice(offset, offset + limit) }
}

/** The report as one page that needs nothing else; `at` is UTC ms. */
export function* reportHtml(report: Report, at: number): Generator<string> {
  const { account, scope, customers, proof, mapping, incomplete } = report
  yield `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${text(`Migration of ${scope}, ${account}`)}</title><style>${STYLE}</style></head><body>\n`
  yield `<h1>Migration of ${text(scope)}</h1><p>${text(account)}, ${minute(at)}. ${String(customers.length - incomplete.length)} of ${String(customers.length)} customers are known.${incomplete.length === 0 ? '' : ` <strong>Incomplete</strong>: ${text(incomplete.slice(0, 50).join(', '))}${incomplete.length > 50 ? ` and ${String(incomplete.length - 50)} more` : ''}.`}</p>\n`
  yield `<h2>In short</h2>${table(['What becomes of people', 'People'], inShort(customers))}\n`
  yield proof === null ? '<h2>Proof of the dry run</h2><p>None was made.</p>\n' : `<h2>Proof of the dry run</h2><p>${text(`${proof.verdict}, on ${proof.customer}, ${minute(proof.endedAt ?? proof.startedAt)}, by ${proof.by}.`)} ${text(proof.compared.map(({ part, before, after }) => `${PARTS[part]}: ${String(before)} before, ${String(after)} after`).join('; '))}</p>\n`
  if (mapping.length > 0) yield `<h2>What each role becomes</h2>${table(['Legacy role', 'Kind', 'Environment role', 'Project role', 'People', 'Customers'], mapping.map((one) => [one.legacy, one.kind, one.environmentRole ?? 'stays', one.projectRole ?? 'none', String(one.people), String(one.customers)]))}\n`
  yield `<h2>Customers</h2>${table(['Customer', 'ID', 'State', 'Root folder', 'Dry run', 'Verified', 'Note', 'SHA-256 of the dry run', 'Journal'], customers.map(customerRow))}\n`
  for (const { standing, people } of customers) {
    if (people.length > 0) yield `<h2>${text(standing.customer)}</h2>${table(['Person', 'E-mail', 'Legacy roles', 'DEV', 'TEST', 'PROD', 'Projects', 'Gains', 'Losses', 'Seen by', 'After'], people.map((one) => [one.name, one.email, one.legacy, one.roles.dev, one.roles.test, one.roles.prod, one.projects, one.gains, one.losses, one.acknowledged, one.after]))}\n`
  }
  yield '</body></html>\n'
}

/** How many people each thing happens to, the most dangerous first. */
function inShort(customers: readonly ReportCustomer[]): string[][] {
  const people = customers.flatMap((one) => one.people)
  return Object.entries(DANGERS).flatMap(([danger, words]) => {
    const n = people.filter((one) => one.danger === danger).length
    return n === 0 ? [] : [[words, String(n)]]
  })
}

function customerRow({ standing: { customer, customerId, lane, kept: { root, dryRun, verified, note } }, hash, journal }: ReportCustomer): string[] {
  const after = verified === null ? 'no' : `${minute(verified.at)}, ${String(verified.deviations.length)} differences${verified.lost ? ', not held against a dry run, which is gone' : ''}${verified.projects ? '' : ', projects not read'}${verified.accepted === null ? '' : `, accepted by ${verified.accepted.by}: ${verified.accepted.note}`}`
  return [customer, String(customerId), LANES[lane], root === null ? 'not confirmed' : `${root.by}, ${minute(root.at)}: ${root.note}`, dryRun === null ? 'none' : `${dryRun.state}, ${minute(dryRun.at)}, by ${dryRun.by}`, after, note?.note ?? '', hash ?? '', journal]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `<table><thead><tr>${head.map((one) => `<th scope="col">${text(one)}</th>`).join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map((one) => `<td>${text(one)}</td>`).join('')}</tr>`).join('\n')}</tbody></table>`
}

/** What was read is text, whatever it looks like, and what cannot be seen in a name is spelt out: a role must not read as another one. Notes have lines. */
function text(value: string): string {
  return value.split('\n').map(visibleText).join('\n').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}

const STYLE = 'body{font:13px/1.5 system-ui,sans-serif;margin:24px;color:#111}table{border-collapse:collapse;margin:8px 0 24px}th,td{border:1px solid #bbb;padding:4px 8px;text-align:start;vertical-align:top}th{background:#eee}h1{font-size:20px}h2{font-size:16px}'
