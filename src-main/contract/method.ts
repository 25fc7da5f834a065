import type { z } from 'zod'

/**
 * One callable of the app. `kind`: a query changes nothing, a command may. `home`: the process that runs it;
 * methods that touch tokens or the OS live in main, all else in the engine.
 */
export interface MethodDef<
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
  H extends 'main' | 'engine' = 'main' | 'engine',
> {
  readonly kind: 'query' | 'command'
  readonly home: H
  readonly input: I
  readonly output: O
}

/** Declares a method; keeps the schemas' types. */
export function defineMethod<I extends z.ZodType, O extends z.ZodType, H extends 'main' | 'engine'>(
  def: MethodDef<I, O, H>,
): MethodDef<I, O, H> {
  return def
}
