const { resolve } = require('node:path')

const contract = resolve(__dirname, '../../src-main/contract')

/** The aliases of the builds, in the form that dependency-cruiser reads. */
module.exports = { resolve: { alias: { '@contract$': resolve(contract, 'index.ts'), '@contract': contract } } }
