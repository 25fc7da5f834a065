/** A planned failure: which requests it hits and what then happens. */
export interface FaultRule {
  readonly match: { readonly method?: string; readonly path?: string; readonly nth?: number; readonly every?: number }
  readonly fault: {
    readonly kind: 'status' | 'reset-before' | 'reset-after' | 'hang' | 'truncate' | 'delay' | 'html'
    readonly status?: number
    readonly headers?: Readonly<Record<string, string>>
    /** Sent as JSON; a text verbatim. */
    readonly body?: unknown
    /** Bytes instead of `body`. */
    readonly bodyBase64?: string
    readonly ms?: number
  }
  /** How often it happens at most. */
  readonly times?: number
}

const KINDS = new Set(['status', 'reset-before', 'reset-after', 'hang', 'truncate', 'delay', 'html'])

/** The rules in force; counts the requests that each of them matches. */
export class Faults {
  #rules: { readonly rule: FaultRule; seen: number; fired: number }[] = []

  /** Adds rules; gives what is wrong with them, or null. */
  add(rules: unknown): string | null {
    if (!Array.isArray(rules)) return 'a list of {match, fault} is expected'
    for (const rule of rules as FaultRule[]) {
      if (!KINDS.has(rule.fault?.kind)) return `unknown fault kind ${String(rule.fault?.kind)}; there are ${[...KINDS].join(', ')}`
      const { status } = rule.fault
      if (status !== undefined && !(Number.isInteger(status) && status >= 200 && status <= 599)) return 'status is a whole number from 200 to 599'
    }
    this.#rules.push(...(rules as FaultRule[]).map((rule) => ({ rule: { ...rule, match: rule.match ?? {} }, seen: 0, fired: 0 })))
    return null
  }

  clear(): void {
    this.#rules = []
  }

  /** The first rule that this request meets. */
  next(method: string, path: string): FaultRule['fault'] | null {
    for (const entry of this.#rules) {
      const { match, fault, times } = entry.rule
      if (match.method !== undefined && match.method.toUpperCase() !== method) continue
      if (match.path !== undefined && !path.includes(match.path) && !matches(match.path, path)) continue
      entry.seen += 1
      if (match.nth !== undefined && entry.seen !== match.nth) continue
      if (match.every !== undefined && entry.seen % match.every !== 0) continue
      if (times !== undefined && entry.fired >= times) continue
      entry.fired += 1
      return fault
    }
    return null
  }
}

function matches(pattern: string, path: string): boolean {
  try {
    return new RegExp(pattern).test(path)
  } catch {
    return false
  }
}
