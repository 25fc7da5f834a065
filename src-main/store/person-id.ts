import type { Db } from './db'

/*
 * Ids of people are given in the order of their names, as far as the first letters go. So a full-text search, which delivers
 * ids in ascending order and can stop at any time, delivers people by name: the first window of a hundred thousand hits costs
 * no more than that of ten. People whose names begin alike share a bucket; inside it the exact order is made by sorting.
 */
const LETTERS = 7
const BASE = 41
/** Ids in one bucket. BASE ** LETTERS buckets of this size, and one more for what does not fit, stay below 2^53. */
export const BUCKET = 2 ** 15
const LAST_BUCKET = BASE ** LETTERS

/** The bucket of a folded name; a name that sorts after another never has a smaller one. */
export function bucketOf(sortName: string): number {
  let bucket = 0
  let told = true
  for (let at = 0; at < LETTERS; at += 1) {
    const digit: number = told && at < sortName.length ? digitOf(sortName.charCodeAt(at)) : 0
    // What follows a sign that shares its digit with others says nothing about the order.
    told &&= !SHARED.has(digit)
    bucket = bucket * BASE + digit
  }
  return bucket
}

/** The letters that all names of the bucket of a name begin with: no name of it or of a later one sorts before them. */
export function bucketPrefix(sortName: string): string {
  let told = 0
  while (told < Math.min(LETTERS, sortName.length) && !SHARED.has(digitOf(sortName.charCodeAt(told)))) told += 1
  return sortName.slice(0, told)
}

/** A free id for a person of that name. */
export function newPersonId(db: Db, sortName: string): number {
  const bucket = bucketOf(sortName)
  return freeIn(db, bucket) ?? freeIn(db, LAST_BUCKET) ?? 1 + (db.get<{ id: number }>('SELECT max(id) AS id FROM people')?.id ?? 0)
}

function freeIn(db: Db, bucket: number): number | null {
  const from = bucket * BUCKET
  const last = db.get<{ id: number | null }>('SELECT max(id) AS id FROM people WHERE id >= CAST(? AS INTEGER) AND id < CAST(? AS INTEGER)', [from, from + BUCKET])?.id ?? null
  if (last === null) return from
  return last + 1 < from + BUCKET ? last + 1 : null
}

/** Digits of several characters: control characters, signs before the numerals, between numerals and letters, everything after z. */
const SHARED = new Set([0, 2, 13, 40])

function digitOf(code: number): number {
  if (code < 32) return 0
  if (code === 32) return 1
  if (code < 48) return 2
  if (code <= 57) return code - 45
  if (code < 97) return 13
  if (code <= 122) return code - 83
  return 40
}
