import type { Transport } from '../api/transport'
import type { AccountId } from '../contract/ids'
import { generateAccounts } from '../emulator/generate'
import { handle } from '../emulator/handle'
import type { DataOptions } from '../emulator/model'
import { World } from '../emulator/world'
import type { VirtualClock } from './virtual-clock'

/** The real emulator's handlers in this process, on a clock that only moves when everybody waits. */
export interface VirtualWorld {
  readonly world: World
  readonly transport: Transport
}

/** Each answer takes `latencyMs` of virtual time. `accountOf`: which account of the emulator an account of the app is. */
export function virtualWorld(clock: VirtualClock, data: DataOptions, latencyMs: number, accountOf: (id: AccountId) => string): VirtualWorld {
  const world = new World({ start: () => generateAccounts(data), quotaFactor: 1, now: clock.now, onChange: () => undefined })
  const transport: Transport = {
    send: async (id, request, { signal }) => {
      signal.throwIfAborted()
      const account = world.account(accountOf(id))
      if (account === undefined) throw new Error('no such account')
      await clock.sleep(latencyMs / 2, signal)
      const query = new URLSearchParams((request.query ?? []).map(([name, value]) => [name, value])).toString()
      const answer = handle(world, { account, method: request.method, path: request.path, search: query === '' ? '' : `?${query}`, body: request.body ?? {}, token: account.tokens[0]?.value ?? null })
      await clock.sleep(latencyMs / 2, signal)
      return { status: answer.status, headers: { ...answer.headers }, body: answer.body === undefined ? '' : JSON.stringify(answer.body) }
    },
  }
  return { world, transport }
}
