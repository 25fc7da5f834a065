import { AppError } from '../contract/errors'

/** What a removal found. */
export type Removal = 'removed' | 'already-gone'

/** The outcome of a DELETE: what is not there any more counts as removed (contract 1.10). Throws AppError for everything else. */
export async function gone(call: Promise<unknown>): Promise<Removal> {
  try {
    await call
    return 'removed'
  } catch (error) {
    if (error instanceof AppError && error.json.code === 'NOT_FOUND') return 'already-gone'
    throw error
  }
}
