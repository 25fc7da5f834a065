import { userInfo } from 'node:os'
import type { FromEngine, ToEngine } from '../contract/engine-protocol'
import { failureReply } from '../contract/errors'
import { systemClock } from '../domain/clock'
import type { Logger } from '../log/logger'
import { createEngine, type Engine } from './engine'
import { MainTransport } from './main-transport'

interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: ToEngine }) => void): void
  postMessage(message: FromEngine): void
}
const port = (process as unknown as { readonly parentPort: ParentPort }).parentPort
const post = (message: FromEngine): void => port.postMessage(message)

const logAt = (level: 'info' | 'warn' | 'error') => (event: string, fields: Readonly<Record<string, unknown>> = {}) => {
  // An Error is not an object that survives a structured clone with its message in older runtimes.
  const plain = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, value instanceof Error ? `${value.name}: ${value.message}` : value]))
  post({ type: 'log', level, event, fields: plain })
}
const log: Logger = { info: logAt('info'), warn: logAt('warn'), error: logAt('error') }
const transport = new MainTransport(post)
let engine: Engine | null = null

function start({ dataDir, quotaSpeed, recordTo, mend }: Extract<ToEngine, { type: 'start' }>): void {
  try {
    engine = createEngine({
      dataDir, mend, transport, clock: systemClock, random: Math.random, log, emit: (event) => post({ type: 'event', event }), author: userInfo().username, quotaSpeed, recordTo,
    })
    post({ type: 'ready' })
  } catch (error) {
    const reply = failureReply(error)
    log.error('engine.start.failed', { error })
    if (!reply.ok) post({ type: 'fatal', error: reply.error })
  }
}

port.on('message', ({ data }) => {
  switch (data.type) {
    case 'start':
      return start(data)
    case 'invoke':
      return void engine?.invoke(data.method, data.input).then((reply) => post({ type: 'reply', id: data.id, reply }))
    case 'sent':
      return transport.settle(data.id, data.result)
    case 'stop':
      return void (engine?.stop() ?? Promise.resolve()).then(() => process.exit(0))
  }
})
