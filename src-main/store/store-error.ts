import { AppError, appError } from '../contract/errors'

/** The driver's error as one that says what to do; what is no trouble of the file stays as it is. */
export function explainStoreError(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error
  const text = `${'code' in error ? String(error.code) : ''} ${error.message}`
  if (/SQLITE_FULL|disk is full|no space/i.test(text)) {
    return appError('STORE_FULL', 'The disk is full.', 'What was kept before is whole; what was being written is not kept. Free some space, for example by emptying the trash, then try again.', { retryable: true })
  }
  if (/SQLITE_CORRUPT|SQLITE_NOTADB|malformed|not a database/i.test(text)) {
    return appError('STORE_CORRUPT', 'A database file of Rolodesk is damaged.', 'The file was left as it is. Restore the newest backup beside it, then start again.')
  }
  if (/SQLITE_READONLY|SQLITE_CANTOPEN|readonly|read-only|unable to open|EACCES|EROFS/i.test(text)) {
    return appError('STORE_READONLY', 'Rolodesk cannot write to its data folder.', 'Check that the folder and its files belong to you and that the disk is not write-protected, then try again. Nothing was changed.', { retryable: true })
  }
  return error
}
