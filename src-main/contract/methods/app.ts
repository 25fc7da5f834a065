import { z } from 'zod'
import { appErrorJson } from '../error-schema'
import { accountId } from '../ids'
import { defineMethod } from '../method'
import { THEMES } from '../themes'
import { customerSort } from './customers'

/** Whether the OS keychain can be used right now. */
export const keychainState = z.enum(['available', 'locked', 'missing'])
export type KeychainState = z.infer<typeof keychainState>

export const connectionState = z.enum(['online', 'offline', 'working-offline'])
export type ConnectionState = z.infer<typeof connectionState>

export const engineStatus = z.enum(['running', 'restarting', 'failed'])
export type EngineStatus = z.infer<typeof engineStatus>

/** What can be done about a store that does not open: the newest backup of the ledger, or a new cache; the damaged file stays beside it. */
export const storeMend = z.enum(['restore-ledger', 'rebuild-cache'])
export type StoreMend = z.infer<typeof storeMend>

const theme = z.enum(THEMES)

/** What the user has set; every key has a default, an unknown key in the ledger is ignored. */
export const settings = z.object({
  theme,
  workOffline: z.boolean(),
  activeAccountId: accountId.nullable(),
  /** Column keys of the customers grid that are hidden. */
  hiddenCustomerColumns: z.array(z.string().max(40)).max(40),
  /** Column keys of the people grid that are hidden. */
  hiddenPeopleColumns: z.array(z.string().max(40)).max(40),
  customerSort: z.object({ by: customerSort, direction: z.enum(['asc', 'desc']) }),
  /** More changes that touch PROD than this need their number typed before they are applied. */
  prodCap: z.number().int().min(0).max(100_000),
  /** Addresses under which the person at this computer is a collaborator: their own access is not taken away. */
  ownEmails: z.array(z.email().max(320)).max(20),
})
export type Settings = z.infer<typeof settings>

export const appMethods = {
  'app.info': defineMethod({
    kind: 'query', home: 'main', input: z.strictObject({}),
    output: z.object({
      version: z.string(), electron: z.string(), chrome: z.string(), platform: z.string(), packaged: z.boolean(),
      keychain: keychainState, engine: engineStatus, sandboxWanted: z.boolean(),
      /** Why the engine cannot run; null while it can. */
      engineError: appErrorJson.nullable(),
    }),
  }),
  /** Opens an address of the allow-list in the system's browser. */
  'app.openExternal': defineMethod({
    kind: 'command', home: 'main', input: z.strictObject({ url: z.string().max(2000) }), output: z.object({ opened: z.literal(true) }),
  }),
  /** Starts an engine that gave up once more, after the cause was mended or with the way to mend it. */
  'app.restartEngine': defineMethod({ kind: 'command', home: 'main', input: z.strictObject({ mend: storeMend.optional() }), output: z.object({ engine: engineStatus }) }),
  /** Shows the user-data folder, where databases and their backups lie, in the system's file manager. */
  'app.openDataFolder': defineMethod({ kind: 'command', home: 'main', input: z.strictObject({}), output: z.object({ opened: z.boolean() }) }),
  'connection.get': defineMethod({ kind: 'query', home: 'main', input: z.strictObject({}), output: z.object({ state: connectionState }) }),
  'connection.setWorkOffline': defineMethod({
    kind: 'command', home: 'main', input: z.strictObject({ on: z.boolean() }), output: z.object({ state: connectionState }),
  }),
  'settings.get': defineMethod({ kind: 'query', home: 'engine', input: z.strictObject({}), output: settings }),
  /** Guards are no business of the page: what loosens them is set by main only. */
  'settings.set': defineMethod({
    kind: 'command', home: 'engine', input: z.strictObject(settings.omit({ workOffline: true, prodCap: true, ownEmails: true }).shape).partial(), output: settings,
  }),
}
