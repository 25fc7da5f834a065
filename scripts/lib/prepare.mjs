import { ensureBuild } from './build.mjs'
import { ensureDependencies } from './dependencies.mjs'
import { resolveRuntime, runtimeLine } from './runtime.mjs'
import { say } from './say.mjs'
import { ensureSystem } from './system.mjs'

/** Everything that the built app needs before it can run; gives the runtime. */
export async function prepare({ headless }) {
  await ensureDependencies()
  const runtime = await resolveRuntime()
  say(runtimeLine(runtime))
  await ensureSystem(runtime.executable, { headless })
  await ensureBuild()
  return runtime
}

/** Whether a window can be shown here. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** Arguments that Electron needs before the app's folder; Chromium's sandbox refuses to run as root. */
export function electronArguments() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}
