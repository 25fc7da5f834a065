import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { accountId } from '../contract/ids'
import { AccessToken } from './access-token'
import { SecretStore, type Keychain } from './secret-store'

const id = accountId.parse('a')

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
  expect((await store.get(id, true)).status).toBe('absent')
  await store.set(id, new AccessToken('t'))
  expect((await store.get(id, true)).status).toBe('present')
  ring.state.locked = true
  expect(await store.get(id, true)).toEqual({ status: 'unreadable', keychain: 'locked' })
  ring.state.missing = true
  expect(await store.get(id, true)).toEqual({ status: 'unreadable', keychain: 'missing' })
})

it('an unreadable keychain is neither written nor emptied', async () => {
  const ring = keyring()
  const store = new SecretStore(ring.keychain)
  await store.set(id, new AccessToken('old'))
  ring.state.locked = true
  expect(await store.delete(id, true)).toEqual({ ok: false, keychain: 'locked' })
  expect(await store.set(id, new AccessToken('new'))).toEqual({ ok: false, keychain: 'locked' })
  expect(ring.items.get('a')).toBe('old')
})

it('a call that waits for a prompt is told as locked, and no second one is made meanwhile', async () => {
  const ring = keyring({ silent: true })
  const store = new SecretStore(ring.keychain, 5)
  expect(await store.get(id, true)).toEqual({ status: 'unreadable', keychain: 'locked' })
  expect(store.waiting()).toBe(true)
  expect(await store.set(id, new AccessToken('x'))).toEqual({ ok: false, keychain: 'locked' })
  expect(ring.items.size).toBe(0)
})

it('the probe leaves nothing behind, and a session token never reaches the keychain', async () => {
  const ring = keyring()
  const store = new SecretStore(ring.keychain)
  expect(await store.state()).toBe('available')
  await store.setForSession(id, new AccessToken('s'))
  expect((await store.get(id, false)).status).toBe('present')
  expect(ring.items.size).toBe(0)
})

it('a token for the session takes the place of one in the keychain, which is neither left behind nor used again', async () => {
  const ring = keyring()
  const store = new SecretStore(ring.keychain)
  await store.set(id, new AccessToken('old'))
  await store.setForSession(id, new AccessToken('new'))
  expect(ring.items.size).toBe(0)

  await store.set(id, new AccessToken('old'))
  ring.state.locked = true
  await store.setForSession(id, new AccessToken('new'))
  ring.state.locked = false
  const afterRestart = new SecretStore(ring.keychain)
  expect(afterRestart.getOfSession(id)).toEqual({ status: 'absent' })
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
  await store.set(id, new AccessToken('old'))
  const answers = await Promise.all(Array.from({ length: 40 }, () => store.get(id, true)))
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 'present'))
  expect(asked).toBe(1)
  const before = store.get(id, true)
  const replaced = store.set(id, new AccessToken('new'))
  const after = await store.get(id, true)
  await Promise.all([before, replaced])
  expect(after.status === 'present' && after.token.expose()).toBe('new')
})
