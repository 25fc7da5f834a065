import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuild } from './lib/build.mjs'
import { ensureDependencies } from './lib/dependencies.mjs'
import { ROOT } from './lib/run.mjs'

await ensureDependencies()
await ensureBuild()
const child = spawn(process.execPath, [join(ROOT, 'out', 'emulator', 'cli.js'), ...process.argv.slice(2)], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => process.exit(code ?? 1))
