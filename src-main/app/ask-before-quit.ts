import { setTimeout } from 'node:timers/promises'
import { BrowserWindow, dialog, type MessageBoxOptions } from 'electron'
import type { EngineProcess } from './engine-process'

/** An engine that does not answer must not keep the app from ending; in ms. */
const PATIENCE_MS = 3000
const [STAY, GO_ON_LATER] = [0, 1]
const BUTTONS = ['Keep Rolodesk open', 'Close, go on at the next start', 'Close and pause']

/** Whether the app may end: asks while a job is at work, and pauses the job where that is chosen; not when that fails. An engine that does not run has nothing to ask for. */
export async function mayQuit(engine: EngineProcess): Promise<boolean> {
  if (engine.status !== 'running') return true
  const running = await Promise.race([engine.call('internal.jobs.running', {}).catch(() => []), setTimeout(PATIENCE_MS, [], { ref: false })])
  if (running.length === 0) return true
  const waiting = running.reduce((sum, one) => sum + one.open, 0)
  const options: MessageBoxOptions = {
    type: 'question', title: 'Rolodesk', buttons: BUTTONS, defaultId: STAY, cancelId: STAY, noLink: true,
    message: running.length === 1 ? `The job ${running[0]?.name ?? ''} is still at work.` : `${String(running.length)} jobs are still at work.`,
    detail: `${waiting === 1 ? '1 change has' : `${String(waiting)} changes have`} no result yet. Nothing is lost and nothing is sent twice, whatever is chosen here.`,
  }
  const owner = BrowserWindow.getAllWindows()[0]
  const { response } = await (owner === undefined ? dialog.showMessageBox(options) : dialog.showMessageBox(owner, options))
  if (response === STAY) return false
  if (response === GO_ON_LATER) return true
  for (const { id, name } of running) {
    const reply = await engine.invoke('jobs.pause', { jobId: id })
    if (reply.ok) continue
    const failure: MessageBoxOptions = { type: 'error', title: 'Rolodesk', buttons: ['OK'], noLink: true, message: `The job ${name} could not be paused, so Rolodesk stays open.`, detail: `${reply.error.title} ${reply.error.hint}` }
    await (owner === undefined ? dialog.showMessageBox(failure) : dialog.showMessageBox(owner, failure))
    return false
  }
  return true
}
