import { fold } from '../domain/fold'
import type { Db } from './db'

/*
 * The full-text index holds all runs of three characters. Two blanks before each word make its first one or two letters
 * a run of three too, so that short words of a query find beginnings of words; longer ones are found anywhere.
 */
const GAP = '  '
/** Encloses each facet; never part of a name, because control characters are taken out. */
const MARK = '\u0001'
const PRIVATE_USE = 0xe000
const PRIVATE_USE_SIZE = 6400
const MORE_PRIVATE_USE = 0xf0000

/** The text under which a person or a customer is found. */
export function searchText(...parts: readonly string[]): string {
  return words(parts.join(' ')).map((word) => GAP + word).join('')
}

/** What has to occur in a text for a query to match; empty: everything matches. */
export function searchNeedles(query: string): string[] {
  return words(query).map((word) => {
    const letters = [...word]
    return letters.length < 3 ? [...GAP, ...letters].slice(-3).join('') : word
  })
}

/** A condition of the full-text index: all of the needles. */
export function matchAll(needles: readonly string[]): string {
  return needles.map((needle) => `"${needle.replaceAll('"', '""')}"`).join(' AND ')
}

/** A condition of the full-text index: one of the needles. */
export function matchAny(needles: readonly string[]): string {
  return `(${needles.map((needle) => `"${needle.replaceAll('"', '""')}"`).join(' OR ')})`
}

/** Facets as text that follows the words. */
export function facetText(codes: readonly number[]): string {
  return codes.length === 0 ? '' : MARK + codes.map((code) => character(code) + MARK).join('')
}

/** The needle that finds one facet. */
export function facetNeedle(code: number): string {
  return MARK + character(code) + MARK
}

/** The code of a facet such as `role:Admin`; gives it one when it has none. */
export function facetCode(db: Db, value: string): number {
  db.run('INSERT OR IGNORE INTO facets (value) VALUES (?)', [value])
  return knownFacetCode(db, value) ?? 0
}

/** The code of a facet, null when no person ever had it. */
export function knownFacetCode(db: Db, value: string): number | null {
  return db.get<{ code: number }>('SELECT code FROM facets WHERE value = ?', [value])?.code ?? null
}

function words(text: string): string[] {
  return fold(text).replace(/\p{C}/gu, ' ').split(/\s+/).filter((word) => word !== '')
}

function character(code: number): string {
  return String.fromCodePoint(code < PRIVATE_USE_SIZE ? PRIVATE_USE + code : MORE_PRIVATE_USE + code - PRIVATE_USE_SIZE)
}
