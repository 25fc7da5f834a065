import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { ADMIN_SCENARIOS } from '../testing/admin-scenarios'
import { GUARD_SCENARIOS } from '../testing/guard-scenarios'
import { MUTANTS } from '../testing/mutants'
import type { Planner } from '../testing/planner'
import { checkProperty, PROPERTIES } from '../testing/properties'
import { SCENARIOS } from '../testing/scenarios'
import { smallScope } from '../testing/small-scope'

const source = join(import.meta.dirname, '..')
const root = mkdtempSync(join(tmpdir(), 'rolodesk-mutants-'))
afterAll(() => { rmSync(root, { recursive: true, force: true }) })

it.each(MUTANTS)('sees that $name', { timeout: 120_000 }, async ({ file, find, put }) => {
  const text = readFileSync(join(source, file), 'utf8')
  expect(text.split(find).length, `${find} occurs once in ${file}`).toBe(2)
  expect(await isCaught(file, text.replace(find, () => put))).toBe(true)
})

it('finds nothing wrong with the planner itself', { timeout: 120_000 }, async () => {
  expect(await isCaught('plan/plan.ts', readFileSync(join(source, 'plan/plan.ts'), 'utf8'))).toBe(false)
})

/** Whether any check fails with this text in the place of a file. */
async function isCaught(file: string, text: string): Promise<boolean> {
  const copy = mkdtempSync(join(root, 'copy-'))
  cpSync(source, join(copy, 'domain'), { recursive: true, filter: (path) => !/testing|\.test\.ts$/.test(path) })
  cpSync(join(source, '../contract'), join(copy, 'contract'), { recursive: true })
  writeFileSync(join(copy, 'domain', file), text)
  const parts = await Promise.all(['plan/plan', 'plan/compare', 'plan/inverse', 'staging/coalesce', 'quota-floor'].map((name) => import(/* @vite-ignore */ join(copy, 'domain', `${name}.ts`)) as Promise<Partial<Planner>>))
  // Loaded: so many copies at once would take long to remove.
  rmSync(copy, { recursive: true, force: true })
  const planner = Object.assign({}, ...parts) as Planner
  const checks = [
    ...[...Object.values(GUARD_SCENARIOS), ...Object.values(ADMIN_SCENARIOS), ...Object.values(SCENARIOS)].map((scenario) => () => { scenario(planner) }),
    () => { smallScope(planner, 97) },
    ...Object.keys(PROPERTIES).map((name) => () => { checkProperty(name, planner, 60) }),
  ]
  return checks.some((check) => fails(check))
}

function fails(check: () => void): boolean {
  try {
    check()
    return false
  } catch {
    return true
  }
}
