import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

const contract = resolve(import.meta.dirname, 'src-main/contract')
const alias = [
  { find: /^@contract$/, replacement: resolve(contract, 'index.ts') },
  { find: /^@contract\//, replacement: `${contract}/` },
]

// CommonJS and node18/chrome114: the oldest runtime that the tests run on cannot load an ESM main (docs/adr/0001).
export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      target: 'node18',
      externalizeDeps: { exclude: ['zod', 'hono', '@hono/node-server'] },
      rollupOptions: {
        input: {
          index: resolve(import.meta.dirname, 'src-main/app/index.ts'),
          engine: resolve(import.meta.dirname, 'src-main/engine/index.ts'),
          sandbox: resolve(import.meta.dirname, 'src-main/emulator/sandbox-process.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    resolve: { alias },
    build: {
      target: 'node18',
      rollupOptions: {
        input: { index: resolve(import.meta.dirname, 'src-main/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].js' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    resolve: { alias },
    plugins: [vue()],
    build: {
      target: 'chrome114',
      minify: true,
      chunkSizeWarningLimit: 2000,
      rollupOptions: { input: { index: resolve(import.meta.dirname, 'src-renderer/index.html') } },
    },
  },
})
