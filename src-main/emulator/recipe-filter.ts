import type { CustomerRequest } from './answer'
import type { Folder, Recipe } from './workspace'

function below(folders: readonly Folder[], root: number): Set<number> {
  const found = new Set([root])
  // Parents come before their children in the list, so one pass is enough.
  for (const { id, parent_id } of folders) if (parent_id !== null && found.has(parent_id)) found.add(id)
  return found
}

/** The recipes of the environment that the query asks for (contract section 11). */
export function filterRecipes({ workspace, environment, query }: CustomerRequest): Recipe[] {
  const text = (name: string): string | null => query.get(name)
  const time = (name: string): number => Date.parse(text(name) ?? '1970-01-01')
  const apps = (name: string): string[] => (text(name) ?? '').split(',').filter((app) => app !== '')
  const running = text('running') ?? text('active')
  const folder = text('folder_id')
  const folders = folder === null ? null : text('with_subfolders') === 'true' ? below(workspace.folders, Number(folder)) : new Set([Number(folder)])
  const found = workspace.recipes.filter(
    (recipe) =>
      recipe.environment === environment &&
      (running === null || String(recipe.running) === running) &&
      (folders === null || folders.has(recipe.folder_id)) &&
      (text('project_id') === null || String(recipe.project_id) === text('project_id')) &&
      (text('since_id') === null || recipe.id < Number(text('since_id'))) &&
      (text('stop_cause') === null || recipe.stop_cause === text('stop_cause')) &&
      (text('stopped_after') === null || (recipe.stopped_at !== null && Date.parse(recipe.stopped_at) > time('stopped_after'))) &&
      (text('updated_after') === null || Date.parse(recipe.updated_at) > time('updated_after')) &&
      (apps('adapter_names_any').length === 0 || apps('adapter_names_any').some((app) => recipe.providers.includes(app))) &&
      apps('adapter_names_all').every((app) => recipe.providers.includes(app)),
  )
  return text('order') === 'activity' ? found.sort((a, b) => String(b.last_run_at).localeCompare(String(a.last_run_at))) : found.sort((a, b) => b.id - a.id)
}
