// A bare window with what the grid is measured against.
const { app, BrowserWindow } = require('electron')

app.setPath('userData', process.env.ROLODESK_USER_DATA)
void app.whenReady().then(() => new BrowserWindow({ width: 1440, height: 900 }).loadFile('page.html'))
app.on('window-all-closed', () => app.quit())
