import { defineConfig } from '@playwright/test'

// Two workers: a test waits half of its time, for windows and answers; each has an app, an emulator and a keychain of its own.
export default defineConfig({
  testDir: './specs',
  globalSetup: '../scripts/lib/scratch.mjs',
  outputDir: '../test-results',
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ?? '../artifacts/reports/e2e.json' }]],
})
