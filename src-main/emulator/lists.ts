import { ok, type Answer, type Fields, type RouteRequest } from './answer'
import { badRequest } from './refusal'

const LARGEST = 100
type Envelope = 'bare' | 'result' | 'data' | 'items'

function whole(request: RouteRequest, name: string, fallback: number): number {
  const given = request.query.get(name) ?? String(fallback)
  if (!/^\d+$/.test(given) || Number(given) < 1) throw badRequest(`${name} must be a whole number from 1`)
  return Number(given)
}

function page(request: RouteRequest, names: { readonly page: string; readonly size: string }): { number: number; size: number } {
  const asked = whole(request, names.size, LARGEST)
  if (asked > LARGEST && !request.world.switches.clamp_page_size) throw badRequest(`${names.size} must be at most ${String(LARGEST)}`)
  return { number: whole(request, names.page, 1), size: Math.min(asked, LARGEST) }
}

function enveloped(request: RouteRequest, items: readonly unknown[], documented: Envelope, more: Fields): Answer {
  const wanted = request.world.switches.list_envelope
  const envelope = wanted === 'documented' ? documented : wanted
  return ok(envelope === 'bare' ? items : { [envelope]: items, ...more })
}

/** A page of `page` and `per_page` (contract 1.5, flat); `{result, count, page, per_page}` unless it is bare. Only what is on the page is shown. */
export function flatList<T>(request: RouteRequest, all: readonly T[], show: (item: T) => unknown, envelope: 'bare' | 'result' = 'result'): Answer {
  const { number, size } = page(request, { page: 'page', size: 'per_page' })
  const more = request.world.switches.list_has_count ? { count: all.length, page: number, per_page: size } : {}
  return enveloped(request, all.slice((number - 1) * size, number * size).map(show), envelope, more)
}

/** A page of `page[number]` and `page[size]` (contract 1.5, bracket): `{data, total, page}`. */
export function bracketList<T>(request: RouteRequest, all: readonly T[], show: (item: T) => unknown): Answer {
  const { number, size } = page(request, { page: 'page[number]', size: 'page[size]' })
  return enveloped(request, all.slice((number - 1) * size, number * size).map(show), 'data', { total: all.length, page: { number, size } })
}

/** The item without fields of the emulator's own. */
export function without<T extends object, K extends keyof T>(item: T, ...names: readonly K[]): Omit<T, K> {
  const copy = { ...item }
  for (const name of names) delete copy[name]
  return copy
}

/** Everything in one answer that has `data` alone (contract 3.8). */
export function dataList(request: RouteRequest, all: readonly unknown[]): Answer {
  return enveloped(request, all, 'data', {})
}

/** Everything in one answer: `{data, total}` or a bare array (contract 1.10). */
export function wholeList(request: RouteRequest, all: readonly unknown[], envelope: 'data' | 'bare' = 'data'): Answer {
  return enveloped(request, all, envelope, { total: all.length })
}

/** `{result:{items}}`, with `count` where it is documented (contract 1.6). */
export function itemsList(request: RouteRequest, all: readonly unknown[], withCount: boolean): Answer {
  if (request.world.switches.list_envelope !== 'documented') return enveloped(request, all, 'items', {})
  return ok({ result: withCount ? { count: all.length, items: all } : { items: all } })
}
