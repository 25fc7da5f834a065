import type { z } from 'zod'
import { appError } from '../contract/errors'
import type { ApiClient, CallOptions } from './client'
import type { Endpoint } from './endpoint'
import { unwrapList } from './unwrap-list'

/** Items of a page; the API's maximum (contract 1.5). */
export const PAGE_SIZE = 100
/** A list that is still not at its end after so many pages is given up. */
const MAX_PAGES = 500

/** How a list takes its page: `page[number]`, `page`, or everything at once (contract 1.5, 1.10). */
export type PageStyle = 'bracket' | 'flat' | 'none'
export type Query = readonly (readonly [string, string])[]

/** One page as it came. */
export interface Page<T> {
  readonly items: readonly T[]
  /** Rows in the answer, and those of them that lack a field that is needed. */
  readonly received: number
  readonly skipped: number
  /** Rows of the whole list as announced by the API, where it does. */
  readonly total: number | null
}

/** A list that was read to its end. Take it as whole only if it is `complete`. */
export interface List<T> {
  readonly items: readonly T[]
  readonly skipped: number
  /** The list changed while its pages were read, so that rows may be missing: read it again. */
  readonly shifted: boolean
  /** Nothing was skipped, nothing shifted, and as many came as were announced. */
  readonly complete: boolean
}

/** The query of one page. */
export function pageQuery(style: PageStyle, page: number): Query {
  if (style === 'none') return []
  const [number, size] = style === 'bracket' ? ['page[number]', 'page[size]'] : ['page', 'per_page']
  return [[number, String(page)], [size, String(PAGE_SIZE)]]
}

/** The rows of one answer; a row that does not fit the schema is counted, not dropped in silence. */
export function parsePage<Schema extends z.ZodType>(body: unknown, schema: Schema): Page<z.infer<Schema>> {
  const { items: raw, count } = unwrapList(body)
  const items = raw.flatMap((row) => {
    const parsed = schema.safeParse(row)
    return parsed.success ? [parsed.data] : []
  })
  return { items, received: raw.length, skipped: raw.length - items.length, total: count }
}

/** Reads all pages of a list; a page that cannot be read fails the whole. Throws AppError. */
export async function readList<Schema extends z.ZodType<{ readonly id: string | number }>>(
  client: ApiClient, endpoint: Endpoint, schema: Schema, style: PageStyle, options: CallOptions, query: Query = [],
): Promise<List<z.infer<Schema>>> {
  return collect(style, async (page) => parsePage(await client.call(endpoint, options, { query: [...query, ...pageQuery(style, page)] }), schema))
}

/**
 * Rows of the whole list as a page announces them, `before` it having been received on earlier pages. `count` may also be that of the page alone
 * (contract 2.4 does not say), so that a number is believed only where it cannot be that: null otherwise.
 */
export function announcedTotal({ total, received }: Page<unknown>, before: number): number | null {
  if (total === null || total < before + received) return null
  return before === 0 && received === PAGE_SIZE && total === received ? null : total
}

/** Puts pages together until one is short or the announced number is reached, and sees whether the list shifted meanwhile. */
async function collect<T extends { readonly id: string | number }>(style: PageStyle, read: (page: number) => Promise<Page<T>>): Promise<List<T>> {
  const rows = new Map<string | number, T>()
  let received = 0
  let skipped = 0
  let shifted = false
  let total: number | null = null
  for (let number = 1; number <= MAX_PAGES; number += 1) {
    const page = await read(number)
    // A server that does not know pages gives the same again: that is the end of the list, not a change of it.
    const repeated = number > 1 && page.items.length > 0 && page.items.length === rows.size && page.items.every(({ id }) => rows.has(id))
    if (!repeated) {
      const now = announcedTotal(page, received)
      if (total !== null && now !== total) shifted = true
      total = now
      for (const item of page.items) {
        if (rows.has(item.id)) shifted = true
        rows.set(item.id, item)
      }
      received += page.received
      skipped += page.skipped
    }
    const ended = repeated || style === 'none' || page.received !== PAGE_SIZE || (total !== null && received >= total)
    if (!ended) continue
    const short = total !== null && received < total
    return { items: [...rows.values()], skipped, shifted, complete: skipped === 0 && !shifted && !short }
  }
  throw appError('BAD_RESPONSE', 'A list of Workato does not end.', 'Workato gives page after page. Nothing of this list was kept; the rows from before can still be used.', { details: { pages: MAX_PAGES } })
}
