import type { EngineCall } from '../accounts/service'
import type { Handlers } from '../contract'
import type { FileContent } from '../contract/engine-protocol'
import { askWhatToOpen, askWhereToSave, type FileKind } from '../host/file-dialog'

const TABLE: readonly FileKind[] = ['csv', 'json']

/** Saving and opening: main asks for the path, the engine, which has the data, writes or reads. */
export function fileHandlers(engine: EngineCall): Handlers<'files.saveEvidence' | 'files.saveJournal' | 'files.saveChanges' | 'files.saveMatrix' | 'files.saveMigration' | 'files.openTable' | 'files.openChanges'> {
  const save = async (name: string, kinds: readonly FileKind[], content: FileContent): Promise<{ rows: number | null }> => {
    const path = await askWhereToSave(name, kinds)
    return path === null ? { rows: null } : engine('internal.files.write', { path, content })
  }
  return {
    'files.saveEvidence': ({ jobId }) => save('Rolodesk evidence', TABLE, { kind: 'evidence', jobId }),
    'files.saveJournal': (filter) => save('Rolodesk journal', TABLE, { kind: 'journal', filter }),
    'files.saveChanges': ({ accountId }) => save('Rolodesk changes', ['json'], { kind: 'changes', accountId }),
    'files.saveMatrix': async (content) => save((await engine('internal.files.matrixName', { scope: content.view.scope })).name, TABLE, { kind: 'matrix', ...content }),
    'files.saveMigration': async ({ accountId, of }) => save((await engine('internal.files.migrationName', { accountId, of })).name, ['html', 'csv'], { kind: 'migration', accountId, of }),
    'files.openTable': async () => {
      const path = await askWhatToOpen(['table'])
      return path === null ? { text: null } : engine('internal.files.readTable', { path })
    },
    'files.openChanges': async ({ batchName }) => {
      const path = await askWhatToOpen(['json'])
      return path === null ? { staged: null, left: null } : engine('internal.files.readChanges', { path, batchName })
    },
  }
}
