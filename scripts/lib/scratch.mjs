import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Gives a whole test run a folder of its own for temporary files, also of the apps it starts and kills; the function that is returned removes it. */
export default function scratch() {
  // A short name: the path of a Unix socket under it has at most 107 characters.
  const folder = mkdtempSync(join(tmpdir(), 'rk-'))
  process.env.TMPDIR = folder
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
