import { createServer, get, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { readResponse } from './response-body'

const SECRET = 'a-token-of-some-length'
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

async function answerOf(listener: RequestListener): Promise<IncomingMessage> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return new Promise((resolve, reject) => get(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`, resolve).on('error', reject))
}

it('an answer without end is given up at the limit, and the connection with it', async () => {
  let closed: (() => void) | undefined
  const end = new Promise<void>((resolve) => (closed = resolve))
  const response = await answerOf((_, out) => {
    out.once('close', () => closed?.())
    const more = (): void => {
      while (!out.destroyed && out.write('x'.repeat(65_536))) continue
      if (!out.destroyed) out.once('drain', more)
    }
    more()
  })
  await expect(readResponse(response, SECRET, 1_000_000)).rejects.toThrow('BAD_RESPONSE')
  await end
})

it('gives status, headers and text, whole even where a character is cut into pieces', async () => {
  const response = await answerOf((_, out) => {
    const bytes = Buffer.from('{"name":"Søren 👩‍🚀"}')
    out.writeHead(418, { 'Retry-After': '7' })
    for (const byte of bytes) out.write(Buffer.of(byte))
    out.end()
  })
  expect(await readResponse(response, SECRET)).toMatchObject({ status: 418, headers: { 'retry-after': '7' }, body: '{"name":"Søren 👩‍🚀"}' })
  expect((await readResponse(await answerOf((_, out) => out.writeHead(204).end()), SECRET)).body).toBe('')
})

it('a proxy that asks for a sign-in is not taken for the API', async () => {
  const response = await answerOf((_, out) => out.writeHead(407, { 'proxy-authenticate': 'Basic realm="x"' }).end('<html>Sign in</html>'))
  await expect(readResponse(response, SECRET)).rejects.toMatchObject({ json: { code: 'PROXY', retryable: false, title: 'The proxy of this network asks for a sign-in.' } })
})

it('a token that the server sends back stays out', async () => {
  const response = await answerOf((_, out) => {
    out.writeHead(401, { 'x-echo': `Bearer ${SECRET}` })
    out.end(JSON.stringify({ message: `no such token: ${SECRET}` }))
  })
  const answer = await readResponse(response, SECRET)
  expect(JSON.stringify(answer)).not.toContain(SECRET)
  expect(answer.body).toBe('{"message":"no such token: [redacted]"}')
})

it('what is not UTF-8, or ends within a character, is no answer', async () => {
  for (const bytes of [[0x22, 0xc3, 0x28, 0x22], [0x22, 0xc3]]) {
    const response = await answerOf((_, out) => out.end(Buffer.from(bytes)))
    await expect(readResponse(response, SECRET)).rejects.toMatchObject({ json: { code: 'BAD_RESPONSE', retryable: true } })
  }
})
