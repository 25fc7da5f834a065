import { defineConfig } from '@playwright/test'

// One worker: each test starts an app, an emulator and a keychain of its own, on as few as two cores.
export default defineConfig({
  testDir: './specs',
  outputDir: '../test-results',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ?? '../artifacts/reports/e2e.json' }]],
})
