import { resolve } from 'node:path'
import { defineConfig } from 'vite'

const contract = resolve(import.meta.dirname, 'src-main/contract')

/** The emulator as one file for plain Node: `out/emulator/cli.js`. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@contract$/, replacement: resolve(contract, 'index.ts') },
      { find: /^@contract\//, replacement: `${contract}/` },
    ],
  },
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: true,
    target: 'node18',
    outDir: 'out/emulator',
    emptyOutDir: true,
    rollupOptions: { input: { cli: 'src-main/emulator/cli.ts' }, output: { format: 'cjs', entryFileNames: '[name].js' } },
  },
})
