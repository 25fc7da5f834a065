import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, ROOT } from './lib/run.mjs'
import { say } from './lib/say.mjs'

// A gate that resolves nothing passes everything, so it first has to catch these.
const PLANTED = [
  ['src-renderer/components/planted-violation.ts', "import '../../src-main/store/db'\n", 'renderer-sees-only-contract'],
  ['src-main/domain/planted-violation.ts', "import { app } from 'electron'\nvoid app\n", 'electron-only-at-the-edge'],
  ['src-main/domain/planted-alias.ts', "import '@contract/../store/db'\n", 'domain-sees-only-its-layers'],
  ['src-main/jobs/planted-violation.ts', "import '../sync/failure'\n", 'jobs-sees-only-its-layers'],
  ['src-main/contract/planted-violation.ts', "import 'node:fs'\n", 'contract-is-pure'],
]

const cruise = (...paths) =>
  run(process.execPath, [join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.cjs', '--output-type', 'err', ...paths], { quiet: true })

try {
  for (const [path, text] of PLANTED) writeFileSync(join(ROOT, path), text)
  const caught = await cruise(...PLANTED.map(([path]) => path))
  for (const [path, , rule] of PLANTED) {
    if (!new RegExp(`${rule}: ${path}`).test(caught.output.replaceAll(/\u001b\[[0-9;]*m/g, ''))) {
      say(caught.output)
      say(`the gate is blind: ${rule} did not catch ${path}`)
      process.exitCode = 1
    }
  }
} finally {
  for (const [path] of PLANTED) rmSync(join(ROOT, path), { force: true })
}

const real = await cruise('src-main', 'src-renderer', 'e2e')
if (real.code !== 0) {
  say(real.output)
  process.exitCode = 1
}
