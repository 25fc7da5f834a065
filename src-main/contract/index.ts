import type { z } from 'zod'
import { accountOptionMethods } from './methods/account-options'
import { accountMethods } from './methods/accounts'
import { appMethods } from './methods/app'
import { compareMethods } from './methods/compare'
import { customerMethods } from './methods/customers'
import { doctorMethods } from './methods/doctor'
import { fileMethods } from './methods/files'
import { grantMethods } from './methods/grants'
import { intentMethods } from './methods/intents'
import { jobMethods } from './methods/jobs'
import { journalMethods } from './methods/journal'
import { managerMethods } from './methods/managers'
import { matrixMethods } from './methods/matrix'
import { migrationMethods } from './methods/migration'
import { peopleMethods } from './methods/people'
import { planMethods } from './methods/plan'
import { roleEditMethods } from './methods/role-edits'
import { reviewMethods } from './methods/reviews'
import { roleMethods } from './methods/roles'
import { tagMethods } from './methods/tags'
import { templateMethods } from './methods/templates'
import { viewMethods } from './methods/views'
import { workspaceMethods } from './methods/workspace'
import { workspaceEditMethods } from './methods/workspace-edits'
import type { MethodDef } from './method'

/** Every method that the renderer may call; a name is unique over all areas. */
export const registry = {
  ...appMethods, ...accountMethods, ...accountOptionMethods, ...customerMethods, ...managerMethods, ...reviewMethods, ...workspaceMethods, ...workspaceEditMethods, ...grantMethods, ...peopleMethods, ...doctorMethods,
  ...intentMethods, ...planMethods, ...jobMethods, ...journalMethods, ...fileMethods, ...matrixMethods, ...viewMethods, ...migrationMethods,
  ...roleMethods, ...roleEditMethods, ...templateMethods, ...tagMethods, ...compareMethods,
} satisfies Record<string, MethodDef>

export type MethodName = keyof typeof registry
export type Input<M extends MethodName> = z.infer<(typeof registry)[M]['input']>
export type Output<M extends MethodName> = z.infer<(typeof registry)[M]['output']>

/** Methods that run in the given process. */
export type MethodsOf<H extends 'main' | 'engine'> = {
  [M in MethodName]: (typeof registry)[M]['home'] extends H ? M : never
}[MethodName]

/** A handler for each method of a home: a missing or a surplus one does not compile. */
export type Handlers<M extends MethodName> = { readonly [K in M]: (input: Input<K>) => Output<K> | Promise<Output<K>> }

/** Whether a name from outside is a method. */
export function isMethodName(name: unknown): name is MethodName {
  return typeof name === 'string' && Object.hasOwn(registry, name)
}
