import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const contract = resolve(import.meta.dirname, 'src-main/contract')

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@contract$/, replacement: resolve(contract, 'index.ts') },
      { find: /^@contract\//, replacement: `${contract}/` },
    ],
  },
  test: {
    include: ['src-main/**/*.test.ts', 'src-renderer/**/*.test.ts', 'scripts/**/*.test.{ts,mjs}', 'e2e/contract/*.test.mjs'],
    globalSetup: 'scripts/lib/scratch.mjs',
    testTimeout: 20_000,
    // By itself it leaves one processor out, which is half of a machine with two.
    maxWorkers: 2,
  },
})
