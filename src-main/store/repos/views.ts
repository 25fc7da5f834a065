import { z } from 'zod'
import { viewContent, viewId, type SavedView, type ViewContent, type ViewGrid, type ViewId } from '../../contract/methods/views'
import type { Db } from '../db'
import { parseJson } from '../parse-json'
import { readSetting, saveSetting } from '../setting'

const SAVE = 'INSERT INTO views (id, grid, name, content) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, content = excluded.content'
const current = z.object({ viewId: viewId.nullable(), content: viewContent })
export type CurrentView = z.infer<typeof current>
const keyOf = (grid: ViewGrid): string => `view:${grid}`

interface ViewRow { readonly id: ViewId; readonly name: string; readonly content: string }

/** Saved views, and how each grid was left. A view that this version does not understand stays in the file and is not told. */
export function viewsRepo(db: Db) {
  return {
    list: (grid: ViewGrid): SavedView[] => db.all<ViewRow>('SELECT id, name, content FROM views WHERE grid = ? ORDER BY name COLLATE NOCASE, id', [grid]).flatMap(({ id, name, content }) => {
      const parsed = viewContent.safeParse(parseJson(content))
      return parsed.success && parsed.data.grid === grid ? [{ id, name, content: parsed.data }] : []
    }),
    /** The view of a grid that has a name, in any case of letters. */
    named: (grid: ViewGrid, name: string): ViewId | null => db.get<{ id: ViewId }>('SELECT id FROM views WHERE grid = ? AND name = ? COLLATE NOCASE', [grid, name])?.id ?? null,
    count: (grid: ViewGrid): number => db.get<{ n: number }>('SELECT count(*) AS n FROM views WHERE grid = ?', [grid])?.n ?? 0,
    gridOf: (id: ViewId): ViewGrid | null => db.get<{ grid: ViewGrid }>('SELECT grid FROM views WHERE id = ?', [id])?.grid ?? null,
    save: ({ id, name, content }: SavedView): void => void db.run(SAVE, [id, content.grid, name, JSON.stringify(content)]),
    rename: (id: ViewId, name: string): void => void db.run('UPDATE views SET name = ? WHERE id = ?', [name, id]),
    remove: (id: ViewId): void => void db.run('DELETE FROM views WHERE id = ?', [id]),
    current: (grid: ViewGrid): CurrentView | null => {
      const parsed = current.safeParse(readSetting(db, keyOf(grid)))
      return parsed.success && parsed.data.content.grid === grid ? parsed.data : null
    },
    keep: (viewId: ViewId | null, content: ViewContent): void => saveSetting(db, keyOf(content.grid), { viewId, content }),
  }
}
