import { ref } from 'vue'
import { defineStore } from 'pinia'
import { DEFAULT_SETTINGS, type ConnectionState, type EngineStatus, type KeychainState, type Settings } from '@contract/methods/app'
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

  function setConnection(state: ConnectionState): void {
    if (state !== connection.value) connectionSince.value = Date.now()
    connection.value = state
  }

  async function load(): Promise<void> {
    onAppEvent((event) => {
      if (event.type === 'connection') setConnection(event.state)
      if (event.type === 'engine') engine.value = event.status
    })
    settings.value = await call('settings.get', {})
    setConnection((await call('connection.get', {})).state)
    const info = await call('app.info', {})
    keychain.value = info.keychain
    version.value = info.version
    engine.value = info.engine
    sandboxWanted.value = info.sandboxWanted
  }

  async function saveSettings(changes: Partial<Omit<Settings, 'workOffline'>>): Promise<void> {
    settings.value = { ...settings.value, ...changes }
    settings.value = await call('settings.set', changes)
  }

  async function setWorkOffline(on: boolean): Promise<void> {
    setConnection((await call('connection.setWorkOffline', { on })).state)
  }

  return { settings, connection, connectionSince, engine, keychain, version, sandboxWanted, load, saveSettings, setWorkOffline }
})
