import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { accountId } from '../contract/ids'
import { AccessToken } from './access-token'
import type { Keychain } from './keychain-lane'
import { SecretStore } from './secret-store'

const id = accountId.parse('a')
const URL = 'https://www.workato.com'

/** A keychain in memory that behaves like gnome-keyring: locked reads answer null, locked writes fail. */
function keyring(state: { locked?: boolean; missing?: boolean; silent?: boolean } = {}) {
  const items = new Map<string, string>()
  const check = (): void => {
    if (state.missing === true) throw new Error('Could not connect: No such file or directory')
  }
  const keychain: Keychain = {
    get: async (item) => (check(), state.silent === true ? new Promise<string>(() => undefined) : state.locked === true ? null : (items.get(item) ?? null)),
    set: async (item, secret) => {
      check()
      if (state.locked === true) throw new Error('Cannot create an item in a locked collection')
      items.set(item, secret)
    },
    delete: async (item) => (check(), state.locked !== true && items.delete(item)),
  }
  return { keychain, items, state }
}

it('present, absent and unreadable are different answers', async () => {
  const ring = keyring()
  const store = new SecretStore(ring.keychain)
  expect((await store.get(id, URL, true)).status).toBe('absent')
  await store.set(id, new AccessToken('t'), URL)
  expect((await store.get(id, URL, true)).status).toBe('present')
  ring.state.locked = true
  expect(await store.get(id, URL, true)).toEqual({ status: 'unreadable', keychain: 'locked' })
  ring.state.missing = true
  expect(await store.get(id, URL, true)).toEqual({ status: 'unreadable', keychain: 'missing' })
})

it('an unreadable keychain is neither written nor emptied', async () => {
  const ring = keyring()
  const store = new SecretStore(ring.keychain)
  await store.set(id, new AccessToken('old'), URL)
  ring.state.locked = true
  expect(await store.delete(id, true)).toEqual({ ok: false, keychain: 'locked' })
  expect(await store.set(id, new AccessToken('new'), URL)).toEqual({ ok: false, keychain: 'locked' })
  expect(ring.items.get('a')).toBe(`${URL} old`)
})

it('a call that waits for a prompt is told as locked, and no second one is made meanwhile', async () => {
  const ring = keyring({ silent: true })
  const store = new SecretStore(ring.keychain, 5)
  expect(await store.get(id, URL, true)).toEqual({ status: 'unreadable', keychain: 'locked' })
  expect(store.waiting()).toBe(true)
  expect(await store.set(id, new AccessToken('x'), URL)).toEqual({ ok: false, keychain: 'locked' })
  expect(ring.items.size).toBe(0)
})

it('the probe leaves nothing behind, and a session token never reaches the keychain', async () => {
  const ring = keyring()
  const store = new SecretStore(ring.keychain)
  expect(await store.state()).toBe('available')
  await store.setForSession(id, new AccessToken('s'), URL)
  expect((await store.get(id, URL, false)).status).toBe('present')
  expect(ring.items.size).toBe(0)
})

it('a token for the session takes the place of one in the keychain, which is neither left behind nor used again', async () => {
  const ring = keyring()
  const store = new SecretStore(ring.keychain)
  await store.set(id, new AccessToken('old'), URL)
  await store.setForSession(id, new AccessToken('new'), URL)
  expect(ring.items.size).toBe(0)

  await store.set(id, new AccessToken('old'), URL)
  ring.state.locked = true
  await store.setForSession(id, new AccessToken('new'), URL)
  ring.state.locked = false
  const afterRestart = new SecretStore(ring.keychain)
  expect(afterRestart.getOfSession(id, URL)).toEqual({ status: 'absent' })
  expect(await afterRestart.delete(id, false)).toEqual({ ok: true })
  expect(ring.items.size).toBe(0)
})

it('a token cannot be printed, logged or serialised', () => {
  const token = new AccessToken('very-secret')
  expect([String(token), JSON.stringify({ token }), inspect({ token })].join()).not.toContain('very-secret')
  expect(token.expose()).toBe('very-secret')
})

it('requests that need the same token at the same time ask the keychain once, and a token that was set meanwhile is not missed', async () => {
  const ring = keyring()
  let asked = 0
  const store = new SecretStore({ ...ring.keychain, get: (item) => ((asked += 1), ring.keychain.get(item)) })
  await store.set(id, new AccessToken('old'), URL)
  asked = 0
  const answers = await Promise.all(Array.from({ length: 40 }, () => store.get(id, URL, true)))
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 'present'))
  expect(asked).toBe(1)
  const before = store.get(id, URL, true)
  const replaced = store.set(id, new AccessToken('new'), URL)
  const after = await store.get(id, URL, true)
  await Promise.all([before, replaced])
  expect(after.status === 'present' && after.token.expose()).toBe('new')
})

/** A keychain whose calls of one kind wait until they are let go. */
function hesitant(kind: 'set' | 'delete', items: Map<string, string>) {
  let go = (): void => undefined
  const hold = { on: false }
  const waited = async (): Promise<void> => {
    if (hold.on) await new Promise<void>((resolve) => (go = resolve))
  }
  const keychain: Keychain = {
    get: async (item) => items.get(item) ?? null,
    set: async (item, secret) => {
      if (kind === 'set' && item === 'a') await waited()
      items.set(item, secret)
    },
    delete: async (item) => {
      if (kind === 'delete' && item === 'a') await waited()
      return items.delete(item)
    },
  }
  const release = async (store: SecretStore): Promise<void> => {
    hold.on = false
    go()
    await expect.poll(() => store.waiting()).toBe(false)
  }
  return { hold, release, store: new SecretStore(keychain, 5) }
}

it.each<[string, Map<string, string>]>([['nothing', new Map()], ['the old token', new Map([['a', `${URL} old`]])]])('a write that was given up and lands later leaves %s', async (_, items) => {
  const before = new Map(items)
  const { hold, release, store } = hesitant('set', items)
  hold.on = true
  expect(await store.set(id, new AccessToken('new'), URL)).toEqual({ ok: false, keychain: 'locked' })
  await release(store)
  expect(items).toEqual(before)
  expect(await store.set(id, new AccessToken('newer'), URL)).toEqual({ ok: true })
  expect([...items]).toEqual([['a', `${URL} newer`]])
})

it('a deletion that was given up and lands later puts the token back', async () => {
  const items = new Map([['a', `${URL} old`]])
  const { hold, release, store } = hesitant('delete', items)
  hold.on = true
  expect(await store.delete(id, true)).toEqual({ ok: false, keychain: 'locked' })
  await release(store)
  expect([...items]).toEqual([['a', `${URL} old`]])
})

it('a token is given out for the address that it was confirmed for and no other, from keychain and session alike', async () => {
  const ring = keyring()
  const store = new SecretStore(ring.keychain)
  await store.set(id, new AccessToken('t'), URL)
  const [right, wrong] = await Promise.all([store.get(id, URL, true), store.get(id, `${URL}/x`, true)])
  expect([right.status, wrong]).toEqual(['present', { status: 'elsewhere', baseUrl: URL }])
  await store.setForSession(id, new AccessToken('s'), URL)
  expect([store.getOfSession(id, URL).status, store.getOfSession(id, 'https://thief.example').status, (await store.get(id, 'https://thief.example', false)).status]).toEqual(['present', 'elsewhere', 'elsewhere'])
})
