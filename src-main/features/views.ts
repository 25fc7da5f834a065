import type { Handlers } from '../contract'
import { appError } from '../contract/errors'
import { MOST_VIEWS, type ViewGrid, type ViewId } from '../contract/methods/views'
import { newId } from '../domain/new-id'
import type { FeatureDeps } from './deps'

type Methods = 'views.list' | 'views.keep' | 'views.save' | 'views.rename' | 'views.remove'

/** Views of grids that the person has saved, and how each grid was left. */
export function viewsHandlers({ store, jobs }: FeatureDeps): Handlers<Methods> {
  const { views } = store
  const free = (grid: ViewGrid, name: string, id: ViewId | null): void => {
    const holder = views.named(grid, name)
    if (holder !== null && holder !== id) throw appError('BAD_INPUT', `A view named ${name} is there already.`, 'Nothing was saved. Choose another name, or save over the view of that name.')
  }
  return {
    'views.list': ({ grid }) => ({ views: views.list(grid), current: views.current(grid) }),
    'views.keep': ({ viewId, content }) => {
      views.keep(viewId, content)
      return {}
    },
    'views.save': ({ id, name, content }) => {
      free(content.grid, name, id)
      if (id === null && views.count(content.grid) >= MOST_VIEWS) throw appError('BAD_INPUT', `There are ${String(MOST_VIEWS)} views already.`, 'Nothing was saved. Remove a view that is not needed any more.')
      const saved = { id: id ?? (newId(jobs.deps.random) as ViewId), name, content }
      views.save(saved)
      return saved
    },
    'views.rename': ({ id, name }) => {
      const grid = views.gridOf(id)
      if (grid === null) return {}
      free(grid, name, id)
      views.rename(id, name)
      return {}
    },
    'views.remove': ({ id }) => {
      views.remove(id)
      return {}
    },
  }
}
