import { z } from 'zod'
import { matrixScope, matrixView } from '../matrix'
import { defineMethod } from '../method'
import { customerFilter, customerSort } from './customers'
import { peopleQuery, personSort } from './people'

/** Of a saved view on this computer. */
export const viewId = z.string().min(1).max(64).regex(/^[a-z0-9-]+$/).brand<'ViewId'>()
export type ViewId = z.infer<typeof viewId>
/** One grid's views at most. */
export const MOST_VIEWS = 100

/** How a grid is drawn: its columns in their order, `width` in px or null for its own, and the height of its rows. A column that is not named comes last, as the grid has it. */
export const gridLayout = z.strictObject({
  columns: z.array(z.strictObject({ key: z.string().min(1).max(40), hidden: z.boolean(), width: z.number().int().min(40).max(1000).nullable() })).max(40),
  density: z.enum(['compact', 'normal', 'roomy']),
})
export type GridLayout = z.infer<typeof gridLayout>

const direction = z.enum(['asc', 'desc'])
/** What a grid shows and how: which rows in which order (`query`, each grid's own) and the layout. Scope null: the account that is on screen. */
export const viewContent = z.discriminatedUnion('grid', [
  z.strictObject({ grid: z.literal('matrix'), query: matrixView.extend({ scope: matrixScope.nullable() }), layout: gridLayout }),
  z.strictObject({ grid: z.literal('customers'), query: z.strictObject({ filter: customerFilter, sort: z.strictObject({ by: customerSort, direction }) }), layout: gridLayout }),
  z.strictObject({ grid: z.literal('people'), query: z.strictObject({ filter: peopleQuery.pick({ search: true, environment: true, roles: true, tags: true }), sort: z.strictObject({ by: personSort, direction }) }), layout: gridLayout }),
])
export type ViewContent = z.infer<typeof viewContent>
const grid = z.enum(['matrix', 'customers', 'people'])
export type ViewGrid = z.infer<typeof grid>

const savedView = z.object({ id: viewId, name: z.string(), content: viewContent })
export type SavedView = z.infer<typeof savedView>
const name = z.string().trim().min(1).max(60)

/** What the person at this computer has arranged, grid by grid; it belongs to no account and is told to nobody. */
export const viewMethods = {
  /** The saved views of a grid by name, and how the grid was left: what it showed and the view that this came from. What this version does not understand is left out. */
  'views.list': defineMethod({
    kind: 'query', home: 'engine', input: z.strictObject({ grid }),
    output: z.object({ views: z.array(savedView), current: z.object({ viewId: viewId.nullable(), content: viewContent }).nullable() }),
  }),
  /** Keeps how a grid is now, so that it comes back after a restart. */
  'views.keep': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ viewId: viewId.nullable(), content: viewContent }), output: z.object({}) }),
  /** Saves a view: under a new name (id null), or over what an earlier one held. BAD_INPUT: another view of the grid has the name, or there are too many. */
  'views.save': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ id: viewId.nullable(), name, content: viewContent }), output: savedView }),
  'views.rename': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ id: viewId, name }), output: z.object({}) }),
  'views.remove': defineMethod({ kind: 'command', home: 'engine', input: z.strictObject({ id: viewId }), output: z.object({}) }),
}
