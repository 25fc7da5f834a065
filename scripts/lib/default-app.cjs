// Stands in for the stock default app, which the registry's distribution lacks: loads the folder named on the
// command line, after the modules named by -r (Playwright's driver comes in that way).
const { app, dialog } = require('electron')
const fs = require('node:fs')
const Module = require('node:module')
const path = require('node:path')

const preloads = []
let folder = null
const args = process.argv.slice(1)
for (let i = 0; i < args.length && folder === null; i += 1) {
  if (args[i] === '-r' || args[i] === '--require') preloads.push(args[(i += 1)])
  else if (!args[i].startsWith('-')) folder = path.resolve(args[i])
}

if (folder === null) {
  process.stderr.write('usage: electron [options] <folder of the app>\n')
  app.exit(1)
} else {
  Module._preloadModules(preloads)
  const manifestPath = path.join(folder, 'package.json')
  try {
    const manifest = JSON.parse(fs.readFileSync(manifestPath, 'utf8'))
    process.defaultApp = true
    app.setName(manifest.productName ?? manifest.name)
    if (manifest.version) app.setVersion(manifest.version)
    app.setAppPath(folder)
    const main = Module._resolveFilename(path.join(folder, manifest.main ?? 'index.js'), null, true)
    Module._load(main, Module, true)
  } catch (error) {
    process.stderr.write(`cannot start ${folder}: ${error.stack}\n`)
    dialog.showErrorBox('Rolodesk cannot start', String(error.message))
    app.exit(1)
  }
}
