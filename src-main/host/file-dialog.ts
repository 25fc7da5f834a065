import { BrowserWindow, dialog, type FileFilter, type OpenDialogOptions, type SaveDialogOptions } from 'electron'

const FILTERS = { csv: { name: 'CSV', extensions: ['csv'] }, json: { name: 'JSON', extensions: ['json'] }, html: { name: 'HTML', extensions: ['html'] }, table: { name: 'CSV', extensions: ['csv', 'tsv', 'txt'] } } as const
/** Kinds of files, the first one offered first. */
export type FileKind = keyof typeof FILTERS

const filters = (kinds: readonly FileKind[]): FileFilter[] => kinds.map((kind) => ({ name: FILTERS[kind].name, extensions: [...FILTERS[kind].extensions] }))

/** Asks where to save; null: nowhere. */
export async function askWhereToSave(name: string, kinds: readonly FileKind[]): Promise<string | null> {
  const options: SaveDialogOptions = { defaultPath: `${name}.${kinds[0] ?? ''}`, filters: filters(kinds), properties: ['showOverwriteConfirmation', 'createDirectory'] }
  const owner = BrowserWindow.getAllWindows()[0]
  const { canceled, filePath } = await (owner === undefined ? dialog.showSaveDialog(options) : dialog.showSaveDialog(owner, options))
  return canceled || filePath === undefined || filePath === '' ? null : filePath
}

/** Asks for one file to open; null: none. */
export async function askWhatToOpen(kinds: readonly FileKind[]): Promise<string | null> {
  const options: OpenDialogOptions = { filters: filters(kinds), properties: ['openFile'] }
  const owner = BrowserWindow.getAllWindows()[0]
  const { canceled, filePaths } = await (owner === undefined ? dialog.showOpenDialog(options) : dialog.showOpenDialog(owner, options))
  return canceled ? null : (filePaths[0] ?? null)
}
