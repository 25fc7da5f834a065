import { appError } from '../contract/errors'
import type { Db } from '../store/db'
import { openLibsql } from '../store/libsql-db'
import type { Boundaries } from './boundaries'

/** A disk that can be full for a while. */
export interface Disk { readonly full: () => boolean }

/** Opens real files, and makes a boundary of every write: before it nothing is on disk, after it everything is. */
export function crashingOpen(boundaries: Boundaries, disk: Disk): typeof openLibsql {
  return (file, options) => {
    const db = openLibsql(file, options)
    let inside = false
    const write = <T>(work: () => T): T => {
      if (inside) return work()
      boundaries.pass('before-write')
      if (disk.full()) throw appError('STORE_FULL', 'The disk is full.', 'Free some space, then try again.', { retryable: true })
      const result = work()
      boundaries.pass('after-write')
      return result
    }
    const wrapped: Db = {
      run: (sql, params) => write(() => db.run(sql, params)),
      script: (sql) => write(() => db.script(sql)),
      all: (sql, params) => db.all(sql, params),
      get: (sql, params) => db.get(sql, params),
      transaction: (work) => write(() => {
        inside = true
        try {
          return db.transaction(work)
        } finally {
          inside = false
        }
      }),
      close: () => db.close(),
    }
    return wrapped
  }
}
