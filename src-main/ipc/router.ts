import { isMethodName, registry, type Handlers, type MethodName, type MethodsOf } from '../contract'
import { appError, failureReply, type Reply } from '../contract/errors'
import type { Logger } from '../log/logger'

export interface RouterDeps {
  /** Handlers of the methods that live in main. */
  readonly main: Handlers<MethodsOf<'main'>>
  /** Forwards to the engine; always resolves. */
  readonly engine: (method: MethodName, input: unknown) => Promise<Reply<unknown>>
  readonly log: Logger
}

/** Answers one call of the renderer. Always resolves: what is thrown over IPC loses everything but its message. */
export function createRouter({ main, engine, log }: RouterDeps): (method: unknown, input: unknown) => Promise<Reply<unknown>> {
  return async (method, input) => {
    if (!isMethodName(method)) return failureReply(appError('UNKNOWN_METHOD', 'This is not a method of Rolodesk.', 'This is a defect of Rolodesk.'))
    const definition = registry[method]
    const parsed = definition.input.safeParse(input)
    if (!parsed.success) {
      // Path and rule only: the value may be a secret.
      const issue = parsed.error.issues[0]
      const details = { field: issue?.path.join('.') ?? '', rule: issue?.code ?? '' }
      return failureReply(appError('BAD_INPUT', 'A value that was entered cannot be used.', 'Correct the marked field and try again.', { details }))
    }
    try {
      if (definition.home === 'engine') return await engine(method, parsed.data)
      const handler = main[method as MethodsOf<'main'>] as (value: unknown) => unknown
      return { ok: true, value: await handler(parsed.data) }
    } catch (error) {
      const reply = failureReply(error)
      if (!reply.ok && reply.error.code === 'INTERNAL') log.error('ipc.failed', { method, error })
      return reply
    }
  }
}
