import { ref } from 'vue'
import { defineStore } from 'pinia'
import { AppError, type AppErrorJson } from '@contract/errors'
import type { ConnectionState, EngineStatus, KeychainState, Settings } from '@contract/methods/app'
import { DEFAULT_SETTINGS } from '@contract/settings-defaults'
import { call, onAppEvent } from '../bridge/client'

/** Settings, connection and the state of the app's own parts. */
export const useAppStore = defineStore('app', () => {
  const settings = ref<Settings>(DEFAULT_SETTINGS)
  const connection = ref<ConnectionState>('online')
  /** UTC ms since when the connection is as it is. */
  const connectionSince = ref(Date.now())
  const engine = ref<EngineStatus>('running')
  const keychain = ref<KeychainState>('available')
  const version = ref('')
  const sandboxWanted = ref(false)
  /** Name of the thing whose own page is on screen, below the section; null on a section itself. */
  const crumb = ref<string | null>(null)
  /** Why nothing can be shown: the store does not open, or the engine does not stay up. */
  const failure = ref<AppErrorJson | null>(null)

  /** Changes of the connection that were heard of. */
  let heard = 0
  function setConnection(state: ConnectionState): void {
    if (state !== connection.value) connectionSince.value = Date.now()
    connection.value = state
  }

  async function load(): Promise<void> {
    onAppEvent((event) => {
      if (event.type === 'connection') {
        heard += 1
        setConnection(event.state)
      }
      if (event.type === 'engine') engine.value = event.status
      if (event.type === 'engine' && event.status === 'failed') void explainFailure()
    })
    await refresh()
  }

  // Each answer is taken when it arrives: settings wait for the engine, and an event that comes meanwhile is newer than the info.
  async function takeInfo(): Promise<void> {
    const info = await call('app.info', {})
    keychain.value = info.keychain
    version.value = info.version
    engine.value = info.engine
    sandboxWanted.value = info.sandboxWanted
  }

  async function takeConnection(): Promise<void> {
    const before = heard
    const { state } = await call('connection.get', {})
    if (heard === before) setConnection(state)
  }

  /** Reads everything anew; a store that does not open ends in `failure`. */
  async function refresh(): Promise<void> {
    try {
      const [stored] = await Promise.all([call('settings.get', {}), takeInfo(), takeConnection()])
      settings.value = stored
      failure.value = null
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem
      failure.value = problem.json
    }
  }

  async function explainFailure(): Promise<void> {
    failure.value = (await call('app.info', {})).engineError ?? {
      code: 'ENGINE_DOWN', title: 'The part of Rolodesk that reads and stores does not stay up.', retryable: true,
      hint: 'It was started several times and ended each time. Nothing that was kept is lost. Try again, or start the computer anew.',
    }
  }

  async function saveSettings(changes: Partial<Omit<Settings, 'workOffline'>>): Promise<void> {
    settings.value = { ...settings.value, ...changes }
    settings.value = await call('settings.set', changes)
  }

  async function setWorkOffline(on: boolean): Promise<void> {
    setConnection((await call('connection.setWorkOffline', { on })).state)
  }

  return { settings, connection, connectionSince, engine, keychain, version, sandboxWanted, crumb, failure, load, refresh, saveSettings, setWorkOffline }
})
