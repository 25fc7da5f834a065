import { ensureDependencies } from './lib/dependencies.mjs'
import { resolveRuntime, runtimeLine } from './lib/runtime.mjs'
import { say } from './lib/say.mjs'

await ensureDependencies()
const runtime = await resolveRuntime()
say(runtimeLine(runtime))
process.stdout.write(`${runtime.executable}\n`)
