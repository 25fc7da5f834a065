import type { Input, MethodName, Output } from '@contract'
import { AppError, type Reply } from '@contract/errors'
import type { AppEvent } from '@contract/events'

interface Bridge {
  invoke(method: string, input: unknown): Promise<Reply<unknown>>
  onEvent(listener: (event: AppEvent) => void): () => void
}
const bridge = (): Bridge => (window as unknown as { readonly rolodesk: Bridge }).rolodesk

/** Calls a method of the app; throws the AppError that it answers. */
export async function call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> {
  // A reactive proxy cannot be cloned over the bridge.
  const reply = await bridge().invoke(method, JSON.parse(JSON.stringify(input)))
  if (reply.ok) return reply.value as Output<M>
  throw new AppError(reply.error)
}

const listeners = new Set<(event: AppEvent) => void>()
let heard = false

/** Hears what changes; gives a function that ends it. The page has one ear at the bridge, for everybody in it. */
export function onAppEvent(listener: (event: AppEvent) => void): () => void {
  if (!heard) {
    heard = true
    bridge().onEvent((event) => {
      for (const one of [...listeners]) one(event)
    })
  }
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
