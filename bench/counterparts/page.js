// AG Grid Community and the barest virtual list, with the rows in the page's memory.
const COLUMNS = ['number', 'person', 'email', 'dev', 'test', 'prod', 'groups', 'activity']
const ROLES = ['EnvironmentAdmin', 'EnvironmentManager', 'Member', 'Builder', 'No access']
const ROW_HEIGHT = 28
const place = document.getElementById('place')

globalThis.makeRows = (count) => {
  globalThis.rows = Array.from({ length: count }, (_, i) => ({
    id: i, number: i + 1, person: `Person ${i}`, email: `person.${i}@customer${Math.floor(i / 50)}.example`, dev: ROLES[i % 5], test: ROLES[(i + 2) % 5], prod: ROLES[(i + 3) % 5], groups: 'Operations', activity: '2026-11-01',
  }))
}

const frame = () => new Promise((done) => requestAnimationFrame(done))

/** Milliseconds until rows with text are painted. */
async function untilPainted(start, selector) {
  while (!document.querySelector(selector)?.textContent) await frame()
  await frame()
  return performance.now() - start
}

globalThis.showAgGrid = async () => {
  place.style.overflow = 'hidden'
  const start = performance.now()
  globalThis.grid = agGrid.createGrid(place, {
    rowData: globalThis.rows, rowHeight: ROW_HEIGHT, getRowId: ({ data }) => String(data.id), theme: agGrid.themeQuartz, animateRows: false, defaultColDef: { sortable: true, filter: true },
    columnDefs: COLUMNS.map((field) => ({ field, editable: ['dev', 'test', 'prod'].includes(field) })),
  })
  const ms = await untilPainted(start, '.ag-row')
  document.querySelector('.ag-grid-viewport').setAttribute('data-bench-scroller', '')
  return ms
}

/** Takes the grid away; the rows stay. */
globalThis.hideAgGrid = () => {
  globalThis.grid.destroy()
  place.replaceChildren()
}

globalThis.showBareList = async () => {
  const start = performance.now()
  place.style.overflow = 'auto'
  place.setAttribute('data-bench-scroller', '')
  const tall = document.createElement('div')
  tall.style.cssText = `position:relative;height:${globalThis.rows.length * ROW_HEIGHT}px`
  const draw = () => {
    const first = Math.max(0, Math.floor(place.scrollTop / ROW_HEIGHT) - 5)
    const lines = globalThis.rows.slice(first, first + Math.ceil(place.clientHeight / ROW_HEIGHT) + 10).map((row, i) => {
      const line = document.createElement('div')
      line.className = 'line'
      line.style.transform = `translateY(${(first + i) * ROW_HEIGHT}px)`
      line.append(...COLUMNS.map((key) => Object.assign(document.createElement('span'), { textContent: row[key], tabIndex: -1 })))
      return line
    })
    tall.replaceChildren(...lines)
  }
  place.append(tall)
  place.addEventListener('scroll', draw)
  draw()
  const ms = await untilPainted(start, '.line')
  return ms
}

/** Milliseconds until the first 1,000 rows have another role on screen, in memory only. */
globalThis.fillAgGrid = async (role) => {
  const start = performance.now()
  globalThis.grid.applyTransaction({ update: globalThis.rows.slice(0, 1000).map((row) => ({ ...row, prod: role })) })
  while (document.querySelector('.ag-row[row-index="0"] [col-id="prod"]')?.textContent !== role) await frame()
  await frame()
  return performance.now() - start
}
