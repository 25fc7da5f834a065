import { DATA_NOW, type Customer, type EnvironmentType } from './model'
import type { NextNumber, SeededRandom } from './random'
import { PROJECTS, PROVIDERS, STEPS } from './words'
import type { Connection, Folder, Project, Recipe } from './workspace'

const DAY = 86_400_000
const STOP_CAUSES = ['trigger_errors_limit', 'action_quota_limit', 'trial_expired', 'txn_quota_limit']

/** What is built in a customer's workspace. */
export interface Content {
  projects: Project[]
  folders: Folder[]
  connections: Connection[]
  recipes: Recipe[]
  properties: Record<string, string>
}

/** The environments of a customer; one without provisioned environments has only `dev` (contract 3.2). */
export function environmentTypes(customer: Customer): readonly EnvironmentType[] {
  return customer.environments.length === 0 ? ['dev'] : ['dev', 'test', 'prod']
}

/** Projects for each environment, and connections and recipes as many as the customer's own counts say. */
export function generateContent(random: SeededRandom, next: NextNumber, customer: Customer): Content {
  const names = random.shuffle(PROJECTS).slice(0, random.int(2, 5))
  const folders: Folder[] = []
  const projects: Project[] = []
  for (const environment of environmentTypes(customer)) {
    const root = next()
    folders.push({ id: root, name: 'Home', parent_id: null, is_project: false, project_id: null, environment })
    for (const name of names.filter((_, index) => environment === 'dev' || index === 0 || random.chance(0.7))) {
      const project: Project = { id: next(), name, description: random.chance(0.4) ? `${name} for ${customer.name}` : null, folder_id: next(), environment }
      projects.push(project)
      folders.push({ id: project.folder_id, name, parent_id: root, is_project: true, project_id: project.id, environment })
      if (random.chance(0.3)) folders.push({ id: next(), name: 'Archive', parent_id: project.folder_id, is_project: false, project_id: project.id, environment })
    }
  }
  const connections = generateConnections(random, next, customer, folders)
  return { projects, folders, connections, recipes: generateRecipes(random, next, customer, projects, connections), properties: { region: random.pick(['eu', 'us', 'apac']), support_email: customer.notification_email } }
}

/** Connections and recipes of DEV as many as the customer counts, and a few of what was deployed to the other environments. */
function generateConnections(random: SeededRandom, next: NextNumber, customer: Customer, folders: readonly Folder[]): Connection[] {
  const providers = random.shuffle(PROVIDERS).slice(0, random.int(1, 8))
  return environmentTypes(customer).flatMap((environment) => {
    const places = folders.filter((folder) => folder.is_project && folder.environment === environment)
    const active = environment === 'dev' ? customer.active_connection_count : random.int(0, 2)
    const failed = random.chance(0.4) ? random.int(1, 2) : 0
    const runtime = environment === 'dev' && random.chance(0.2) ? 1 : 0
    return Array.from({ length: active + failed + runtime }, (_, i): Connection => {
      const works = i < active || i >= active + failed
      const provider = providers[i % providers.length] ?? 'slack'
      const at = customer.created_at
      return {
        id: next(), name: `${provider.replaceAll('_', ' ')} ${String(Math.floor(i / providers.length) + 1)}`, provider, authorization_status: works ? 'success' : 'failed',
        authorized_at: works ? at : null, connection_lost_at: works ? null : new Date(DATA_NOW - random.int(1, 20) * DAY).toISOString(),
        connection_lost_reason: works ? null : 'The refresh token is no longer valid', external_id: null, folder_id: places[random.int(0, places.length - 1)]?.id ?? 0,
        environment, runtime: i >= active + failed, created_at: at, updated_at: at,
      }
    })
  })
}

function generateRecipes(random: SeededRandom, next: NextNumber, customer: Customer, projects: readonly Project[], connections: readonly Connection[]): Recipe[] {
  return environmentTypes(customer).flatMap((environment) => {
    const active = environment === 'dev' ? customer.active_recipe_count : random.int(0, 6)
    const places = projects.filter((project) => project.environment === environment)
    const own = connections.filter((one) => one.environment === environment && !one.runtime)
    return Array.from({ length: active + random.int(0, 6) }, (_, i): Recipe => {
      const running = i < active
      const project = places[random.int(0, places.length - 1)]
      const usable = own.filter(({ authorization_status }) => !running || authorization_status === 'success')
      const connection = usable[random.int(0, usable.length - 1)]
      const succeeded = random.int(0, 900)
      const at = new Date(DATA_NOW - random.int(0, 20) * DAY - random.int(0, DAY)).toISOString()
      return {
        id: next(), name: `${random.pick(STEPS)} ${connection?.provider.replaceAll('_', ' ') ?? 'tables'}`, folder_id: project?.folder_id ?? 0, project_id: project?.id ?? null,
        connection_id: connection?.id ?? null, providers: connection === undefined ? ['clock'] : ['clock', connection.provider], environment, running,
        job_succeeded_count: succeeded, job_failed_count: random.int(0, Math.ceil(succeeded / 12)), lifetime_task_count: succeeded * random.int(1, 9), last_run_at: running ? at : null,
        stopped_at: running ? null : at, stop_cause: !running && random.chance(0.5) ? random.pick(STOP_CAUSES) : null, version_no: random.int(1, 40), created_at: customer.created_at, updated_at: at,
      }
    })
  })
}
