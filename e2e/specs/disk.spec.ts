import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, rmdirSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app'
import { addEmulatorAccount } from '../pages/accounts'
import { rows, waitUntilRead } from '../pages/customers'

const mount = (...args: readonly string[]): boolean => spawnSync('mount', args).status === 0
const mountSmall = (folder: string): boolean => mount('-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', folder)
const unmount = (folder: string): boolean => spawnSync('umount', ['-l', folder]).status === 0

/** Fills the file system of a folder to the last byte; gives the file that takes the room. */
function fill(folder: string): string {
  const path = join(folder, 'filler')
  const file = openSync(path, 'w')
  for (const size of [1 << 20, 1 << 12, 1]) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    }
  }
  closeSync(file)
  return path
}

// Only who may mount can try it on a real file system; what the store does then is tested below the screen for everybody.
const probe = mkdtempSync(join(tmpdir(), 'rolodesk-mount-'))
const canMount = mountSmall(probe) && unmount(probe)
rmdirSync(probe)

if (canMount) {
  test.beforeEach(({ userData }) => {
    expect(mountSmall(userData)).toBe(true)
  })
  test.afterEach(({ userData }) => {
    expect(unmount(userData)).toBe(true)
  })

  test('a full disk is told, what was kept stays, and reading goes on when there is room again', async ({ userData, launch, emulator }) => {
    const { page } = await launch()
    await addEmulatorAccount(page, emulator, 1)
    await waitUntilRead(page, 6)
    const filler = fill(userData)
    await page.getByRole('button', { name: 'Read again' }).click()
    const alert = page.locator('[role="alert"][data-error-code="STORE_FULL"]')
    await expect(alert).toContainText('The disk is full.')
    await expect(rows(page)).toHaveCount(6)
    rmSync(filler)
    await page.getByRole('button', { name: 'Read again' }).click()
    await expect(alert).toHaveCount(0)
    await waitUntilRead(page, 6)
  })

  test('a folder that cannot be written to is told, and the app goes on when it can be', async ({ userData, launch, emulator }) => {
    const first = await launch()
    await addEmulatorAccount(first.page, emulator, 1)
    await waitUntilRead(first.page, 6)
    await first.electron.close()
    expect(mount('-o', 'remount,ro', userData)).toBe(true)
    const { page } = await launch()
    const failure = page.getByRole('alert')
    await expect(failure).toHaveAttribute('data-error-code', 'STORE_READONLY')
    await expect(failure).toContainText('cannot write to its data folder')
    expect(mount('-o', 'remount,rw', userData)).toBe(true)
    await page.getByRole('button', { name: 'Try again' }).click()
    await waitUntilRead(page, 6)
  })
}
