import { forCustomer, now, ok, type Answer, type CustomerRequest, type Fields, type Route } from './answer'
import { flatList, without } from './lists'
import { recipeJobs } from './jobs'
import { filterRecipes } from './recipe-filter'
import { badRequest, notFound } from './refusal'
import type { Recipe } from './workspace'

function view({ workspace }: CustomerRequest, recipe: Recipe, withCode: boolean): Fields {
  const { connection_id, providers } = recipe
  const connection = workspace.connections.find(({ id }) => id === connection_id)
  const config = providers.map((provider) => ({ keyword: 'application', provider, account_id: connection?.provider === provider ? connection.id : null }))
  return { ...without(recipe, 'environment', 'connection_id', 'providers'), trigger_application: providers[0] ?? null, action_applications: providers.slice(1), config, ...(withCode ? { code: JSON.stringify({ number: 0, provider: providers[0] }) } : {}) }
}

function find({ workspace, environment, params }: CustomerRequest): Recipe {
  const recipe = workspace.recipes.find((one) => String(one.id) === params['id'] && one.environment === environment)
  if (recipe === undefined) throw notFound()
  return recipe
}

function list(request: CustomerRequest): Answer {
  const withCode = request.query.get('exclude_code') !== 'true'
  return flatList(request, filterRecipes(request), (recipe) => view(request, recipe, withCode))
}

function get(request: CustomerRequest): Answer {
  const recipe = view(request, find(request), true)
  return ok(request.world.switches.recipe_envelope === 'result' ? { result: [recipe] } : recipe)
}

/** A start that fails for what is in the recipe is a 200 (contract section 11); an app that is not allowed is a 400. */
function start(request: CustomerRequest): Answer {
  const { workspace, customer, world } = request
  const recipe = find(request)
  if (recipe.running) throw badRequest('Recipe is already running')
  const closed = recipe.providers.find((provider) => provider !== 'clock' && customer.whitelisted_apps.length > 0 && !customer.whitelisted_apps.includes(provider))
  if (closed !== undefined) throw badRequest(`The app ${closed} is not available for this customer`)
  const connection = workspace.connections.find(({ id }) => id === recipe.connection_id)
  if (connection !== undefined && connection.authorization_status !== 'success') {
    return ok({ success: false, code_errors: [], config_errors: [[1, [['Connection', connection.id, `${connection.name} is not connected`]]]] })
  }
  recipe.running = true
  recipe.stopped_at = recipe.stop_cause = null
  recipe.updated_at = now(world)
  if (recipe.environment === 'dev') customer.active_recipe_count += 1
  return ok({ success: true }, true)
}

function stop(request: CustomerRequest): Answer {
  const recipe = find(request)
  if (!recipe.running) return ok({ success: true })
  recipe.running = false
  recipe.stopped_at = recipe.updated_at = now(request.world)
  if (recipe.environment === 'dev') request.customer.active_recipe_count -= 1
  return ok({ success: true }, true)
}

const route = (method: string, path: string, run: (request: CustomerRequest) => Answer, limit: 'recipeReads' | 'recipeWrites' | 'jobs'): Route => ({
  method, path: `/api/managed_users/:mu/recipes${path}`, group: 'recipes', family: 'classic', limit, run: forCustomer(run),
})

/** Recipes and their jobs (contract section 11). */
export const recipeRoutes: readonly Route[] = [
  route('GET', '', list, 'recipeReads'),
  route('GET', '/:id', get, 'recipeReads'),
  route('PUT', '/:id/start', start, 'recipeWrites'),
  route('PUT', '/:id/stop', stop, 'recipeWrites'),
  route('GET', '/:id/jobs', (request) => ok(recipeJobs(find(request), request.query)), 'jobs'),
]
