import type { Db } from '../store/db'
import { differing, isTwice, spelled, type Cells } from './cells'

/** One change of a cell, by us or by another administrator, at its place in the order of effects. */
export interface CellWrite { readonly by: 'us' | 'other'; readonly key: string; readonly at: number }

interface SendingStep { readonly key: string; readonly intent: string; readonly place: number; readonly job_place: number }

const SENDING = `SELECT s.key, s.intent, s.place, j.place AS job_place FROM job_steps s JOIN jobs j ON j.id = s.job_id WHERE s.state = 'sending' AND s.account_id = ? AND s.customer_id = ?`
const EARLIER = `SELECT count(*) AS n FROM job_steps s JOIN jobs j ON j.id = s.job_id WHERE s.account_id = ? AND s.key = ? AND s.state IN ('queued', 'sending', 'sent', 'unknown') AND s.parked = 0 AND j.place < ?`
const LINES = "SELECT count(*) AS n FROM journal WHERE event = 'sending'"
const SUMS = 'SELECT j.id, j.total, count(s.place) AS n FROM jobs j LEFT JOIN job_steps s ON s.job_id = j.id GROUP BY j.id HAVING n <> j.total'

/** Readings of a plan and of a job can be under way together: a decision may rest on any of so many. */
const READS = 3

/** Watches every request and every change of the emulated accounts, and says which promise of the design is broken. */
export class Oracle {
  readonly violations: string[] = []
  readonly writes: CellWrite[] = []
  /** What this app has read of a customer since the job or the app began. */
  #reads = new Map<string, readonly { readonly cells: Cells; readonly at: number }[]>()
  #sent = 0
  readonly #stale = new Set<string>()
  readonly #harmed = new Set<string>()
  readonly #invites = new Map<string, 'under-way' | 'refused' | 'done' | 'unknown'>()

  #moment = 0

  /** Takes the ledger as it is on disk. */
  constructor(private readonly ledger: () => Db | null) {}

  /** A place in the order of everything that happens, which the clock does not tell: it may be set back. */
  moment(): number {
    this.#moment += 1
    return this.#moment
  }

  broken(promise: string, what: string): void {
    const text = `${promise}: ${what}`
    if (!this.violations.includes(text)) this.violations.push(text)
  }

  /** A job began, or the app was started again: what was read before counts for nothing. */
  forget(): void {
    this.#reads = new Map()
  }

  /** We have got the members of a customer, as they were at a moment. */
  saw(account: string, customer: string, cells: Cells, at: number): void {
    const key = `${account}|${customer}`
    this.#reads.set(key, [...(this.#reads.get(key) ?? []), { cells, at }].slice(-READS))
  }

  /** One of our requests that change something is about to leave. */
  leaving(account: string, customer: string, owner: string | undefined): void {
    if (owner !== account) this.broken('G9', `a request of ${account} names customer ${customer} of ${owner ?? 'nobody'}`)
    const ledger = this.ledger()
    if (ledger === null) return
    this.#sent += 1
    const steps = ledger.all<SendingStep>(SENDING, [account, Number(customer)])
    if (steps.length === 0) this.broken('G5', `a request of ${account}/${customer} left before the journal said so`)
    if ((ledger.get<{ n: number }>(LINES)?.n ?? 0) < this.#sent) this.broken('G12', 'a request left without a line of the journal')
    for (const step of steps) {
      if ((ledger.get<{ n: number }>(EARLIER, [account, step.key, step.job_place])?.n ?? 0) > 0) this.broken('G3', `${step.key} is sent before an earlier job has done with it`)
    }
  }

  /** A request of ours took effect, or was refused. */
  effect(account: string, customer: string, before: Cells, after: Cells): void {
    const changed = differing(before, after)
    const steps = new Map((this.ledger()?.all<SendingStep>(SENDING, [account, Number(customer)]) ?? []).map(({ key, intent }) => [key, JSON.parse(intent) as { readonly kind: string; readonly base: unknown }]))
    const reads = this.#reads.get(`${account}|${customer}`) ?? []
    if (changed.length > 0 && reads.length === 0) this.broken('G6', `${account}/${customer} was written without being read first`)
    if (changed.some((key) => key.endsWith('|migrate.system|system')) && this.#stale.has(`${account}|${customer}`)) this.broken('G6', `${account}/${customer} was migrated, though it has changed since its dry run`)
    for (const key of changed) {
      if (isTwice(key, after.get(key))) this.broken('G5', `${key} was made twice`)
      const step = steps.get(key)
      if (step !== undefined && step.kind !== 'customer.unread' && reads.length > 0 && !reads.some(({ cells }) => cells.get(key) === spelled(step.kind, step.base))) this.broken('G6', `${key} was overwritten, though it was read to be ${String(reads.at(-1)?.cells.get(key))}`)
      if (step === undefined && !this.#belongsTo(key, steps) && !this.writes.some((one) => one.by === 'other' && one.key === key && one.at >= (reads[0]?.at ?? 0))) this.broken('G2', `${key} was changed without an edit`)
      this.writes.push({ by: 'us', key, at: this.moment() })
    }
  }

  /** Another administrator changed a customer between its dry run and its migration. */
  changedSinceDryRun(account: string, customer: string): void {
    this.#stale.add(`${account}|${customer}`)
  }

  /** A dry run was answered. One that changed something may have been the proof, which is made on one customer. */
  dry(account: string, customer: string, before: Cells, after: Cells): void {
    this.#stale.delete(`${account}|${customer}`)
    if (differing(before, after).length === 0) return
    this.#harmed.add(`${account}|${customer}`)
    if (this.#harmed.size > 1) this.broken('dry-run', `dry runs have changed ${[...this.#harmed].join(' and ')}`)
  }

  /** Another administrator changed something. */
  other(before: Cells, after: Cells): void {
    for (const key of differing(before, after)) this.writes.push({ by: 'other', key, at: this.moment() })
  }

  /** An invitation leaves, and what is known of it in the end. */
  invitation(key: string, state: 'under-way' | 'refused' | 'done' | 'unknown'): void {
    if (state === 'under-way' && !['refused', undefined].includes(this.#invites.get(key))) this.broken('G5', `the invitation ${key} was sent a second time`)
    this.#invites.set(key, state)
  }

  /** The sum of every job, now (G8). */
  sums(): void {
    for (const { id } of this.ledger()?.all<{ id: string }>(SUMS) ?? []) this.broken('G8', `the steps of job ${id} do not add up`)
  }

  /** What goes with a person who is removed, or comes with one who is added. */
  #belongsTo(key: string, steps: ReadonlyMap<string, { readonly kind: string }>): boolean {
    const [account, customer] = key.split('|')
    const person = key.startsWith(`${String(account)}|${String(customer)}|member.remove|`) ? key.split('|').at(-1) : null
    return [...steps].some(([at, { kind }]) => {
      // One role or group is several cells: by name and by id.
      if (kind.startsWith('role.')) return /\|(role\.(create|update|delete)|member\.role)\|/.test(key)
      if (kind === 'group.delete') return /\|(group\.|project\.grant\|.*\|group\|)/.test(key)
      if (kind.startsWith('group.') && kind !== 'group.member') return /\|group\.(create|update|delete)\|/.test(key)
      if (kind === 'customer.delete' || kind === 'customer.provision' || kind.startsWith('migrate.')) return true
      if (kind === 'member.add' || kind === 'member.invite') return true
      if (kind !== 'member.remove') return false
      const id = at.split('|').at(-1)
      return person === id || key.split('|').includes(String(id)) || key.includes('|member.add|')
    })
  }
}
