/** The import table of ARCHITECTURE.md. Each layer lists what it may see; everything else of ours is an error. */
const layers = {
  'src-main/contract': [],
  'src-main/domain': ['contract'],
  'src-main/log': ['contract'],
  'src-main/api': ['domain', 'log', 'contract'],
  'src-main/store': ['domain', 'log', 'contract'],
  'src-main/sync': ['api', 'store', 'domain', 'log', 'contract'],
  'src-main/jobs': ['api', 'store', 'domain', 'log', 'contract'],
  'src-main/features': ['sync', 'jobs', 'api', 'store', 'domain', 'log', 'contract'],
  'src-main/engine': ['features', 'sync', 'jobs', 'api', 'store', 'domain', 'log', 'contract'],
  'src-main/ipc': ['contract', 'log'],
  'src-main/accounts': ['contract', 'log'],
  'src-main/host': ['accounts', 'ipc', 'log', 'contract'],
  'src-main/app': ['host', 'ipc', 'accounts', 'log', 'contract'],
  'src-main/preload': ['contract'],
  'src-main/emulator': ['contract'],
  'src-main/sim': ['engine', 'features', 'sync', 'jobs', 'api', 'store', 'domain', 'log', 'contract', 'emulator', 'testing'],
}

const layerRules = Object.entries(layers).map(([from, to]) => ({
  name: `${from.split('/')[1]}-sees-only-its-layers`,
  severity: 'error',
  // The engine's own tests talk to the real emulator over HTTP.
  from: { path: `^${from}/`, pathNot: '\\.test\\.ts$' },
  to: { path: '^(src-main|src-renderer)/', pathNot: `^(${[from, ...to.map((name) => `src-main/${name}`)].join('|')})/` },
}))

module.exports = {
  forbidden: [
    ...layerRules,
    { name: 'contract-is-pure', severity: 'error', from: { path: '^src-main/contract/', pathNot: '\\.test\\.ts$' }, to: { pathNot: '^src-main/contract/|node_modules/zod/' } },
    { name: 'renderer-sees-only-contract', severity: 'error', from: { path: '^src-renderer/' }, to: { path: '^src-main/', pathNot: '^src-main/contract/' } },
    { name: 'only-stores-use-bridge', severity: 'error', from: { path: '^src-renderer/(?!bridge|stores)' }, to: { path: '^src-renderer/bridge/' } },
    { name: 'components-are-presentational', severity: 'error', from: { path: '^src-renderer/components/' }, to: { path: '^src-renderer/(stores|views|layout)/' } },
    { name: 'stores-never-import-views', severity: 'error', from: { path: '^src-renderer/stores/' }, to: { path: '^src-renderer/(views|layout|components)/' } },
    { name: 'electron-only-at-the-edge', severity: 'error', from: { path: '^src-main/(?!app|host|ipc/register|preload)' }, to: { path: '(^|node_modules/)electron(/|$)' } },
    { name: 'keytar-only-in-host', severity: 'error', from: { path: '^src-main/(?!host)' }, to: { path: 'node_modules/(keytar|@github/keytar)/' } },
    { name: 'libsql-only-in-its-adapter', severity: 'error', from: { path: '^src-main/', pathNot: '^src-main/store/.*libsql.*' }, to: { path: 'node_modules/libsql/' } },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\?raw$' },
    tsPreCompilationDeps: true,
    extraExtensionsToScan: ['.vue'],
    // Aliases of a tsconfig without baseUrl are not resolved, and every rule would then pass in silence.
    webpackConfig: { fileName: './scripts/lib/aliases.cjs' },
    enhancedResolveOptions: { extensions: ['.ts', '.vue', '.mjs', '.js', '.cjs', '.json'], exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
}
