// What the benchmarks share: the emulator, the app on a folder of its own, and the report.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { startEmulator as startProcess } from '../scripts/lib/emulator.mjs'
import { electronArguments } from '../scripts/lib/prepare.mjs'
import { ROOT } from '../scripts/lib/run.mjs'

/** The value below which the share `q` of the values lies. */
export const quantile = (values, q) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))]

/** The share of frames that were in time. */
export const share = (frames) => frames.filter((ms) => ms <= 17.5).length / frames.length

/** Frame times in ms while something is scrolled down for some seconds, from the top again at its end; run in the page. */
export function scrollFrames([selector, seconds]) {
  const element = document.querySelector(selector)
  return new Promise((resolve) => {
    const frames = []
    let last = performance.now()
    const end = last + seconds * 1000
    const tick = (now) => {
      frames.push(now - last)
      last = now
      element.scrollTop += 60
      if (element.scrollTop + element.clientHeight >= element.scrollHeight - 1) element.scrollTop = 0
      if (now < end) requestAnimationFrame(tick)
      else resolve(frames.slice(5))
    }
    requestAnimationFrame(tick)
  })
}

/** The report of this run, from the script's arguments: executable, version, report file, name of the only benchmark. */
export function openBench() {
  const [executablePath, version, reportPath, only] = process.argv.slice(2)
  const rows = []
  return {
    executablePath,
    wanted: (name) => !only || only === name,
    /** `theirs` null: there is no counterpart; `limit` is the budget, on the ratio where there is a counterpart. */
    add: (name, unit, ours, theirs, limit, ok) => rows.push({ name, unit, ours, theirs, limit, ratio: theirs === null ? null : ours / theirs, budget: limit, ok, runtime: `Electron ${version}` }),
    save: () => writeFileSync(reportPath, `${JSON.stringify([...JSON.parse(readFileSync(reportPath, 'utf8')), ...rows], null, 2)}\n`),
  }
}

/** An emulator, without quotas unless they are given; the account is what `accounts.add` needs. */
export const startEmulator = (customers, people = 1, quota = 'off') =>
  startProcess(['--port', '0', '--seed', '1', '--accounts', '1', '--customers', String(customers), '--people', String(people), '--quota', quota])

/** Calls a method of the app; a refusal ends the benchmark, since its time would be no time of the work. */
export async function call(page, method, input) {
  const reply = await page.evaluate(([name, value]) => globalThis.rolodesk.invoke(name, value), [method, input])
  if (!reply.ok) throw new Error(`${method}: ${JSON.stringify(reply.error)}`)
  return reply.value
}

/** Adds the account of an emulator, with its token for the session. */
export const addAccount = (page, { baseUrl, token }) => call(page, 'accounts.add', { name: 'Bench', dataCenter: 'custom', baseUrl, token, colour: 1, shape: 'circle', sessionOnly: true })

/** Waits until the customers grid has the whole list; reading of what belongs to each customer goes on. */
export const wholeList = (page, customers, timeout) =>
  page.waitForFunction((rows) => document.querySelector('[role="grid"][data-grid="customers"]')?.getAttribute('aria-rowcount') === String(rows), customers + 1, { timeout })

/** Starts an app folder, by default Rolodesk itself on a new user-data folder; `quotaSpeed` is a factor on the quotas that it keeps to. */
export async function launchRolodesk({ executablePath }, { folder = ROOT, userData = mkdtempSync(join(tmpdir(), 'rolodesk-bench-')), keep = false, quotaSpeed = 1, flags = [] } = {}) {
  const electron = await _electron.launch({
    executablePath,
    args: [...electronArguments(), '--disable-gpu', ...flags, folder, ...(folder === ROOT ? ['--no-sandbox-account'] : [])],
    env: { ...process.env, ROLODESK_USER_DATA: userData, ROLODESK_KEYCHAIN_SERVICE: 'rolodesk-bench', ROLODESK_QUOTA_SPEED: String(quotaSpeed) },
  })
  const close = async () => {
    await electron.close()
    if (!keep) rmSync(userData, { recursive: true, force: true })
  }
  return { electron, userData, close }
}
