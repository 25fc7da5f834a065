import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import type { EngineInternals, FileContent } from '../contract/engine-protocol'
import { appError, type AppErrorJson } from '../contract/errors'
import type { AccountId } from '../contract/ids'
import type { IntentDraft } from '../contract/intents'
import { MOST_TABLE } from '../contract/sheet-limits'
import { isMigration } from '../domain/intents/migrate'
import { EVIDENCE_HEADER, evidenceRow, JOURNAL_HEADER, journalRow } from '../jobs/evidence'
import { namesFrom } from '../jobs/names'
import { stageBatch } from '../jobs/seal'
import { accountOf, changesOf, changesText, editsFor } from './changes-file'
import type { FeatureDeps } from './deps'
import { matrixFileName, matrixTable } from './matrix-file'
import { reportFileName, reportOf } from './migration-report'
import { reportHtml, reportTable } from './migration-report-file'
import { csvParts, jsonParts, type Table } from './table-file'

const MOST_BYTES = 64 * 1024 * 1024

type Methods = 'internal.files.write' | 'internal.files.matrixName' | 'internal.files.migrationName' | 'internal.files.readTable' | 'internal.files.readChanges'

/** Files that a person has chosen in a dialog of main; a path comes from nowhere else. */
export function fileInternals({ store, jobs, matrix }: FeatureDeps): Pick<EngineInternals, Methods> {
  const tableOf = async (content: Exclude<FileContent, { kind: 'changes' | 'migration' }>): Promise<Table> => {
    if (content.kind === 'matrix') return matrixTable(store, matrix, content)
    const names = namesFrom(store)
    if (content.kind === 'journal') return { header: JOURNAL_HEADER, page: (offset, limit) => store.journal.page({ ...content.filter, offset, limit }, 'oldest').rows.map((row) => journalRow(row, names)) }
    // Throws what says that there is no such job.
    const { id } = jobs.state(content.jobId)
    return { header: EVIDENCE_HEADER, page: (offset, limit) => store.steps.page(id, [], offset, limit).rows.map((step) => evidenceRow(step, names)) }
  }
  const changes = (accountId: AccountId): { readonly text: string; readonly rows: number } => {
    const account = store.accounts.list().find(({ id }) => id === accountId)
    if (account === undefined) throw appError('ACCOUNT_NOT_FOUND', 'This account is no longer here.', 'It was removed. Choose another account.')
    const intents = [...store.steps.waiting(accountId).map(({ intent }) => intent), ...store.intents.live({ accountId, customerId: null })].filter((one) => !isMigration(one))
    return { text: changesText(account, intents), rows: intents.length }
  }
  return {
    'internal.files.write': async ({ path, content }) => {
      if (content.kind === 'migration') {
        const report = reportOf(store, content.accountId, content.of)
        write(path, /\.html?$/i.test(path) ? reportHtml(report, jobs.deps.clock.now()) : csvParts(reportTable(report)))
        return { rows: report.customers.reduce((sum, { people }) => sum + people.length, 0) }
      }
      if (content.kind === 'changes') {
        const { text, rows } = changes(content.accountId)
        write(path, [text])
        return { rows }
      }
      let rows = 0
      const { header, page } = await tableOf(content)
      const counted: Table = { header, page: (offset, limit) => {
        const some = page(offset, limit)
        rows += some.length
        return some
      } }
      write(path, /\.json$/i.test(path) ? jsonParts(counted) : csvParts(counted))
      return { rows }
    },
    'internal.files.migrationName': ({ accountId, of }) => ({ name: reportFileName(store, accountId, of, jobs.deps.clock.now()) }),
    'internal.files.matrixName': ({ scope }) => ({ name: matrixFileName(store, scope) }),
    'internal.files.readTable': ({ path }) => {
      const text = read(path)
      if (text === null || text.length > MOST_TABLE) throw appError('FILE_FAILED', 'This file is too large, or no table.', 'Nothing was read of it. A table may have 16 million characters.')
      return { text }
    },
    'internal.files.readChanges': ({ path, batchName }) => {
      const file = changesOf(read(path) ?? '')
      if (file === null) throw appError('FILE_FAILED', 'This is no file of changes.', 'Nothing was staged. Choose a file that Rolodesk saved when an account was removed.')
      const account = accountOf(file, store.accounts.list())
      if (account === undefined) throw appError('FILE_FAILED', `These changes belong to ${file.account.name}, which is not here.`, 'Nothing was staged. Add the account of that workspace, then open the file again.')
      const all = editsFor(file, account)
      const edits = all.filter(({ kind }) => !PERMANENT.has(kind))
      if (edits.length > 0) stageBatch(jobs.deps, batchName, [], edits)
      return { staged: edits.length, left: edits.length === all.length ? null : leftOut(all.length - edits.length) }
    },
  }
}

/** Customers are deleted and provisioned by whoever types their names, which nobody does for a file. */
const PERMANENT: ReadonlySet<IntentDraft['kind']> = new Set(['customer.delete', 'customer.provision'])

function leftOut(count: number): AppErrorJson {
  const what = count === 1 ? '1 change of this file was left out.' : `${String(count)} changes of this file were left out.`
  return appError('BAD_INPUT', what, 'Deleting a customer and provisioning environments cannot be undone, so that the name is typed: do it on the page of the customer. All else of the file is staged.').json
}

/** Whole or not at all: a file of that name stays until the new one is on disk. */
function write(path: string, parts: Iterable<string>): void {
  const beside = `${path}.${String(process.pid)}.part`
  try {
    const file = openSync(beside, 'w')
    try {
      for (const part of parts) writeSync(file, part)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    throw fileFailure(error, 'The file could not be written.', 'Free some space or choose another folder, and close the file where it is open.')
  }
}

/** Null: too large, or nothing that could be read to its end. */
function read(path: string): string | null {
  try {
    const file = statSync(path)
    // A pipe or a device has no end.
    if (!file.isFile() || file.size > MOST_BYTES) return null
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw fileFailure(error, 'The file could not be read.', 'Nothing was staged. Choose a file that may be read.')
  }
}

/** What the system said of a file; anything else stays what it is. */
function fileFailure(error: unknown, title: string, hint: string): unknown {
  const code = error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : null
  return code === null ? error : appError('FILE_FAILED', title, hint, { details: { cause: code } })
}
