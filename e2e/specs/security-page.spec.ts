import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import type { Page } from '@playwright/test'
import { expect, NO_ACCOUNTS, test } from '../fixtures/shared'

// No account: the page itself is attacked.
test.use({ world: NO_ACCOUNTS })

/** Adds HTML to the page as an injection would, and waits until the browser had the time to act on it. */
async function inject(page: Page, html: string): Promise<void> {
  await page.evaluate(async (text) => {
    const place = document.createElement('div')
    place.innerHTML = text
    document.body.append(place)
    for (const one of place.querySelectorAll<HTMLElement>('a, button')) one.click()
    for (let frame = 0; frame < 10; frame += 1) await new Promise((done) => requestAnimationFrame(done))
    place.remove()
  }, html)
}

test('no script but our own runs: inline, handler, eval, data, blob, remote', async ({ page, serve }) => {
  let hits = 0
  const url = await serve((_, answer) => {
    hits += 1
    answer.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' }).end('globalThis.ran = "remote"')
  })
  await inject(page, '<img src="x" onerror="globalThis.ran = 1"><svg onload="globalThis.ran = 2"></svg><a href="javascript:globalThis.ran = 3">x</a><button onclick="globalThis.ran = 4">x</button>')
  const found = await page.evaluate(async (remote) => {
    const load = (change: (script: HTMLScriptElement) => void): Promise<string> =>
      new Promise((done) => {
        const script = document.createElement('script')
        script.onload = () => done('loaded')
        script.onerror = () => done('refused')
        change(script)
        document.body.append(script)
        if (script.src === '') done('refused')
      })
    const code = 'globalThis.ran = "script"'
    const scripts = [
      await load((script) => (script.textContent = code)),
      await load((script) => (script.src = `data:text/javascript,${code}`)),
      await load((script) => (script.src = URL.createObjectURL(new Blob([code], { type: 'text/javascript' })))),
      await load((script) => (script.src = remote)),
    ]
    // In a task of its own: a debugger's evaluation may be let off the policy.
    const evaluated = await new Promise((done) => setTimeout(() => {
      try {
        done(new Function('return "ran"')())
      } catch (error) {
        done((error as Error).name)
      }
    }))
    const worker = await new Promise((done) => {
      try {
        const one = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])))
        one.onmessage = () => done('ran')
        one.onerror = () => done('refused')
      } catch {
        done('refused')
      }
    })
    return { scripts, evaluated, worker, ran: (globalThis as { ran?: unknown }).ran }
  }, url)
  expect(found).toEqual({ scripts: ['refused', 'refused', 'refused', 'refused'], evaluated: 'EvalError', worker: 'refused', ran: undefined })
  expect(hits).toBe(0)
})

test('nothing in the page reaches the network', async ({ page, serve }) => {
  const heard: string[] = []
  const url = await serve((request, answer) => {
    heard.push(String(request.url))
    answer.writeHead(200, { 'access-control-allow-origin': '*' }).end()
  })
  const ws = url.replace('http', 'ws')
  await inject(page, `<img src="${url}/img"><link rel="stylesheet" href="${url}/css"><link rel="prefetch" href="${url}/prefetch"><video src="${url}/video"></video><object data="${url}/object"></object><embed src="${url}/embed"><iframe src="${url}/frame"></iframe><style>body { background: url(${url}/style) }</style><form action="${url}/form" method="post"><button>x</button></form><a href="${url}/ping" ping="${url}/ping">x</a><meta http-equiv="refresh" content="0;url=${url}/meta">`)
  const results = await page.evaluate(async ([http, socket]) => [
    await fetch(`${http!}/fetch`).then(() => 'answered', () => 'refused'),
    await fetch(`${http!}/nocors`, { mode: 'no-cors' }).then(() => 'answered', () => 'refused'),
    navigator.sendBeacon(`${http!}/beacon`) ? 'queued' : 'refused',
    await new Promise((done) => {
      const one = new WebSocket(`${socket!}/ws`)
      one.onopen = () => done('answered')
      one.onerror = () => done('refused')
    }),
  ], [url, ws])
  expect(results.filter((result) => result === 'answered')).toEqual([])
  expect(heard).toEqual([])
  expect(page.url()).toMatch(/^app:\/\/ui\//)
})

test('no peer connection reaches the network, neither by packets nor by a connection', async ({ page }) => {
  const heard: string[] = []
  const udp = createSocket('udp4').on('message', () => heard.push('udp'))
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve))
  const tcp = createServer((socket) => {
    heard.push('tcp')
    socket.destroy()
  })
  await new Promise<void>((resolve) => tcp.listen(udp.address().port, '127.0.0.1', resolve))
  await page.evaluate(async (host) => {
    const urls = [`stun:${host}`, `turn:${host}?transport=udp`, `turn:${host}?transport=tcp`]
    const peer = new RTCPeerConnection({ iceServers: urls.map((url) => ({ urls: url, username: 'x', credential: 'x' })), iceTransportPolicy: 'all' })
    peer.createDataChannel('x')
    const gathered = new Promise<void>((done) => (peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && done()))
    await peer.setLocalDescription(await peer.createOffer())
    await gathered
    peer.close()
  }, `127.0.0.1:${String(udp.address().port)}`)
  udp.close()
  tcp.close()
  expect(heard).toEqual([])
})

test('no frame, no webview, no window opens', async ({ electron, page, serve }) => {
  const url = await serve((_, answer) => answer.end())
  for (const target of [url, 'app://ui/index.html', 'data:text/html,x', 'about:blank']) {
    await inject(page, `<iframe src="${target}"></iframe><webview src="${target}"></webview><a href="${target}" target="_blank">x</a><form action="${target}" target="_blank"><button>x</button></form>`)
    expect(await page.evaluate((to) => [window.open(to), window.open(to, '_blank', 'noopener'), window.open(to, 'name', 'popup,nodeIntegration=yes')].every((one) => one === null), target), target).toBe(true)
  }
  await page.evaluate((text) => {
    const frame = document.createElement('iframe')
    frame.srcdoc = text
    document.body.append(frame)
  }, '<script>parent.ran = 1</script>')
  expect(await page.evaluate(() => (globalThis as { ran?: unknown }).ran)).toBe(undefined)
  expect(page.frames().map((frame) => frame.url()).filter((address) => !/^(app:\/\/ui\/index\.html.*|about:.*|chrome-error:.*|)$/.test(address))).toEqual([])
  expect(page.frames().filter((frame) => frame !== page.mainFrame() && frame.url().startsWith('app:'))).toEqual([])
  expect(await electron.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1)
})

test('every permission is denied, when asked for and when used', async ({ electron, page }) => {
  await electron.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]!
    const entered: string[] = []
    Object.assign(globalThis, { entered })
    window.on('enter-html-full-screen', () => entered.push('page'))
    window.on('enter-full-screen', () => entered.push('window'))
  })
  const found = await page.evaluate(async () => {
    // Its promise is never settled when it is denied; the answers to what is asked for below come after it.
    void document.documentElement.requestFullscreen().catch(() => undefined)
    const nameOf = (error: unknown): string => (error as Error).name
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi', 'persistent-storage', 'background-sync'] as PermissionName[]
    return {
      queried: [...new Set(await Promise.all(names.map((name) => navigator.permissions.query({ name }).then(({ state }) => state, () => 'denied'))))],
      notification: await Notification.requestPermission(),
      geolocation: await new Promise((done) => navigator.geolocation.getCurrentPosition(() => done('given'), ({ code }) => done(code))),
      clipboard: await navigator.clipboard.readText().then(() => 'given', nameOf),
      midi: await navigator.requestMIDIAccess().then(() => 'given', nameOf),
      sysex: await navigator.requestMIDIAccess({ sysex: true }).then(() => 'given', nameOf),
      media: await navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given', nameOf),
    }
  })
  expect(found).toMatchObject({ queried: ['denied'], notification: 'denied', geolocation: 1, clipboard: 'NotAllowedError', midi: 'SecurityError', sysex: 'SecurityError' })
  expect(found.media).not.toBe('given')
  expect(await electron.evaluate(() => (globalThis as unknown as { entered: string[] }).entered)).toEqual([])
  expect(await page.evaluate(() => document.fullscreenElement)).toBe(null)
})
