import { createServer } from 'node:http'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { run, ROOT } from '../../scripts/lib/run.mjs'

const TOKEN = 'a-token-that-must-not-be-shown'
const contract = (...args) => run(process.execPath, [join(ROOT, 'scripts', 'contract.mjs'), ...args], { quiet: true, env: { ROLODESK_CONTRACT_TOKEN: TOKEN, ROLODESK_CONTRACT_BASE_URL: '' } })

it.each([
  ['no address', [], /--base-url .* must be the address of an account/],
  ['an unencrypted address elsewhere', ['--base-url', 'http://partner.example'], /would carry the token unencrypted/],
  ['writes to an address elsewhere', ['--base-url', 'https://partner.example', '--allow-writes'], /for an emulator on this machine; nothing was sent/],
  ['an unknown option', ['--base-url', 'https://partner.example', '--allow-write'], /usage: npm run test:contract/],
  ['an empty token', ['--base-url', 'https://partner.example', '--token', ''], /a token is needed/],
])('%s ends the command with what to do', async (_, args, message) => {
  const { code, output } = await contract(...args)
  expect(code).toBe(1)
  expect(output).toMatch(message)
  expect(output).not.toContain(TOKEN)
})

it('sends no write and no token where no emulator answers', async () => {
  const seen = []
  const server = createServer((request, response) => {
    seen.push({ method: request.method, authorization: request.headers.authorization })
    response.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { code, output } = await contract('--base-url', `http://127.0.0.1:${server.address().port}/a1`, '--allow-writes')
  server.close()
  expect(code).toBe(1)
  expect(output).toMatch(/--allow-writes needs an emulator/)
  expect(seen).toEqual([{ method: 'GET', authorization: undefined }])
})
