import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Transport } from '../api/transport'
import type { Output } from '../contract'
import type { Reply } from '../contract/errors'
import { createEngine, type Engine } from '../engine/engine'
import type { SeededRandom } from '../emulator/random'
import type { Db } from '../store/db'
import { openLibsql } from '../store/libsql-db'
import type { VirtualClock } from '../testing/virtual-clock'
import type { Boundaries } from './boundaries'
import { crashingOpen, type Disk } from './crashing-db'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** What a machine is made of. */
export interface MachineOptions {
  readonly scratch: string
  readonly template: string
  readonly clock: VirtualClock
  readonly random: SeededRandom
  readonly boundaries: Boundaries
  readonly disk: Disk
  readonly transport: Transport
  readonly onStart: () => void
}

/** A computer with the app on it: it can stop at any boundary, and starts again on the same files. */
export class Machine {
  readonly folder: string
  #engine: Engine
  #ledger: Db
  /** Resolves when the machine stops. */
  #stopped: Promise<void>
  starts = 0

  constructor(private readonly options: MachineOptions) {
    this.folder = mkdtempSync(join(options.scratch, 'machine-'))
    cpSync(options.template, this.folder, { recursive: true })
    this.#ledger = openLibsql(join(this.folder, 'ledger.db'), { durability: 'full', readonly: true })
    this.#stopped = this.#armed()
    this.#engine = this.#start()
  }

  /** The ledger as it is on disk, for checks. */
  ledger(): Db {
    return this.#ledger
  }

  /** Asks the engine; null when the machine stopped before it answered, and was started again. */
  async ask<M extends keyof Methods>(method: M, input: unknown): Promise<Reply<Methods[M]> | null> {
    const answer = await Promise.race([this.#engine.invoke(method, input), this.#stopped.then(() => null)])
    if (!this.options.boundaries.dead) return answer as Reply<Methods[M]> | null
    await this.#restart()
    return null
  }

  /** Starts it again if it has stopped. */
  async revive(): Promise<void> {
    if (this.options.boundaries.dead) await this.#restart()
  }

  async end(): Promise<void> {
    await this.#engine.stop()
    this.#ledger.close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #restart(): Promise<void> {
    await this.#engine.stop()
    for (;;) {
      this.options.boundaries.restart()
      this.#stopped = this.#armed()
      try {
        this.#engine = this.#start()
        return
      } catch (error) {
        // It may stop while it starts.
        if (!this.options.boundaries.dead) throw error
      }
    }
  }

  #start(): Engine {
    const { clock, random, boundaries, disk, transport, onStart } = this.options
    this.starts += 1
    onStart()
    return createEngine({
      dataDir: this.folder, transport, clock, random: () => random.next(), log: silent, emit: () => undefined, author: 'simulation', quotaSpeed: 1, openDb: crashingOpen(boundaries, disk),
    })
  }

  #armed(): Promise<void> {
    return new Promise((resolve) => this.options.boundaries.onCrash(resolve))
  }
}

/** The methods that a simulation calls. */
export interface Methods {
  readonly 'intents.stage': Output<'intents.stage'>
  readonly 'intents.counts': Output<'intents.counts'>
  readonly 'intents.discard': Output<'intents.discard'>
  readonly 'plan.compute': Output<'plan.compute'>
  readonly 'jobs.start': Output<'jobs.start'>
  readonly 'jobs.list': Output<'jobs.list'>
  readonly 'jobs.pause': Output<'jobs.pause'>
  readonly 'jobs.resume': Output<'jobs.resume'>
  readonly 'jobs.cancel': Output<'jobs.cancel'>
  readonly 'jobs.retryFailed': Output<'jobs.retryFailed'>
  readonly 'jobs.undo': Output<'jobs.undo'>
  readonly 'jobs.state': Output<'jobs.state'>
  readonly 'journal.page': Output<'journal.page'>
  readonly 'migration.account': Output<'migration.account'>
  readonly 'migration.board': Output<'migration.board'>
  readonly 'migration.check': Output<'migration.check'>
  readonly 'migration.prove': Output<'migration.prove'>
  readonly 'migration.confirmRoot': Output<'migration.confirmRoot'>
  readonly 'migration.saveWave': Output<'migration.saveWave'>
  readonly 'migration.dryRun': Output<'migration.dryRun'>
  readonly 'migration.review': Output<'migration.review'>
  readonly 'migration.acknowledge': Output<'migration.acknowledge'>
  readonly 'migration.migrate': Output<'migration.migrate'>
  readonly 'migration.verify': Output<'migration.verify'>
  readonly 'migration.accept': Output<'migration.accept'>
  readonly 'migration.setCustomRoles': Output<'migration.setCustomRoles'>
  readonly 'internal.connection': object
}
