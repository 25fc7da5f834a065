// What the two apps of the benchmark of the matrix are started on: a store with 100,000 rows, and a page with the grids beside it.
import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runnerImport } from 'vite'
import { ROOT } from '../scripts/lib/run.mjs'

export const CUSTOMERS = 2000
export const PEOPLE = 50
/** Cells that are filled at once. */
export const FILLED = 1000
const ROLES = ['EnvironmentAdmin', 'EnvironmentManager', 'Member', 'Builder']
const FIRST = 'Anna Ben Carla Dana Emil Fatima Georg Hana Ines Jonas Katja Liam Maria Nils Olga Paul'.split(' ')
const SURNAMES = 'Abbott Berg Costa Dietz Eriksen Falk Grant Holm Ito Jansen Kaur Lund Moreau Novak Okafor Park Roy Sato Vogel'.split(' ')

const person = (customer, at) => {
  const id = customer * PEOPLE + at
  const name = `${FIRST[(id * 7) % FIRST.length]} ${SURNAMES[(id * 11) % SURNAMES.length]}`
  const roles = ['dev', 'test', 'prod'].map((environment, of) => ({ environment, roleName: (id + of) % 9 === 0 ? null : ROLES[(id * 3 + of) % ROLES.length], roleType: 'environment' }))
  return { id: id + 1, name, email: `${name.replace(' ', '.').toLowerCase()}.${id}@customer-${customer}.example`, kind: 'team', grantType: 'team', externalId: null, timeZone: null, createdAt: 1, lastActivityAt: 1_780_000_000_000 - id * 60_000, lastActivityType: null, groups: [], roles }
}

/** A user-data folder that holds what a read of everything leaves. */
export async function filledFolder() {
  const { openStore } = (await runnerImport(join(ROOT, 'src-main/store/index.ts'), { configFile: false, root: ROOT, logLevel: 'error' })).module
  const folder = mkdtempSync(join(tmpdir(), 'rolodesk-bench-'))
  const store = openStore(folder, 1)
  store.accounts.save({ id: 'one', kind: 'partner', name: 'Bench', dataCenter: 'us', baseUrl: 'https://www.workato.com', colour: 1, shape: 'circle', workspace: null, createdAt: 1, tokenPlace: 'none' })
  const ids = Array.from({ length: CUSTOMERS }, (_, at) => at + 1)
  store.inCache(() => store.customers.upsert('one', ids.map((id) => ({ id, name: `Customer ${String(id).padStart(4, '0')}`, externalId: `ext-${id}`, planId: null, status: 'active', joinedAt: null, taskCount: null, taskLimit: null, connectionCount: null, connectionLimit: null, environments: ['dev', 'test', 'prod'] })), 1, 1))
  for (const id of ids) {
    store.members.replaceMembers('one', id, Array.from({ length: PEOPLE }, (_, at) => person(id, at)), 1)
    store.roles.replaceEnvironmentRoles('one', id, ROLES.map((name, at) => ({ id: id * 10 + at, name, kind: 'system', membersCount: null, createdAt: null, updatedAt: null })), 1)
  }
  store.close()
  return folder
}

/** An app with nothing but a page with the two others: 100,000 rows of eight texts in memory, each grid made anew by a call. */
export function othersFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'rolodesk-others-'))
  copyFileSync(join(ROOT, 'node_modules/ag-grid-community/dist/ag-grid-community.min.js'), join(folder, 'ag-grid.js'))
  writeFileSync(join(folder, 'package.json'), '{"name":"others","main":"main.js"}')
  writeFileSync(join(folder, 'main.js'), "const { app, BrowserWindow } = require('electron')\napp.setPath('userData', process.env.ROLODESK_USER_DATA)\napp.whenReady().then(() => new BrowserWindow({ width: 1440, height: 900 }).loadFile('index.html'))\napp.on('window-all-closed', () => app.quit())\n")
  writeFileSync(join(folder, 'index.html'), '<!doctype html><meta charset="utf-8"><title>Others</title><style>html,body{margin:0;height:100%;font:13px sans-serif}#box{height:100vh}.list{height:100%;overflow:auto}.in{position:relative}.r{position:absolute;left:0;right:0;height:28px;display:grid;grid-template-columns:48px 232px 176px 176px 192px 124px 108px 116px}</style><div id="box"></div><script src="ag-grid.js"></script><script src="others.js"></script>')
  writeFileSync(join(folder, 'others.js'), `const COLUMNS = ['number', 'person', 'dev', 'test', 'prod', 'groups', 'activity', 'findings']
const rows = Array.from({ length: ${CUSTOMERS * PEOPLE} }, (_, id) => ({ number: id + 1, person: 'Anna Berg ' + id, dev: 'Member', test: 'Manager', prod: 'Admin', groups: 'All', activity: 'Nov 1', findings: '' }))
const box = document.getElementById('box')
let api
globalThis.others = {
  ag() {
    api?.destroy()
    box.innerHTML = ''
    api = agGrid.createGrid(box, { columnDefs: COLUMNS.map((field) => ({ field, width: 150, editable: true })), rowData: rows, rowHeight: 28, headerHeight: 68, getRowId: ({ data }) => String(data.number) })
  },
  agRow: () => document.querySelector('.ag-row .ag-cell')?.textContent,
  scroller: () => [...box.querySelectorAll('*')].find((one) => one.scrollHeight > one.clientHeight + 10000 && getComputedStyle(one).overflowY !== 'visible' && getComputedStyle(one).overflowY !== 'hidden').setAttribute('data-scroller', ''),
  agFill(role) { api.applyTransaction({ update: rows.slice(0, ${FILLED}).map((row) => ({ ...row, prod: role })) }) },
  agShows: (role) => document.querySelector('.ag-row [col-id="prod"]')?.textContent === role,
  bare() {
    api?.destroy()
    api = undefined
    box.innerHTML = '<div class="list"><div class="in" style="height:' + rows.length * 28 + 'px"></div></div>'
    const [list, inside] = [box.firstChild, box.firstChild.firstChild]
    const draw = () => {
      const from = Math.max(0, Math.floor(list.scrollTop / 28) - 6)
      inside.replaceChildren(...rows.slice(from, from + 45).map((row, at) => {
        const line = document.createElement('div')
        line.className = 'r'
        line.style.transform = 'translateY(' + (from + at) * 28 + 'px)'
        for (const key of COLUMNS) line.append(Object.assign(document.createElement('span'), { textContent: row[key] }))
        return line
      }))
    }
    list.addEventListener('scroll', draw, { passive: true })
    draw()
  },
  bareRow: () => document.querySelector('.r')?.textContent,
}
`)
  return folder
}
