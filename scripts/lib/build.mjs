import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, ROOT } from './run.mjs'
import { fail, say } from './say.mjs'

const SOURCES = ['src-main', 'src-renderer', 'resources', 'package-lock.json', 'electron.vite.config.ts', 'vite.emulator.config.ts']
const PRODUCTS = ['out/main/index.js', 'out/main/engine.js', 'out/main/sandbox.js', 'out/preload/index.js', 'out/renderer/index.html', 'out/emulator/cli.js']

function* files(path) {
  if (!statSync(path).isDirectory()) return yield path
  for (const name of readdirSync(path).sort()) yield* files(join(path, name))
}

/** Changes with every byte that the build reads. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    const path = join(ROOT, source)
    if (!existsSync(path)) continue
    for (const file of files(path)) hash.update(file.slice(ROOT.length)).update(readFileSync(file))
  }
  return hash.digest('hex')
}

/** Builds main, preload, renderer and emulator into `out/`, unless that is what `out/` already holds. */
export async function ensureBuild({ force = false } = {}) {
  const stamp = join(ROOT, 'out', '.built-from')
  const wanted = fingerprint()
  const current = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
  if (!force && current === wanted && PRODUCTS.every((product) => existsSync(join(ROOT, product)))) return
  say('build: out/')
  rmSync(join(ROOT, 'out'), { recursive: true, force: true })
  await step('electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn'])
  await step('vite/bin/vite.js', ['build', '-c', 'vite.emulator.config.ts', '--logLevel', 'warn'])
  mkdirSync(join(ROOT, 'out'), { recursive: true })
  writeFileSync(stamp, wanted)
}

async function step(bin, args) {
  const { code, output } = await run(process.execPath, [join(ROOT, 'node_modules', bin), ...args], { quiet: true })
  if (code === 0) return
  say(output)
  fail(`the build failed in ${bin.split('/')[0]}; the lines above say where.`)
}
